"""Which act of a case is a breach of its store, dated when; and what is none."""

from datetime import datetime, timedelta

import pytest

from disputes import clock
from disputes.models import Dispute
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.services import appeals, negotiation, opening, returns, statements
from disputes.states import Party, SettledBy, Solution, State
from sellers.models import Breach, Entry, Penalty
from sellers.states import BreachState, Trigger
from tests.world import (
    FULL_REFUND,
    HALF,
    PAID,
    RETURN_AND_REFUND,
    World,
    enforce_at,
    moment,
    settle_at,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATE = 3 * DAY
NOTHING = Offer(Solution.NO_REFUND)
PLATFORM = Actor(None, Party.PLATFORM)


@pytest.fixture
def world() -> World:
    return World()


def breaches(case: Dispute) -> list[tuple[str, datetime]]:
    """Of this case: which, and when."""
    return list(case.breaches.order_by("pk").values_list("trigger", "at"))


def due(world: World, case: Dispute) -> datetime:
    due_at = world.again(case).due_at
    assert due_at is not None
    return due_at


def run_out(world: World, case: Dispute, *, late: timedelta = LATE) -> datetime:
    """The clock of the case runs out, and the platform sees it so much later; when it ran out."""
    due_at = due(world, case)
    assert enforce_at(due_at + late) == 1
    return due_at


def ruled(world: World, offer: Offer, *, offered: Offer | None = None) -> Dispute:
    """A case in which the store has offered this, if anything, with a ruling that is not final."""
    case = world.file()
    if offered is None:
        negotiation.reject(world.as_seller, case, text="The mug is blue.")
    else:
        negotiation.propose(world.as_seller, case, offer=offered)
    negotiation.escalate(world.as_buyer, case)
    finish(world, case)
    world.rule(case, offer)
    return case


def finish(world: World, case: Dispute) -> None:
    statements.finish_evidence(world.as_buyer, case)
    statements.finish_evidence(world.as_seller, case)


def sent_back(world: World, *, agreed: bool = True, delivered: bool = True) -> Dispute:
    """The goods are on their way back, as the store agreed to or by its silence; or there."""
    case = world.file(offer=RETURN_AND_REFUND)
    if agreed:
        negotiation.accept(world.as_seller, case, case.proposals.get())
    else:
        run_out(world, case, late=timedelta())
    with moment(case.opened_at + 6 * DAY):
        returns.ship_return(world.as_buyer, case, carrier="Correos", tracking="CX123")
        if delivered:
            returns.report_return_delivered(PLATFORM, case, delivered_at=clock.now())
    return case


# Silence


def test_silence_is_one_dated_when_the_clock_ran_out(world: World) -> None:
    case = world.file()
    ran_out = run_out(world, case)
    assert breaches(case) == [(Trigger.NO_RESPONSE, ran_out)]
    breach = Breach.objects.get()
    assert (breach.store, breach.state, breach.found_by) == (world.store, BreachState.NOTED, None)


def test_every_answer_keeps_it_away(world: World) -> None:
    accepted, rejected, countered = (world.file() for _ in range(3))
    negotiation.accept(world.as_seller, accepted, accepted.proposals.get())
    negotiation.reject(world.as_seller, rejected, text="The mug is blue.")
    negotiation.propose(world.as_seller, countered, offer=HALF)
    opening.withdraw(world.as_buyer, world.file())
    enforce_at(due(world, countered))
    assert not Breach.objects.exists()


def test_points_follow_with_the_sweep_of_the_ledgers(world: World) -> None:
    case = world.file()
    ran_out = run_out(world, case)
    assert not Penalty.objects.exists()
    assert settle_at(ran_out + 2 * LATE) == 1
    assert Penalty.objects.get().given_at == Entry.objects.get().at == ran_out


# A ruling


def test_a_lost_ruling_is_one_when_nobody_can_appeal_it_any_more(world: World) -> None:
    case = ruled(world, HALF)
    assert breaches(case) == []
    ran_out = run_out(world, case)
    assert breaches(case) == [(Trigger.RULING_LOST, ran_out)]
    assert Breach.objects.get().ground == "differs_from_listing"


def test_so_is_one_that_is_final_at_once(world: World) -> None:
    """Both have appealed before: it is dated when it was made, by a person."""
    case = ruled(world, HALF)
    appeals.appeal(world.as_buyer, case, text="Half is not enough.")
    world.rule(case, Offer(Solution.REFUND, PAID // 2 + 1), by=world.arbitrator2)
    appeals.appeal(world.as_seller, case, text="The mug is blue.")
    assert breaches(case) == []
    ruling_due_at = due(world, case)
    world.rule(case, HALF, by=world.supervisor)
    assert world.again(case).settled_by == SettledBy.APPEAL
    [(trigger, at)] = breaches(case)
    assert trigger == Trigger.RULING_LOST
    assert at == case.rulings.latest("ruled_at").ruled_at < ruling_due_at


@pytest.mark.parametrize(
    ("offered", "given"),
    [(None, NOTHING), (HALF, HALF), (Offer(Solution.REFUND, PAID - 1), HALF)],
)
def test_a_ruling_that_gives_no_more_than_the_store_offered_is_none(
    offered: Offer | None, given: Offer, world: World
) -> None:
    case = ruled(world, given, offered=offered)
    run_out(world, case)
    assert world.again(case).settled_by == SettledBy.RULING
    assert breaches(case) == []


@pytest.mark.parametrize(
    ("offered", "given"),
    [
        (HALF, Offer(Solution.REFUND, PAID // 2 + 1)),
        (RETURN_AND_REFUND, FULL_REFUND),  # the store does not get the goods back
    ],
)
def test_a_ruling_that_gives_more_is_one(offered: Offer, given: Offer, world: World) -> None:
    case = ruled(world, given, offered=offered)
    ran_out = run_out(world, case)
    assert breaches(case) == [(Trigger.RULING_LOST, ran_out)]


@pytest.mark.parametrize("stands", [True, False])
def test_a_ruling_under_appeal_is_none_until_the_appeal_is_decided(
    stands: bool, world: World
) -> None:
    case = ruled(world, HALF)
    appeals.appeal(world.as_seller, case, text="The mug is blue.")
    run_out(world, case)  # the arbitrator's time: others get the case
    assert breaches(case) == []
    world.rule(case, HALF if stands else NOTHING, by=world.supervisor)
    ran_out = run_out(world, case)  # the buyer's time to appeal
    assert breaches(case) == ([(Trigger.RULING_LOST, ran_out)] if stands else [])


@pytest.mark.parametrize("second", [FULL_REFUND, NOTHING])
def test_losing_counts_once_in_a_case_also_when_a_contested_return_is_ruled_on(
    second: Offer, world: World
) -> None:
    case = ruled(world, RETURN_AND_REFUND)
    first = run_out(world, case, late=timedelta())
    with moment(first):
        returns.ship_return(world.as_buyer, case, carrier="Correos", tracking="CX123")
        photo = world.photo(world.seller)
        returns.contest_return(world.as_seller, case, text="It is broken.", files=[photo])
        finish(world, case)
        world.rule(case, second, by=world.arbitrator2)
    run_out(world, case)
    assert world.again(case).state == State.RESOLVED
    assert breaches(case) == [(Trigger.RULING_LOST, first)]


def test_a_return_that_was_contested_can_be_lost_for_the_first_time(world: World) -> None:
    case = sent_back(world)
    with moment(case.opened_at + 7 * DAY):
        photo = world.photo(world.seller)
        returns.contest_return(world.as_seller, case, text="It is broken.", files=[photo])
        finish(world, case)
        world.rule(case, FULL_REFUND)
    ran_out = run_out(world, case)
    assert breaches(case) == [(Trigger.RULING_LOST, ran_out)]


def test_silence_and_a_lost_ruling_of_one_case_are_two(world: World) -> None:
    """Forced to take the goods back, the store contests what came, and loses."""
    case = sent_back(world, agreed=False)
    with moment(case.opened_at + 7 * DAY):
        photo = world.photo(world.seller)
        returns.contest_return(world.as_seller, case, text="It is broken.", files=[photo])
        finish(world, case)
        world.rule(case, FULL_REFUND)
    ran_out = run_out(world, case)
    assert breaches(case) == [
        (Trigger.NO_RESPONSE, case.due_at),
        (Trigger.RULING_LOST, ran_out),
    ]


# An agreement


def test_a_delivered_return_that_the_store_agreed_to_and_did_not_answer_is_one(
    world: World,
) -> None:
    case = sent_back(world)
    assert due(world, case) < case.opened_at + 10 * DAY, "the time to look at it runs"
    ran_out = run_out(world, case)
    assert world.again(case).state == State.RESOLVED
    assert breaches(case) == [(Trigger.AGREEMENT_BROKEN, ran_out)]


def test_where_nobody_knows_of_a_delivery_there_is_none(world: World) -> None:
    case = sent_back(world, delivered=False)
    run_out(world, case)
    assert world.again(case).state == State.RESOLVED
    assert breaches(case) == []


def test_nor_where_the_store_has_agreed_to_nothing(world: World) -> None:
    """Its silence is the breach, and the return that was forced breaks no agreement."""
    case = sent_back(world, agreed=False)
    run_out(world, case)
    assert breaches(case) == [(Trigger.NO_RESPONSE, case.due_at)]


def test_nor_where_the_store_confirms_or_the_buyer_never_sends(world: World) -> None:
    confirmed, unsent = sent_back(world), world.case(State.AWAITING_RETURN)
    with moment(confirmed.opened_at + 7 * DAY):
        returns.confirm_return(world.as_seller, confirmed)
    run_out(world, unsent)
    assert not Breach.objects.exists()
