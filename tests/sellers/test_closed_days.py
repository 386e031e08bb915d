"""A store says ahead when it is closed: requests that come then leave it the time to answer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from disputes import clock
from disputes.errors import Code
from disputes.kernel.row_audit import row_flaws
from disputes.models import ClosedDays, Dispute, Policy
from disputes.states import EventKind, State
from disputes.verbs import negotiation, refund_requests, return_addresses, returns
from disputes.wording.history import sentence
from sellers.verbs.closed_days import announce_closed_days, take_back_closed_days, whole_days
from tests.support.moments import enforce_at, moment
from tests.support.policies import publish
from tests.support.rests import DAY, answer_time, close_for_days, due
from tests.support.rows import refused
from tests.support.terms import HALF, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db


def instant(at: datetime) -> str:
    return f"{at:%-d %b %Y, %H:%M} (UTC+00:00)"


def test_a_request_whose_answer_time_reaches_them_leaves_them_out(world: World) -> None:
    closed = close_for_days(world, days=3)
    with moment(closed.begins_at - 2 * DAY):
        dispute = world.open_dispute()
        usual = dispute.opened_at + answer_time()
        assert due(dispute) == usual + 3 * DAY
        event = dispute.events.get(kind=EventKind.STORE_CLOSED)
        assert sentence(event) == (
            f"The store is closed from {instant(closed.begins_at)} to {instant(closed.ends_at)}: "
            f"that time is added. The time to answer ends on {instant(due(dispute))} instead of "
            f"{instant(usual)}."
        )
        assert (event.party, event.actor, event.to_state) == ("platform", None, dispute.state)


def test_one_that_comes_while_it_is_closed_begins_with_its_end(world: World) -> None:
    closed = close_for_days(world, days=3)
    with moment(closed.begins_at + DAY):
        assert due(world.open_dispute()) == closed.ends_at + answer_time()


def test_one_that_is_answered_before_is_not_touched(world: World) -> None:
    close_for_days(world, ahead=8)
    dispute = world.open_dispute()
    assert due(dispute) == dispute.opened_at + answer_time()
    assert not dispute.events.filter(kind=EventKind.STORE_CLOSED)
    assert not ClosedDays.objects.get().is_used


def test_a_clock_that_runs_does_not_move(world: World) -> None:
    """Else whoever is late could close."""
    publish(world, holiday_notice_days=1)
    dispute = world.open_dispute()
    before = world.again(dispute).due_at
    close_for_days(world, ahead=2)
    assert world.again(dispute).due_at == before
    assert before is not None
    assert enforce_at(before) == 1
    assert world.again(dispute).state == State.RESOLVED


def test_a_changed_request_is_a_clock_that_begins(world: World) -> None:
    closed = close_for_days(world, days=3)
    dispute = world.open_dispute()
    with moment(dispute.opened_at + 4 * DAY):
        refund_requests.change_request(world.as_buyer, dispute, offer=HALF, text="Half will do.")
        changed = dispute.events.get(kind=EventKind.CHANGED)
        assert due(dispute) == changed.at + answer_time() + (closed.ends_at - closed.begins_at)


def test_the_return_address_and_the_inspection_wait_for_the_store_too(world: World) -> None:
    closed = close_for_days(world, days=3)
    with world.without_address():
        dispute = world.open_dispute(offer=RETURN_AND_REFUND)
        with moment(dispute.opened_at + 2 * DAY):
            negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    policy = Policy.objects.latest()
    agreed_at = dispute.events.get(kind=EventKind.ACCEPTED).at
    assert due(dispute) == agreed_at + policy.address_days * DAY  # over before
    other = world.dispute_in(State.RETURN_IN_TRANSIT)
    with moment(closed.begins_at - DAY):
        returns.report_return_delivered(
            world.as_buyer, other, delivered_at=clock.now(), files=[world.photo(world.buyer)]
        )
        told = other.events.get(kind=EventKind.RETURN_DELIVERED)
        assert due(other) == told.at + (policy.inspection_days + 3) * DAY
    with moment(closed.begins_at + DAY), world.without_address():
        late = world.open_dispute(offer=RETURN_AND_REFUND)
        negotiation.accept(world.as_seller, late, late.proposals.get())
        assert due(late) == closed.ends_at + policy.address_days * DAY
        return_addresses.give_address(world.as_seller, late, address="Calle 1", country="ES")
        given = late.events.filter(kind=EventKind.ADDRESS_GIVEN).get()
        assert due(late) == given.at + policy.return_days * DAY  # waits for the buyer
        assert world.again(late).rests == []


def test_what_both_sides_do_goes_on(world: World) -> None:
    closed = close_for_days(world)
    with moment(closed.begins_at - DAY):
        dispute = world.dispute_in(State.NEGOTIATING)
        rejected = dispute.events.get(kind=EventKind.REJECTED)
        assert due(dispute) == rejected.at + Policy.objects.latest().negotiation_days * DAY
        assert world.again(dispute).rests == []


def test_taken_back_it_shortens_no_clock_and_counts_for_no_other(world: World) -> None:
    closed = close_for_days(world, days=3)
    with moment(closed.begins_at - 2 * DAY):
        dispute = world.open_dispute()
        promised = due(dispute)
        take_back_closed_days(world.seller, closed)
        assert due(dispute) == promised
        later = world.open_dispute()
        assert due(later) == later.opened_at + answer_time()


def test_only_so_many_days_of_a_year(world: World) -> None:
    publish(world, holiday_days=5)
    with moment(datetime(clock.now().year + 1, 3, 1, tzinfo=UTC)):
        first = close_for_days(world, ahead=10, days=3)
        says = (
            f"A store can be closed on 5 days in a year. 2 days of {first.first_on.year} are left."
        )
        with refused(Code.LIMIT_REACHED, field="last_on", says=says):
            close_for_days(world, ahead=20, days=3)
        close_for_days(world, ahead=20, days=2)


def test_a_year_ends_with_the_calendars(world: World) -> None:
    publish(world, holiday_days=2, holiday_notice_days=1)
    year = clock.now().year + 1
    with moment(datetime(year, 12, 1, tzinfo=UTC)):
        last, first = date(year, 12, 30), date(year + 1, 1, 2)
        announce_closed_days(world.seller, world.store, first_on=last, last_on=first)
        with refused(Code.LIMIT_REACHED, field="last_on"):
            close_for_days(world, ahead=3, days=1)


def test_what_is_taken_back_in_time_can_be_announced_again(world: World) -> None:
    publish(world, holiday_days=3)
    with moment(datetime(clock.now().year + 1, 3, 1, tzinfo=UTC)):
        closed = close_for_days(world, days=3)
        take_back_closed_days(world.seller, closed)
        again = close_for_days(world, days=3)
    with moment(again.begins_at - DAY):
        world.open_dispute()  # some clock leaves them out, so they are used up
        take_back_closed_days(world.seller, again)
        with refused(Code.LIMIT_REACHED, field="last_on"):
            close_for_days(world, ahead=30, days=1)


def test_refused_as_a_whole(world: World) -> None:
    ahead = Policy.objects.latest().holiday_notice_days
    first = clock.now().date() + (ahead + 1) * DAY
    says = (
        f"Announce it {ahead} days ahead at least. The first day can be {first:%-d %b %Y} or later."
    )
    with refused(Code.DAYS_INVALID, field="first_on", says=says):
        close_for_days(world, ahead=ahead)
    close_for_days(world, ahead=ahead + 1, days=2)
    with refused(Code.DAYS_INVALID, field="first_on"):
        close_for_days(world, ahead=ahead + 2)
    with refused(Code.DAYS_INVALID, field="last_on"):
        close_for_days(world, ahead=20, days=0)
    with refused(Code.DAYS_INVALID, field="last_on"):
        close_for_days(world, ahead=380)
    with refused(Code.DAYS_INVALID, field="zone"):
        close_for_days(world, ahead=20, zone="Mars/Olympus")
    with refused(Code.NOT_FOUND):
        announce_closed_days(
            world.buyer, world.store, first_on=first + 20 * DAY, last_on=first + 20 * DAY
        )


def test_days_are_those_of_the_zone_that_the_store_says(world: World) -> None:
    closed = close_for_days(world, ahead=10, days=2, zone="Asia/Tokyo")
    first = datetime(closed.first_on.year, closed.first_on.month, closed.first_on.day, tzinfo=UTC)
    assert closed.begins_at == first - timedelta(hours=9)
    assert closed.ends_at == first + 2 * DAY - timedelta(hours=9)


def test_a_day_on_which_clocks_change_is_as_long_as_it_is() -> None:
    """Midnights are those of the store's zone; what is added is the time between them."""
    spring = whole_days(date(2027, 3, 28), date(2027, 3, 28), "Europe/Madrid")
    autumn = whole_days(date(2027, 10, 31), date(2027, 10, 31), "Europe/Madrid")
    lengths = [end - begin for begin, end in (spring, autumn)]
    assert lengths == [timedelta(hours=23), timedelta(hours=25)]


def test_the_audit_knows_what_a_clock_leaves_out(world: World) -> None:
    closed = close_for_days(world)
    with moment(closed.begins_at - DAY):
        dispute = world.open_dispute()
    current = world.again(dispute)
    events = list(current.events.order_by("number"))
    assert list(row_flaws(current, events)) == []
    Dispute.objects.filter(pk=dispute.pk).update(rests=[])
    assert list(row_flaws(world.again(dispute), events)) == [
        "its row is not as the history says: rests."
    ]
