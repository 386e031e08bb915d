"""A stranger learns nothing: not that a case exists, and not what could be done with it."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from arbitration.verbs import assignment, evidence_requests, policies, rulings
from disputes import access, clock
from disputes.errors import Code, Refused
from disputes.models import Dispute, Ground, OrderLine, Policy, Proposal, Reason, User
from disputes.permissions import Actor, allowed, may_see
from disputes.states import Party, State, Verb
from disputes.verbs import (
    appeals,
    evidence,
    evidence_revisions,
    freight,
    late_goods,
    messages,
    negotiation,
    refund_requests,
    return_addresses,
    returns,
    uploads,
)
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import BOTH, HALF, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

Act = Callable[[Actor, Dispute], None]
Cases = tuple[World, dict[State, Dispute]]


def _accept(actor: Actor, dispute: Dispute) -> None:
    shown: Proposal = dispute.proposals.earliest("id")
    negotiation.accept(actor, dispute, shown)


def _report_arrival(actor: Actor, dispute: Dispute) -> None:
    colour = Reason.objects.get(code="colour")
    late_goods.report_arrival(actor, dispute, reason=colour, offer=HALF, text="It is green.")


ACTS: dict[Verb, Act] = {
    Verb.CHANGE: lambda actor, case: refund_requests.change_request(actor, case, offer=HALF),
    Verb.WITHDRAW: refund_requests.withdraw,
    Verb.REPORT_ARRIVAL: _report_arrival,
    Verb.HOLD: late_goods.hold,
    Verb.ACCEPT: _accept,
    Verb.REJECT: lambda actor, case: negotiation.reject(actor, case, text="It is blue."),
    Verb.PROPOSE: lambda actor, case: negotiation.propose(actor, case, offer=HALF),
    Verb.ESCALATE: negotiation.escalate,
    Verb.ADD_EVIDENCE: lambda actor, case: evidence.add_evidence(actor, case, text="See."),
    Verb.CHANGE_EVIDENCE: lambda actor, case: evidence_revisions.change_evidence(
        actor, case, case.evidence.get(number=1), text="See."
    ),
    Verb.FINISH_EVIDENCE: evidence.finish_evidence,
    Verb.SEND_MESSAGE: lambda actor, case: messages.send_message(actor, case, text="Hello."),
    Verb.ACCEPT_RULING: appeals.accept_ruling,
    Verb.APPEAL: lambda actor, case: appeals.appeal(actor, case, text="Look again."),
    Verb.GIVE_ADDRESS: lambda actor, case: return_addresses.give_address(
        actor, case, address="Muelle 5", country="ES"
    ),
    Verb.SHIP_RETURN: lambda actor, case: returns.ship_return(
        actor, case, carrier="Correos", tracking="CX1"
    ),
    Verb.CLAIM_FREIGHT: lambda actor, case: freight.claim_freight(
        actor, case, amount_minor=300, files=[]
    ),
    Verb.CORRECT_TRACKING: lambda actor, case: returns.correct_tracking(
        actor, case, carrier="DHL", tracking="CX2"
    ),
    Verb.CONFIRM_RETURN: returns.confirm_return,
    Verb.REPORT_RETURN_DELIVERED: lambda actor, case: returns.report_return_delivered(
        actor, case, delivered_at=clock.now()
    ),
}
# For each verb, a state in which the right person could do it.
MOMENT: dict[Verb, State] = {
    Verb.CHANGE: State.AWAITING_SELLER,
    Verb.WITHDRAW: State.AWAITING_SELLER,
    Verb.REPORT_ARRIVAL: State.AWAITING_SELLER,
    Verb.HOLD: State.AWAITING_SELLER,
    Verb.ACCEPT: State.AWAITING_SELLER,
    Verb.REJECT: State.AWAITING_SELLER,
    Verb.PROPOSE: State.NEGOTIATING,
    Verb.ESCALATE: State.NEGOTIATING,
    Verb.ADD_EVIDENCE: State.HEARING,
    Verb.CHANGE_EVIDENCE: State.HEARING,
    Verb.FINISH_EVIDENCE: State.HEARING,
    Verb.SEND_MESSAGE: State.RETURN_IN_TRANSIT,
    Verb.ACCEPT_RULING: State.RULED,
    Verb.APPEAL: State.RULED,
    Verb.GIVE_ADDRESS: State.AWAITING_ADDRESS,
    Verb.SHIP_RETURN: State.AWAITING_RETURN,
    Verb.CLAIM_FREIGHT: State.RETURN_IN_TRANSIT,
    Verb.CORRECT_TRACKING: State.RETURN_IN_TRANSIT,
    Verb.CONFIRM_RETURN: State.RETURN_IN_TRANSIT,
    Verb.REPORT_RETURN_DELIVERED: State.RETURN_IN_TRANSIT,
}


@pytest.fixture(scope="module")
def built(shared_rows: None) -> Cases:
    """A case in each state."""
    world = World()
    return world, {state: world.dispute_in(state) for state in State}


@pytest.fixture
def cases(built: Cases) -> Cases:
    return deepcopy(built)


def strangers(world: World) -> list[tuple[str, Actor]]:
    """People who stand on no side of the case, or claim one that is not theirs."""
    superuser = make_user("root")
    superuser.is_superuser = superuser.is_staff = True
    superuser.save()
    return [
        ("another buyer", Actor(world.other_buyer, Party.BUYER)),
        ("another store's seller as the seller", Actor(world.other_seller, Party.SELLER)),
        ("the buyer as the seller", Actor(world.buyer, Party.SELLER)),
        ("the seller as the buyer", Actor(world.seller, Party.BUYER)),
        ("the buyer as the platform", Actor(world.buyer, Party.PLATFORM)),
        ("the seller as the platform", Actor(world.seller, Party.PLATFORM)),
        ("an arbitrator as the buyer", Actor(world.arbitrator, Party.BUYER)),
        ("an arbitrator as the seller", Actor(world.arbitrator, Party.SELLER)),
        ("a superuser as the buyer", Actor(superuser, Party.BUYER)),
    ]


@pytest.mark.parametrize("verb", list(ACTS))
def test_to_a_stranger_the_case_is_not_there(verb: Verb, cases: Cases) -> None:
    world, dispute = cases[0], cases[1][MOMENT[verb]]
    for name, actor in strangers(world):
        with refused(Code.NOT_FOUND, says="There is no such case."):
            ACTS[verb](actor, dispute)
            pytest.fail(f"{name} could {verb}")


@pytest.mark.parametrize("party", [Party.BUYER, Party.SELLER])
@pytest.mark.parametrize("verb", list(ACTS))
def test_only_the_platform_acts_without_a_person(verb: Verb, party: Party, cases: Cases) -> None:
    dispute = cases[1][MOMENT[verb]]
    nobody = Actor(None, party)
    assert allowed(dispute, nobody, clock.now()) == []
    with refused(Code.NOT_FOUND):
        ACTS[verb](nobody, dispute)


def test_a_contest_needs_the_stores_seller() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    for user in (world.other_seller, world.buyer, world.arbitrator):
        photo = world.photo(user)
        with refused(Code.NOT_FOUND):
            returns.contest_return(Actor(user, Party.SELLER), dispute, text="Empty.", files=[photo])


@pytest.mark.parametrize("name", ["buyer", "seller", "other_buyer", "other_seller"])
def test_the_platforms_powers_are_not_for_the_sides(name: str, cases: Cases) -> None:
    world, dispute = cases[0], cases[1][State.AWAITING_RULING]
    person: User = getattr(world, name)
    ground = Ground.objects.get(code="matches_listing")
    with refused(Code.NOT_FOUND):
        rulings.issue_ruling(
            person,
            dispute,
            offer=HALF,
            ground=ground,
            reasons=reasons_for(1),
            cites=[1],
        )
    with refused(Code.NOT_FOUND):
        evidence_requests.request_evidence(person, dispute, of=BOTH, text="More.")
    with refused(Code.NOT_FOUND):
        assignment.reassign(person, dispute, to=world.arbitrator)
    numbers = {number: getattr(Policy.objects.latest(), number) for number in policies.NUMBERS}
    with refused(Code.NOT_ALLOWED):
        policies.publish_policy(person, numbers, change_note="For me.", based_on=1)


def test_group_without_staff_or_staff_without_group_is_no_platform() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    staff_only, group_only = make_user("clerk"), make_user("arbitrator", "Arbitrators")
    staff_only.is_staff, group_only.is_staff = True, False
    staff_only.save()
    group_only.save()
    for person in (staff_only, group_only):
        assert not may_see(person, dispute)
        with refused(Code.NOT_FOUND):
            evidence_requests.request_evidence(person, dispute, of=BOTH, text="More.")


def test_who_has_a_case_may_no_longer_rule_once_out_of_office() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    world.arbitrator.groups.clear()
    former = User.objects.get(pk=world.arbitrator.pk)  # without the permissions it remembers
    ground = Ground.objects.get(code="matches_listing")
    with refused(Code.NOT_FOUND):
        rulings.issue_ruling(
            former,
            dispute,
            offer=HALF,
            ground=ground,
            reasons=reasons_for(1),
            cites=[1],
        )


def test_who_became_involved_after_taking_a_case_may_no_longer_rule() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    world.store.memberships.create(user=world.arbitrator)
    ground = Ground.objects.get(code="matches_listing")
    with refused(Code.NOT_ALLOWED):
        rulings.issue_ruling(
            world.arbitrator,
            dispute,
            offer=HALF,
            ground=ground,
            reasons=reasons_for(1),
            cites=[1],
        )


def test_who_left_the_store_acts_for_it_no_more() -> None:
    world = World()
    dispute = world.open_dispute()
    world.store.memberships.all().delete()
    with refused(Code.NOT_FOUND):
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())


def test_every_member_of_the_store_acts_for_it() -> None:
    world = World()
    dispute = world.open_dispute()
    second = make_user("seller")
    world.store.memberships.create(user=second)
    negotiation.accept(Actor(second, Party.SELLER), dispute, dispute.proposals.get())
    event = dispute.events.last()
    assert event is not None
    assert event.actor == second


@pytest.mark.parametrize("state", list(State))
def test_what_a_page_offers_is_what_a_service_allows(state: State, cases: Cases) -> None:
    """To a stranger nothing, and to the sides only what is theirs."""
    world, dispute = cases[0], cases[1][state]
    now = clock.now()
    for _name, actor in strangers(world):
        assert allowed(dispute, actor, now) == []
    for actor in (world.as_buyer, world.as_seller):
        for verb in allowed(dispute, actor, now):
            assert verb in ACTS or verb == Verb.CONTEST_RETURN


def test_finding_a_case_by_its_reference() -> None:
    world = World()
    dispute = world.open_dispute()
    assert access.dispute_of_side(world.buyer, Party.BUYER, dispute.reference) == dispute
    assert access.dispute_of_side(world.seller, Party.SELLER, dispute.reference) == dispute
    assert access.dispute_of_side(world.arbitrator, Party.PLATFORM, dispute.reference) == dispute
    assert access.dispute_of_side(world.buyer, Party.BUYER, dispute.reference.lower()) == dispute
    messages = set()
    for user, party, reference in [
        (world.other_buyer, Party.BUYER, dispute.reference),
        (world.other_seller, Party.SELLER, dispute.reference),
        (world.buyer, Party.SELLER, dispute.reference),
        (world.buyer, Party.PLATFORM, dispute.reference),
        (world.buyer, Party.BUYER, "R-2222-2222"),
        (world.buyer, Party.BUYER, "' OR 1=1 --"),
    ]:
        with pytest.raises(Refused) as caught:
            access.dispute_of_side(user, party, reference)
        assert caught.value.code == Code.NOT_FOUND
        messages.add(caught.value.message)
    assert messages == {"There is no such case."}


def test_finding_an_own_order_line() -> None:
    world = World()
    line: OrderLine = world.line()
    assert access.item_of_buyer(world.buyer, line.order.reference, 1).line == line
    for user, number in [(world.other_buyer, 1), (world.seller, 1), (world.buyer, 2)]:
        with pytest.raises(Refused) as caught:
            access.item_of_buyer(user, line.order.reference, number)
        assert caught.value.code == Code.NOT_FOUND


def test_what_was_bought_is_seen_by_whom_it_concerns() -> None:
    world = World()
    line = world.line()
    people = {"buyer", "seller", "arbitrator", "supervisor", "other_buyer", "other_seller"}

    def who() -> set[str]:
        return {name for name in people if access.may_see_line(getattr(world, name), line)}

    assert who() == {"buyer", "seller"}
    world.open_dispute(line)
    assert who() == {"buyer", "seller", "arbitrator", "supervisor"}


def test_a_held_photo_is_dropped_by_its_owner_only_and_evidence_by_nobody() -> None:
    world = World()
    held = world.photo(world.buyer)
    with refused(Code.NOT_FOUND):
        uploads.remove_upload(world.seller, held.public_id)
    uploads.remove_upload(world.buyer, held.public_id)
    with refused(Code.NOT_FOUND):
        uploads.remove_upload(world.buyer, held.public_id)
    shown = world.open_dispute().evidence.get().files.get()
    with refused(Code.NOT_FOUND):
        uploads.remove_upload(world.buyer, shown.public_id)


# Policies


def test_a_policy_is_published_as_a_new_version() -> None:
    world = World()
    numbers = {number: getattr(Policy.objects.latest(), number) for number in policies.NUMBERS}
    numbers["seller_response_days"] = 4
    policy = policies.publish_policy(
        world.supervisor, numbers, change_note=" Four days. ", based_on=1
    )
    assert (policy.version, policy.seller_response_days, policy.change_note) == (2, 4, "Four days.")
    assert (policy.published_by, policy.negotiation_days) == (world.supervisor, 7)
    assert Policy.objects.get(version=1).seller_response_days == 5


def test_only_a_supervisor_publishes_and_only_with_a_short_note() -> None:
    world = World()
    numbers = {number: getattr(Policy.objects.latest(), number) for number in policies.NUMBERS}
    with refused(Code.NOT_ALLOWED):
        policies.publish_policy(world.arbitrator, numbers, change_note="Mine.", based_on=1)
    with refused(Code.TEXT_MISSING, field="change_note"):
        policies.publish_policy(world.supervisor, numbers, change_note=" ", based_on=1)
    with refused(Code.TEXT_MISSING, field="change_note"):
        policies.publish_policy(world.supervisor, numbers, change_note="x" * 301, based_on=1)
