"""Nobody gets out of a case on an outcome that is written, and nobody reads of it before."""

from datetime import timedelta

import pytest
from django.test import Client

from arbitration.models import SetAside
from arbitration.verbs import approval, assignment, evidence_requests, rulings, stuck_deadlines
from disputes import clock
from disputes.case_pdf.sections.history import history
from disputes.errors import Code
from disputes.models import Dispute, Event, Policy, User
from disputes.permissions import Actor, allowed
from disputes.rules.solutions import Offer
from disputes.selectors import dispute_view
from disputes.states import EventKind, Party, Solution, State, Verb
from disputes.verbs import evidence, negotiation, refund_requests
from disputes.wording import sentence
from tests.support.moments import moment
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import BOTH, HALF, PAID, ground_for, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

NOTHING = Offer(Solution.NO_REFUND)
TOO_LATE = (
    "The decision is being written. It is too late to withdraw the request or to accept a "
    "proposal; both sides read the decision here once it is issued."
)
# What would tell that there is a ruling, and that it waits.
TELLING = ("second arbitrator", "approv", "has written", "sent the ruling back", "thought over")


def propose_ruling(by: User, dispute: Dispute, offer: Offer = NOTHING) -> None:
    counts = rulings.issue_ruling(
        by, dispute, offer=offer, ground=ground_for(offer), reasons=reasons_for(1), cites=[1]
    )
    assert not counts


@pytest.fixture
def world() -> World:
    world = World()
    Policy.objects.update(large_amounts={"USD": PAID})
    return world


