"""Which act of a case is a breach of its store, dated when; and what is none."""

from datetime import datetime, timedelta

import pytest

from disputes import clock
from disputes.models import Dispute
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.states import Party, SettledBy, Solution, State
from disputes.verbs import appeals, evidence, negotiation, refund_requests, returns
from sellers.models import Breach, Entry, Penalty
from sellers.states import BreachState, Trigger
from tests.support.moments import enforce_at, moment, settle_at
from tests.support.terms import FULL_REFUND, HALF, PAID, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATE = 3 * DAY
NOTHING = Offer(Solution.NO_REFUND)
PLATFORM = Actor(None, Party.PLATFORM)


def breaches(dispute: Dispute) -> list[tuple[str, datetime]]:
    """Of this case: which, and when."""
    return list(dispute.breaches.order_by("pk").values_list("trigger", "at"))


def due(world: World, dispute: Dispute) -> datetime:
    due_at = world.again(dispute).due_at
    assert due_at is not None
    return due_at


def run_out(world: World, dispute: Dispute, *, late: timedelta = LATE) -> datetime:
    """The clock of the case runs out, and the platform sees it so much later; when it ran out."""
    due_at = due(world, dispute)
    assert enforce_at(due_at + late) == 1
    return due_at


def ruled(world: World, offer: Offer, *, offered: Offer | None = None) -> Dispute:
    """A case in which the store has offered this, if anything, with a ruling that is not final."""
    dispute = world.open_dispute()
    if offered is None:
        negotiation.reject(world.as_seller, dispute, text="The mug is blue.")
    else:
        negotiation.propose(world.as_seller, dispute, offer=offered)
    negotiation.escalate(world.as_buyer, dispute)
    finish(world, dispute)
    world.rule(dispute, offer)
    return dispute


def finish(world: World, dispute: Dispute) -> None:
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)


def sent_back(world: World, *, agreed: bool = True, delivered: bool = True) -> Dispute:
    """The goods are on their way back, as the store agreed to or by its silence; or there."""
    dispute = world.open_dispute(offer=RETURN_AND_REFUND)
    if agreed:
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    else:
        run_out(world, dispute, late=timedelta())
    with moment(dispute.opened_at + 6 * DAY):
        returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
        if delivered:
            returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    return dispute


def contest(world: World, dispute: Dispute) -> None:
    """The store says that what came back is broken; then the evidence closes."""
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="It is broken.", files=[photo])
    finish(world, dispute)


# Silence


def test_silence_is_one_dated_when_the_clock_ran_out(world: World) -> None:
    dispute = world.open_dispute()
    ran_out = run_out(world, dispute)
    assert breaches(dispute) == [(Trigger.NO_RESPONSE, ran_out)]
    breach = Breach.objects.get()
    assert (breach.store, breach.state, breach.found_by) == (world.store, BreachState.NOTED, None)


def test_every_answer_keeps_it_away(world: World) -> None:
    accepted, rejected, countered = (world.open_dispute() for _ in range(3))
    negotiation.accept(world.as_seller, accepted, accepted.proposals.get())
    negotiation.reject(world.as_seller, rejected, text="The mug is blue.")
    negotiation.propose(world.as_seller, countered, offer=HALF)
    refund_requests.withdraw(world.as_buyer, world.open_dispute())
    enforce_at(due(world, countered))
    assert not Breach.objects.exists()


def test_points_follow_with_the_sweep_of_the_ledgers(world: World) -> None:
    dispute = world.open_dispute()
    ran_out = run_out(world, dispute)
    assert not Penalty.objects.exists()
    assert settle_at(ran_out + 2 * LATE) == 1
    assert Penalty.objects.get().given_at == Entry.objects.get().at == ran_out


# A ruling


def test_a_lost_ruling_is_one_when_nobody_can_appeal_it_any_more(world: World) -> None:
    dispute = ruled(world, HALF)
    assert breaches(dispute) == []
    ran_out = run_out(world, dispute)
    assert breaches(dispute) == [(Trigger.RULING_LOST, ran_out)]
    assert Breach.objects.get().ground == "differs_from_listing"


