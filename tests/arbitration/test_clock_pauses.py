"""The platform stops clocks for a while: what runs ends so much later, once, and says why."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from arbitration.background.pauses import spread_pauses, waiting_for
from arbitration.verbs.pauses import PausedCases, end_pause, pause_clocks
from disputes import clock
from disputes.errors import Code
from disputes.kernel.rests import find_rests
from disputes.kernel.row_audit import row_flaws
from disputes.models import Client, ClockPause, Dispute, Policy, Store
from disputes.states import EventKind, State
from disputes.verbs import evidence, late_goods, negotiation
from disputes.verbs.parcels import correct_parcel
from disputes.wording.history import sentence
from tests.support.moments import enforce_at, moment
from tests.support.rests import DAY, WHY, answer_time, close_for_days, due, pause_all, spread_at
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db
TEN = 10 * DAY


def instant(at: datetime) -> str:
    return f"{at:%-d %b %Y, %H:%M} (UTC+00:00)"


@pytest.mark.parametrize("state", sorted(set(State) - {State.RESOLVED, State.WITHDRAWN}))
def test_what_runs_ends_so_much_later(world: World, state: State) -> None:
    dispute = world.dispute_in(state)
    before = world.again(dispute)
    pause_all(world)
    assert spread_pauses() == 1
    now = world.again(dispute)
    for name in ("due_at", "decide_by", "answers_until"):
        was = getattr(before, name)
        assert getattr(now, name) == (was and was + TEN)
    assert now.state == before.state
    assert list(row_flaws(now, list(now.events.order_by("number")))) == []
    assert spread_pauses() == 0
    assert world.again(dispute).due_at == now.due_at


def test_the_history_says_why(world: World) -> None:
    dispute = world.open_dispute()
    pause = pause_all(world)
    spread_pauses()
    assert dispute.due_at is not None
    event = dispute.events.get(kind=EventKind.CLOCK_PAUSED)
    assert sentence(event) == (
        f"The platform pauses the clock from {instant(pause.begins_at)} to {instant(pause.until)}: "
        f"{WHY} The time to answer ends on {instant(due(dispute))} instead of "
        f"{instant(dispute.due_at)}."
    )
    assert (event.party, event.actor) == ("platform", None)


def test_a_deadline_that_is_over_stays_over_though_nobody_has_enforced_it(world: World) -> None:
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    with moment(dispute.due_at):
        pause_all(world)
        assert spread_pauses() == 0
        assert due(dispute) == dispute.due_at
        with refused(Code.TOO_LATE):
            negotiation.reject(world.as_seller, dispute, text="Late.")
        assert enforce_at(clock.now()) == 1
    assert world.again(dispute).state == State.RESOLVED


def test_what_ends_before_it_begins_is_not_moved(world: World) -> None:
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    pause_all(world, begins_at=dispute.due_at)
    assert spread_pauses() == 0
    assert enforce_at(dispute.due_at) == 1


def test_whoever_acts_before_the_sweep_has_the_time_all_the_same(world: World) -> None:
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    pause_all(world)
    with moment(dispute.due_at + DAY):
        negotiation.reject(world.as_seller, dispute, text="It is blue.")
        kinds = list(dispute.events.order_by("number").values_list("kind", flat=True))
    assert kinds == ["opened", "clock_paused", "rejected", "evidence_added", "clock_paused"]
    assert spread_pauses() == 0


def test_nor_is_it_enforced_before_the_sweep(world: World) -> None:
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    pause_all(world)
    assert enforce_at(dispute.due_at) == 0
    assert world.again(dispute).state == State.AWAITING_SELLER
    assert due(dispute) == dispute.due_at + TEN
    assert enforce_at(due(dispute)) == 1


def test_a_case_that_opens_meanwhile_leaves_it_out(world: World) -> None:
    pause = pause_all(world)
    with moment(pause.begins_at + 3 * DAY):
        dispute = world.open_dispute()
        assert due(dispute) == pause.until + answer_time()
        event = dispute.events.get(kind=EventKind.CLOCK_PAUSED)
        assert event.data["instead_of"] == {
            "due_at": (dispute.opened_at + answer_time()).isoformat()
        }
    assert spread_pauses() == 0


def test_a_clock_that_is_set_meanwhile_leaves_it_out(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    pause = pause_all(world)
    spread_pauses()
    with moment(pause.begins_at + 3 * DAY):
        negotiation.escalate(world.as_buyer, dispute)
    assert due(dispute) == pause.until + Policy.objects.latest().hearing_days * DAY


def test_two_that_overlap_count_once(world: World) -> None:
    dispute = world.open_dispute()
    first = pause_all(world)
    second = pause_all(world, begins_at=first.begins_at + 4 * DAY)
    spread_pauses()
    assert dispute.due_at is not None
    assert due(dispute) == dispute.due_at + (second.until - first.begins_at)


def test_closed_days_within_it_count_once(world: World) -> None:
    closed = close_for_days(world, ahead=8, days=3)
    with moment(closed.begins_at - DAY):
        dispute = world.open_dispute()
        usual = dispute.opened_at + answer_time()
        assert due(dispute) == usual + 3 * DAY
        pause_all(world, begins_at=closed.begins_at, until=closed.ends_at + DAY)
        spread_pauses()
    assert due(dispute) == usual + 4 * DAY


def test_ended_early_what_ran_keeps_what_was_promised(world: World) -> None:
    dispute, other = world.open_dispute(), world.open_dispute()
    pause = pause_all(world)
    spread_at(clock.now())
    later = world.open_dispute()
    with moment(pause.begins_at + DAY):
        end_pause(world.supervisor, pause)
        for known in (dispute, other, later):
            assert due(known) == known.opened_at + answer_time() + (
                pause.until - pause.begins_at
            ) - (max(known.opened_at - pause.begins_at, timedelta()))
        fresh = world.open_dispute()
        assert due(fresh) == fresh.opened_at + answer_time()


def test_called_off_before_it_begins_it_is_told_in_no_new_case(world: World) -> None:
    dispute = world.open_dispute()
    pause = pause_all(world, begins_at=clock.now() + 2 * DAY)
    spread_pauses()
    end_pause(world.supervisor, pause)
    fresh = world.open_dispute()
    assert due(fresh) == fresh.opened_at + answer_time()
    assert not fresh.events.filter(kind=EventKind.CLOCK_PAUSED)
    assert world.again(fresh).rests == []
    assert due(dispute) == dispute.opened_at + answer_time() + TEN  # as it was promised


def test_also_where_the_sweep_had_not_come_yet(world: World) -> None:
    dispute = world.open_dispute()
    pause = pause_all(world)
    with moment(pause.begins_at + DAY):
        end_pause(world.supervisor, pause)
        assert spread_pauses() == 1
    assert dispute.due_at is not None
    assert due(dispute) == dispute.due_at + TEN


def test_only_the_cases_that_are_meant(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    before = due(dispute)
    other = Store.objects.create(name="Another")
    client = Client.objects.create(name="another")
    for number, cases in enumerate(
        [
            PausedCases(store=other),
            PausedCases(client=client),
            PausedCases(carrier="DHL"),
            PausedCases(return_country="PT"),
            PausedCases(states=[State.HEARING]),
            PausedCases(store=world.store, states=[State.HEARING]),
        ]
    ):
        pause = pause_all(world, cases=cases)
        assert not waiting_for(pause).exists()
        assert spread_pauses() == 0
        evidence.add_evidence(world.as_buyer, dispute, text=f"See {number}.")
        assert due(dispute) == before
    pause = pause_all(world, cases=PausedCases(store=world.store, states=[State.NEGOTIATING]))
    assert list(waiting_for(pause)) == [dispute]
    assert spread_pauses() == 1
    assert due(dispute) == before + TEN


def test_by_the_carrier_of_the_parcel_or_of_the_return(world: World) -> None:
    sent = world.open_dispute()
    correct_parcel(sent.item.parcel, source="the shop", carrier="DHL")
    returned = world.dispute_in(State.RETURN_IN_TRANSIT)  # with Correos
    before = due(sent), due(returned)
    pause_all(world, cases=PausedCases(carrier=" dhl "))
    assert spread_pauses() == 1
    assert (due(sent), due(returned)) == (before[0] + TEN, before[1])
    pause_all(world, cases=PausedCases(carrier="correos"))
    assert spread_pauses() == 1
    assert (due(sent), due(returned)) == (before[0] + TEN, before[1] + TEN)


def test_waiting_for_what_is_on_its_way_goes_on_as_long(world: World) -> None:
    line = world.line(dispatched=timedelta(days=6), delivered=None, promised_days=30)
    dispute = world.file_not_received(line)
    late_goods.hold(world.as_seller, dispute)
    held = world.again(dispute)
    pause_all(world)
    spread_pauses()
    now = world.again(dispute)
    assert held.held_until is not None
    assert (now.held_until, now.due_at) == (held.held_until + TEN, held.held_until + TEN)


WRONG: list[tuple[dict[str, timedelta], str]] = [
    ({"begins_in": -DAY}, "begins_at"),
    ({"begins_in": 400 * DAY, "ends_in": 401 * DAY}, "begins_at"),
    ({"ends_in": -DAY}, "until"),
    ({"ends_in": 31 * DAY}, "until"),
]


@pytest.mark.parametrize(("times", "field"), WRONG)
def test_never_in_the_past_and_not_without_end(
    world: World, times: dict[str, timedelta], field: str
) -> None:
    now = clock.now()
    begins_at = now + times["begins_in"] if "begins_in" in times else None
    with refused(Code.DAYS_INVALID, field=field):
        until = now + times.get("ends_in", DAY)
        pause_clocks(
            world.supervisor,
            PausedCases(all_cases=True),
            begins_at=begins_at,
            until=until,
            why=WHY,
        )


@pytest.mark.parametrize(
    ("cases", "field"),
    [
        (PausedCases(), "all_cases"),
        (PausedCases(all_cases=True, carrier="DHL"), "all_cases"),
        (PausedCases(return_country="Spain"), "return_country"),
        (PausedCases(states=[State.RESOLVED]), "states"),
        (PausedCases(carrier=81 * "D"), "carrier"),
    ],
)
def test_it_says_which_cases(world: World, cases: PausedCases, field: str) -> None:
    with refused(Code.DAYS_INVALID, field=field):
        pause_all(world, cases=cases)


def test_a_supervisor_without_a_part_in_the_store_says_why(world: World) -> None:
    everything, until = PausedCases(all_cases=True), clock.now() + DAY
    for nobody in (world.arbitrator, world.seller, world.buyer):
        with refused(Code.NOT_ALLOWED):
            pause_clocks(nobody, everything, until=until, why=WHY)
    with refused(Code.TEXT_MISSING, field="why"):
        pause_clocks(world.supervisor, everything, until=until, why=" ")
    world.store.memberships.create(user=world.supervisor)
    with refused(Code.NOT_ALLOWED, field="store"):
        pause_all(world, cases=PausedCases(store=world.store))


def test_ended_once_and_by_a_supervisor(world: World) -> None:
    pause = pause_all(world)
    with refused(Code.NOT_ALLOWED):
        end_pause(world.seller, pause)
    end_pause(world.supervisor, pause)
    with refused(Code.STALE):
        end_pause(world.supervisor, pause)
    over = pause_all(world)
    with moment(over.until), refused(Code.TOO_LATE):
        end_pause(world.supervisor, over)


def test_the_database_keeps_what_was_published(world: World) -> None:
    pause = pause_all(world)
    rows = ClockPause.objects.filter(pk=pause.pk)
    for change in ({"until": pause.until + DAY}, {"why": "Other."}, {"carrier": "DHL"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_a_batch_at_a_time_and_taken_up_again(world: World) -> None:
    cases = [world.open_dispute() for _number in range(5)]
    pause = pause_all(world)
    assert spread_pauses(limit=2, going_on=lambda: False) == 2  # told to end after a batch
    assert spread_pauses(limit=2) == 3
    assert spread_pauses(limit=2) == 0
    assert [due(one) - (one.due_at or clock.now()) for one in cases] == 5 * [TEN]
    lines = Dispute.objects.filter(events__kind=EventKind.CLOCK_PAUSED)
    assert sorted(lines.values_list("pk", flat=True)) == [one.pk for one in cases]
    assert spread_at(pause.published_at + DAY) == 0
    assert ClockPause.objects.get().spread_at is not None


def test_a_batch_costs_the_same_however_large_it_is(world: World) -> None:
    numbers = []
    for number in (2, 12):
        for _each in range(number):
            world.open_dispute()
        pause_all(world)
        with CaptureQueriesContext(connection) as queries:
            assert spread_pauses(limit=100) >= number
        numbers.append(len(queries))
        ClockPause.objects.update(spread_at=clock.now())
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("state", [State.NEGOTIATING, State.RETURN_IN_TRANSIT])
def test_the_sweep_looks_for_the_same_cases_as_whoever_has_one_in_hand(
    world: World, state: State
) -> None:
    """Once asked in SQL, once of the row with what was looked up beside it."""
    dispute = world.dispute_in(state)
    correct_parcel(dispute.item.parcel, source="the shop", carrier="DHL")
    client, other = Client.objects.create(name="bazaar"), Store.objects.create(name="Another")
    scopes = [
        PausedCases(all_cases=True),
        PausedCases(store=world.store),
        PausedCases(store=other),
        PausedCases(client=client),
        PausedCases(carrier="dhl"),
        PausedCases(carrier="CORREOS"),
        PausedCases(carrier="UPS"),
        PausedCases(return_country="ES"),
        PausedCases(return_country="PT"),
        PausedCases(states=[state]),
        PausedCases(states=[State.RULED]),
        PausedCases(carrier="dhl", states=[State.NEGOTIATING]),
    ]
    for cases in scopes:
        pause = pause_all(world, cases=cases)
        current = world.again(dispute)
        found = waiting_for(pause).exists()
        find_rests([current], clock.now())
        [unread] = [one for one in current.unread_pauses if one.number == pause.number]
        assert bool(current.pause(unread)) == found, cases
        spread_pauses()
