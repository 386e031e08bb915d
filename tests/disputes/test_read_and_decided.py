"""What is decided is what was read: every act is turned back by what came after its page."""

import re
from collections.abc import Callable

import pytest

from disputes.models import Dispute
from disputes.rules.instants import instant
from disputes.states import OPEN_STATES, Party, State, Verb
from disputes.verbs import evidence, evidence_revisions, negotiation, refund_requests
from disputes.views.actions import ACTIONS
from tests.support.rows import everything
from tests.support.terms import HALF
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

READ = re.compile(r'name="read" value="(\d+)"')


def read_to(page: str) -> str:
    found = READ.search(page)
    assert found, "the form carries what was read"
    return found[1]


def add(world: World, dispute: Dispute) -> None:
    evidence.add_evidence(world.as_buyer, dispute, text="It is green inside, too.")


def change(world: World, dispute: Dispute) -> None:
    first = dispute.evidence.get(number=1)
    evidence_revisions.change_evidence(world.as_buyer, dispute, first, text="It is blue after all.")


def ask_for_half(world: World, dispute: Dispute) -> None:
    refund_requests.change_request(world.as_buyer, dispute, offer=HALF)


def propose_half(world: World, dispute: Dispute) -> None:
    negotiation.propose(world.as_buyer, dispute, offer=HALF)


def last_at(dispute: Dispute) -> str:
    event = dispute.events.last()
    assert event is not None
    return instant(event.at)


WORDS = {"text": "The mug is blue."}
OFFER = {"solution": "refund", "amount": "5.00", "text": "My best offer."}
# What the seller does, in which state, and what the buyer does in between.
IN_BETWEEN: list[tuple[Verb, State, dict[str, str], Callable[[World, Dispute], None], str]] = [
    (Verb.ACCEPT, State.AWAITING_SELLER, {"version": "1"}, add, "Evidence 2 was added"),
    (Verb.ACCEPT, State.AWAITING_SELLER, {"version": "1"}, change, "Evidence 1 was changed"),
    (Verb.REJECT, State.AWAITING_SELLER, WORDS, ask_for_half, "The request was changed"),
    (Verb.REJECT, State.AWAITING_SELLER, WORDS, change, "Evidence 1 was changed"),
    (Verb.PROPOSE, State.AWAITING_SELLER, OFFER, ask_for_half, "The request was changed"),
    (Verb.PROPOSE, State.NEGOTIATING, OFFER, propose_half, "The buyer&#x27;s proposal was changed"),
    (Verb.ESCALATE, State.NEGOTIATING, {}, propose_half, "The buyer&#x27;s proposal was changed"),
    (Verb.FINISH_EVIDENCE, State.HEARING, {}, add, "Evidence 3 was added"),
    (Verb.FINISH_EVIDENCE, State.HEARING, {}, change, "Evidence 1 was changed"),
]


@pytest.mark.parametrize(
    ("verb", "state", "typed", "in_between", "says"),
    IN_BETWEEN,
    ids=[f"{verb}-{what.__name__}" for verb, _state, _typed, what, _says in IN_BETWEEN],
)
def test_a_side_is_turned_back_by_what_came_after_its_page(
    world: World,
    verb: Verb,
    state: State,
    typed: dict[str, str],
    in_between: Callable[[World, Dispute], None],
    says: str,
) -> None:
    dispute = world.dispute_in(state)
    client, place = signed_in(world.seller), f"/seller/cases/{dispute.reference}/{verb.slug}/"
    sent = typed | {"read": read_to(client.get(place).text)}
    in_between(world, dispute)
    before = everything()
    page = client.post(place, sent)
    assert f"{says} on {last_at(dispute)}." in page.text
    assert "You had not read that yet. Look at it, then decide again." in page.text
    assert f'href="/seller/cases/{dispute.reference}/" target="_blank"' in page.text
    assert everything() == before
    for kept in typed.values():
        assert kept in page.text
    # Told of it, they can decide on it; a proposal that was replaced is not on the table any more.
    again = typed | {"read": read_to(page.text)}
    if verb != Verb.ACCEPT or in_between in (add, change):
        assert client.post(place, again).status_code == 302


def test_the_way_from_the_case_to_the_act_counts(world: World) -> None:
    """The page of the act shows no evidence: what was read is what the page of the case showed."""
    dispute = world.dispute_in(State.HEARING)
    client = signed_in(world.seller)
    case = client.get(f"/seller/cases/{dispute.reference}/").text
    link = re.search(r'href="([^"]+/finish-evidence/\?read=\d+)"', case)
    assert link
    add(world, dispute)
    page = client.get(link[1]).text
    assert f"Evidence 3 was added on {last_at(dispute)}." in page


def test_what_somebody_did_themselves_they_know(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    client, place = signed_in(world.seller), f"/seller/cases/{dispute.reference}/escalate/"
    read = read_to(client.get(place).text)
    negotiation.propose(world.as_seller, dispute, offer=HALF)
    assert client.post(place, {"read": read}).status_code == 302


def test_who_has_looked_or_has_nothing_to_add_changes_nothing(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    client, place = signed_in(world.seller), f"/seller/cases/{dispute.reference}/finish-evidence/"
    read = read_to(client.get(place).text)
    signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/")
    evidence.finish_evidence(world.as_buyer, dispute)
    assert client.post(place, {"read": read}).status_code == 302
    assert world.again(dispute).state == State.AWAITING_RULING


@pytest.mark.parametrize("read", ["x", "-1", "0", "1.5", "٣x"])
def test_what_is_no_number_was_not_read(world: World, read: str) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    client = signed_in(world.seller)
    before = everything()
    page = client.post(f"/seller/cases/{dispute.reference}/escalate/", {"read": read})
    assert "You had not read that yet." in page.text
    assert everything() == before


def test_every_page_of_an_act_carries_what_was_read(world: World) -> None:
    disputes = {state: world.dispute_in(state) for state in sorted(OPEN_STATES)}
    negotiation.propose(world.as_seller, disputes[State.NEGOTIATING], offer=HALF)
    shown = set()
    for dispute in disputes.values():
        for party, user in ((Party.BUYER, world.buyer), (Party.SELLER, world.seller)):
            client = signed_in(user)
            for page in ACTIONS[party]:
                answer = client.get(f"/{party}/cases/{dispute.reference}/{page.verb.slug}/")
                if answer.status_code == 200:
                    assert read_to(answer.text) == str(world.again(dispute).event_count)
                    shown.add((party, page.verb))
    decisive = {Verb.ACCEPT, Verb.REJECT, Verb.PROPOSE, Verb.ESCALATE, Verb.FINISH_EVIDENCE}
    decisive |= {Verb.APPEAL, Verb.WITHDRAW, Verb.CONFIRM_RETURN, Verb.CONTEST_RETURN}
    assert {verb for _party, verb in shown} >= decisive