def written(world: World) -> Dispute:
    """A ruling against the buyer waits for a second signature."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    propose_ruling(world.arbitrator, dispute)
    return world.again(dispute)


def sent_back(world: World) -> Dispute:
    dispute = written(world)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    approval.send_ruling_back(world.arbitrator2, dispute, comment="Think again.")
    return world.again(dispute)


def passed_on(world: World) -> Dispute:
    """The second one did not look at it in time."""
    dispute = written(world)
    assignment.reassign(world.supervisor, dispute, to=world.supervisor)
    return world.again(dispute)


def pages(world: World, dispute: Dispute) -> dict[Party, str]:
    found = {}
    for party, user in ((Party.BUYER, world.buyer), (Party.SELLER, world.seller)):
        client = Client()
        client.force_login(user)
        lists = ("/buyer/", "/buyer/cases/") if party == Party.BUYER else ("/seller/?tab=waiting",)
        found[party] = "".join(
            client.get(address).text for address in (f"/{party}/cases/{dispute.reference}/", *lists)
        )
    return found


@pytest.mark.parametrize("reach", [written, sent_back, passed_on])
def test_once_a_ruling_is_written_nobody_gets_out(world: World, reach: object) -> None:
    assert callable(reach)
    dispute = reach(world)
    with refused(Code.NOT_ALLOWED, says=TOO_LATE):
        refund_requests.withdraw(world.as_buyer, dispute)
    with refused(Code.NOT_ALLOWED, says=TOO_LATE):
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    for actor in (world.as_buyer, world.as_seller):
        assert allowed(dispute, actor, clock.now()) == [Verb.SEND_MESSAGE]


@pytest.mark.parametrize("reach", [written, sent_back, passed_on])
def test_the_sides_read_why_and_not_what_waits(world: World, reach: object) -> None:
    assert callable(reach)
    dispute = reach(world)
    for party, page in pages(world, dispute).items():
        assert TOO_LATE in page
        for telling in TELLING:
            assert telling not in page, (party, telling)
        assert "Withdraw request" not in page
        assert "Accept request" not in page
    for actor in (world.as_buyer, world.as_seller, Actor(world.supervisor, Party.PLATFORM)):
        printed = str(history(dispute_view(dispute, actor, clock.now())))
        for telling in TELLING:
            assert telling not in printed
        assert "The case went on to another arbitrator." in printed


def test_the_page_of_the_act_says_so_too(world: World) -> None:
    dispute = written(world)
    for user, address in (
        (world.buyer, f"/buyer/cases/{dispute.reference}/withdraw/"),
        (world.seller, f"/seller/cases/{dispute.reference}/accept/"),
    ):
        client = Client()
        client.force_login(user)
        assert TOO_LATE in client.get(address, follow=True).text


def test_staff_reads_all_of_it(world: World) -> None:
    dispute = sent_back(world)
    told = [sentence(event, to_staff=True) for event in dispute.events.all()]
    assert (
        "An arbitrator has written a ruling. A second one looks at it, as the amount is large."
        in told
    )
    assert "The second arbitrator sent the ruling back, to be thought over once more." in told
    client = Client()
    client.force_login(world.arbitrator)
    page = client.get(f"/admin/disputes/dispute/{dispute.reference}/").text
    assert "The second arbitrator sent the ruling back, to be thought over once more." in page


def test_what_was_told_stays_as_it_was_once_it_is_issued(world: World) -> None:
    dispute = written(world)
    before = [sentence(event) for event in dispute.events.all()]
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    approval.approve_ruling(world.arbitrator2, dispute)
    after = [sentence(event) for event in dispute.events.all()]
    assert after[: len(before)] == before
    assert "A second arbitrator approved it, as the amount is large." in after[-1]


def test_a_side_is_not_turned_back_by_what_it_may_not_read(world: World) -> None:
    Policy.objects.update(large_amounts={"USD": 10**9})
    dispute = world.dispute_in(State.APPEALED)
    Policy.objects.update(large_amounts={"USD": PAID})
    third = make_user("arbitrator", "Arbitrators")
    fourth = make_user("arbitrator", "Arbitrators")
    world.hear_out(dispute)
    assignment.reassign(world.supervisor, dispute, to=third)
    shown = world.again(dispute)
    shown.read_to = shown.event_count
    propose_ruling(third, dispute, HALF)
    assignment.reassign(world.supervisor, dispute, to=fourth)
    evidence.add_evidence(world.as_seller, shown, text="One more thing.")
    assert dispute.events.filter(kind=EventKind.EVIDENCE_ADDED, party=Party.SELLER).exists()


def test_before_it_is_written_both_can_still_end_it(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert dispute.ruling_written_at is None
    for actor, verb in ((world.as_buyer, Verb.WITHDRAW), (world.as_seller, Verb.ACCEPT)):
        assert verb in allowed(dispute, actor, clock.now())


def test_a_case_that_is_heard_again_can_end_by_itself(world: World) -> None:
    """What was written before is not issued, and nobody knows what will be."""
    dispute = sent_back(world)
    evidence_requests.request_evidence(world.arbitrator, dispute, of=BOTH, text="More, please.")
    heard = world.again(dispute)
    assert (heard.state, heard.ruling_written_at) == (State.HEARING, None)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert world.again(dispute).state == State.RESOLVED


def test_nor_after_a_ruling_that_could_not_be_carried_out(world: World) -> None:
    """Both have read it; then its deadline failed, and an arbitrator decides anew."""
    Policy.objects.update(large_amounts={"USD": 10**9})
    dispute = world.dispute_in(State.RULED)
    assert dispute.due_at is not None
    SetAside.objects.create(
        dispute=dispute,
        due_at=dispute.due_at,
        error="KeyError",
        first_failed_at=clock.now(),
        retry_at=clock.now(),
    )
    with moment(dispute.due_at + timedelta(hours=1)):
        stuck_deadlines.let_arbitrator_decide(world.supervisor, dispute)
        with refused(Code.NOT_ALLOWED, says=TOO_LATE):
            refund_requests.withdraw(world.as_buyer, dispute)
        request = dispute.proposals.get(party=Party.BUYER)
        with refused(Code.NOT_ALLOWED, says=TOO_LATE):
            negotiation.accept(world.as_seller, dispute, request)
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
        evidence_requests.request_evidence(world.arbitrator2, dispute, of=BOTH, text="More.")
        with refused(Code.NOT_ALLOWED, says=TOO_LATE):
            refund_requests.withdraw(world.as_buyer, dispute)
    assert Event.objects.filter(dispute=dispute, kind=EventKind.TAKEN_OVER).exists()