def test_so_is_one_that_is_final_at_once(world: World) -> None:
    """Both have appealed before: it is dated when it was made, by a person."""
    dispute = ruled(world, HALF)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    world.rule(dispute, Offer(Solution.REFUND, PAID // 2 + 1), by=world.arbitrator2)
    appeals.appeal(world.as_seller, dispute, text="The mug is blue.")
    assert breaches(dispute) == []
    ruling_due_at = due(world, dispute)
    world.rule(dispute, HALF, by=world.supervisor)
    assert world.again(dispute).settled_by == SettledBy.APPEAL
    [(trigger, at)] = breaches(dispute)
    assert trigger == Trigger.RULING_LOST
    assert at == dispute.rulings.latest("ruled_at").ruled_at < ruling_due_at


@pytest.mark.parametrize(
    ("offered", "given"),
    [(None, NOTHING), (HALF, HALF), (Offer(Solution.REFUND, PAID - 1), HALF)],
)
def test_a_ruling_that_gives_no_more_than_the_store_offered_is_none(
    offered: Offer | None, given: Offer, world: World
) -> None:
    dispute = ruled(world, given, offered=offered)
    run_out(world, dispute)
    assert world.again(dispute).settled_by == SettledBy.RULING
    assert breaches(dispute) == []


@pytest.mark.parametrize(
    ("offered", "given"),
    [
        (HALF, Offer(Solution.REFUND, PAID // 2 + 1)),
        (RETURN_AND_REFUND, FULL_REFUND),  # the store does not get the goods back
    ],
)
def test_a_ruling_that_gives_more_is_one(offered: Offer, given: Offer, world: World) -> None:
    dispute = ruled(world, given, offered=offered)
    ran_out = run_out(world, dispute)
    assert breaches(dispute) == [(Trigger.RULING_LOST, ran_out)]


@pytest.mark.parametrize("stands", [True, False])
def test_a_ruling_under_appeal_is_none_until_the_appeal_is_decided(
    stands: bool, world: World
) -> None:
    dispute = ruled(world, HALF)
    appeals.appeal(world.as_seller, dispute, text="The mug is blue.")
    run_out(world, dispute)  # the arbitrator's time: others get the case
    assert breaches(dispute) == []
    world.rule(dispute, HALF if stands else NOTHING, by=world.supervisor)
    ran_out = run_out(world, dispute)  # the buyer's time to appeal
    assert breaches(dispute) == ([(Trigger.RULING_LOST, ran_out)] if stands else [])


@pytest.mark.parametrize("second", [FULL_REFUND, NOTHING])
def test_losing_counts_once_in_a_case_also_when_a_contested_return_is_ruled_on(
    second: Offer, world: World
) -> None:
    dispute = ruled(world, RETURN_AND_REFUND)
    first = run_out(world, dispute, late=timedelta())
    with moment(first):
        returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
        contest(world, dispute)
        world.rule(dispute, second, by=world.arbitrator2)
    run_out(world, dispute)
    assert world.again(dispute).state == State.RESOLVED
    assert breaches(dispute) == [(Trigger.RULING_LOST, first)]


def test_a_return_that_was_contested_can_be_lost_for_the_first_time(world: World) -> None:
    dispute = sent_back(world)
    with moment(dispute.opened_at + 7 * DAY):
        contest(world, dispute)
        world.rule(dispute, FULL_REFUND)
    ran_out = run_out(world, dispute)
    assert breaches(dispute) == [(Trigger.RULING_LOST, ran_out)]


def test_silence_and_a_lost_ruling_of_one_case_are_two(world: World) -> None:
    """Forced to take the goods back, the store contests what came, and loses."""
    dispute = sent_back(world, agreed=False)
    with moment(dispute.opened_at + 7 * DAY):
        contest(world, dispute)
        world.rule(dispute, FULL_REFUND)
    ran_out = run_out(world, dispute)
    assert breaches(dispute) == [
        (Trigger.NO_RESPONSE, dispute.due_at),
        (Trigger.RULING_LOST, ran_out),
    ]


# An agreement


def test_a_delivered_return_that_the_store_agreed_to_and_did_not_answer_is_one(
    world: World,
) -> None:
    dispute = sent_back(world)
    assert due(world, dispute) < dispute.opened_at + 10 * DAY, "the time to look at it runs"
    ran_out = run_out(world, dispute)
    assert world.again(dispute).state == State.RESOLVED
    assert breaches(dispute) == [(Trigger.AGREEMENT_BROKEN, ran_out)]


def test_where_nobody_knows_of_a_delivery_there_is_none(world: World) -> None:
    dispute = sent_back(world, delivered=False)
    run_out(world, dispute)
    assert world.again(dispute).state == State.RESOLVED
    assert breaches(dispute) == []


def test_nor_where_the_store_has_agreed_to_nothing(world: World) -> None:
    """Its silence is the breach, and the return that was forced breaks no agreement."""
    dispute = sent_back(world, agreed=False)
    run_out(world, dispute)
    assert breaches(dispute) == [(Trigger.NO_RESPONSE, dispute.due_at)]


def test_nor_where_the_store_confirms_or_the_buyer_never_sends(world: World) -> None:
    confirmed, unsent = sent_back(world), world.dispute_in(State.AWAITING_RETURN)
    with moment(confirmed.opened_at + 7 * DAY):
        returns.confirm_return(world.as_seller, confirmed)
    run_out(world, unsent)
    assert not Breach.objects.exists()
