"""Time that does not count: stores announce closed days, the platform pauses clocks; drawn, told to
the product and to the model, compared."""

from datetime import UTC, date, datetime, timedelta

from arbitration.background.pauses import spread_pauses
from arbitration.verbs.pauses import PausedCases, end_pause, pause_clocks
from disputes.errors import Code
from disputes.models import ClockPause, ClosedDays
from disputes.states import EventKind
from sellers.verbs.closed_days import announce_closed_days, take_back_closed_days
from tests.histories.cast import SUPERVISOR
from tests.histories.goods import Order
from tests.histories.news import Data, News
from tests.histories.rests import ClosedSaid, PauseSaid, Span
from tests.histories.tally import BROKEN, DONE
from tests.histories.terms import USERS, pick

DAY = timedelta(days=1)
AHEAD = [8, 8, 9, 12, 7, 3]  # days from today
LENGTHS = [1, 2, 4, 9, 20]
# From now on, or later; and for how long.
BEGINS = [timedelta(), timedelta(), timedelta(hours=5), 3 * DAY, timedelta(hours=-1)]
STANDS = [timedelta(hours=1), 2 * DAY, 9 * DAY, 9 * DAY, 40 * DAY]


class Stillness(News):
    """What the machine chooses from, when clocks are to stand still."""

    def store_announces_closed_days(self, data: Data) -> None:
        """Mostly by a member, mostly early enough, now and then too many."""
        order = pick(data, self.orders)
        members = [who for who in USERS if who.name in order.store]
        who = pick(data, pick(data, [members, members, members, USERS]))
        first = self.now.date() + pick(data, AHEAD) * DAY
        last, now = first + (pick(data, LENGTHS) - 1) * DAY, self.now
        made: list[ClosedDays] = []
        answer = self.attempt(
            lambda: made.append(
                announce_closed_days(
                    self.cast.users[who.name],
                    self.cast.rows[order.name].store,
                    first_on=first,
                    last_on=last,
                )
            )
        )
        if who not in members:
            expected: Code | None = Code.NOT_FOUND
        else:
            expected = self._refused_days(order.store, first, last, now)
        story = f"{who.name} closes from {first} to {last}"
        self.look_again("closed days", answer, expected, story=story)
        if answer == DONE:
            span = Span(_midnight(first), _midnight(last + DAY), closed=made[0].pk)
            self.times.closed.append(ClosedSaid(order.store, span))

    def closed_days_are_taken_back(self, data: Data) -> None:
        said, now = pick(data, self.times.closed), self.now
        assert said.span.closed is not None
        row = ClosedDays.objects.select_related("store").get(pk=said.span.closed)
        member = self.cast.users[pick(data, sorted(said.store))]
        answer = self.attempt(lambda: take_back_closed_days(member, row))
        expected = Code.TOO_LATE if said.span.end <= now else None
        if said.taken_back_at is not None:
            expected = Code.STALE
        self.look_again("closed days taken back", answer, expected)
        if answer == DONE:
            said.taken_back_at = now

    def clocks_are_paused(self, data: Data) -> None:
        """All of them, or those of a store, or in a state; then the sweep goes round, and may break
        off on its way."""
        who, now = pick(data, [*[SUPERVISOR] * 9, *USERS]), self.now
        known = pick(data, self.open)
        order, state = known.model.order, known.model.state
        store: Order | None
        states: tuple[str, ...]
        store, states = pick(data, [(None, ()), (None, ()), (order, ()), (None, (state,))])
        wait = pick(data, BEGINS)
        begin = now + wait
        until = begin + pick(data, STANDS)
        cases = PausedCases(
            all_cases=store is None and not states,
            store=None if store is None else self.cast.rows[store.name].store,
            states=states,
        )
        made: list[ClockPause] = []
        answer = self.attempt(
            lambda: made.append(
                pause_clocks(
                    self.cast.users[who.name],
                    cases,
                    begins_at=begin if wait else None,
                    until=until,
                    why="A strike.",
                )
            )
        )
        is_wrong = begin < now or until - begin > self.numbers["clock_pause_days"] * DAY
        expected = Code.DAYS_INVALID if is_wrong else None
        if not who.supervisor:
            expected = Code.NOT_ALLOWED
        story = f"{who.name} pauses {store.name if store else 'all'} {states} {begin} to {until}"
        self.look_again("pause", answer, expected, story=story)
        if answer == DONE:
            members = None if store is None else store.store
            said = PauseSaid(made[0].number, begin, until, frozenset(states), members)
            self.times.pauses.append(said)
            self._spread(said)

    def pause_is_ended(self, data: Data) -> None:
        said, now = pick(data, self.times.pauses), self.now
        row = ClockPause.objects.get(number=said.number)
        answer = self.attempt(lambda: end_pause(self.cast.users[SUPERVISOR.name], row))
        expected = Code.TOO_LATE if said.until <= now else None
        if said.ended_at is not None:
            expected = Code.STALE
        self.look_again("end of a pause", answer, expected)
        if answer == DONE:
            said.ended_at = now

    def _spread(self, said: PauseSaid) -> None:
        before = {known: known.model.due for known in self.open}
        for known in self.open:
            known.model.pause(said)
        answer = BROKEN
        while answer == BROKEN:
            answer = self.attempt(lambda: spread_pauses(limit=2))
            self.look_again("spread of a pause", answer, all_or_nothing=False)
        assert spread_pauses() == 0, "each once"
        for known, was in before.items():
            due, events = known.model.due, self.books.of_case("disputes_event", known.dispute.pk)
            assert was is not None
            assert due is not None
            assert due >= was
            assert due == was or was > said.begin, "what is over stays over"
            lines = [
                event
                for event in events
                if event["kind"] == EventKind.CLOCK_PAUSED
                and event["from_state"] == event["to_state"]
                and [rest["pause"] for rest in event["data"]["rested"]] == [said.number]
            ]
            assert due == was or len(lines) == 1

    def _refused_days(
        self, store: frozenset[str], first: date, last: date, now: datetime
    ) -> Code | None:
        if _midnight(first) < now + self.numbers["holiday_notice_days"] * DAY:
            return Code.DAYS_INVALID
        mine = [each for each in self.times.closed if each.store == store]
        new = _days(Span(_midnight(first), _midnight(last + DAY)))
        if any(new & _days(each.span) for each in mine if each.taken_back_at is None):
            return Code.DAYS_INVALID
        counts = [each for each in mine if each.counts(self.times.used)]
        all_days = new.union(*(_days(each.span) for each in counts))
        for year in {day.year for day in new}:
            if sum(day.year == year for day in all_days) > self.numbers["holiday_days"]:
                return Code.LIMIT_REACHED
        return None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _days(span: Span) -> set[date]:
    number = (span.end - span.begin) // DAY
    return {span.begin.date() + each * DAY for each in range(number)}
