"""What the design says becomes of a case: a plain model, to hold the product against.

Written from section 3 of the design. It shares the product's words (states, verbs, offers), and
none of its rules. Here are the steps that acts and the clock share.
"""

from collections import Counter
from datetime import datetime, timedelta

from disputes.rules.solutions import Offer
from disputes.states import Party, SettledBy, Solution, State
from tests.histories.acts import Act
from tests.histories.case_record import CaseRecord, Proposed, Statement, Written
from tests.histories.offers import BOTH
from tests.histories.rests import when_over

# Of the way of a parcel.
_ENDS = ("delivered", "damaged", "refused", "returned_to_sender", "lost", "canceled")


class Case(CaseRecord):
    """A case that goes on."""

    now: datetime  # of the step that is taken

    def say(self, act: Act, now: datetime) -> None:
        self.leave_time(act.who.party, now)
        self.asked.discard(act.who.party)
        self.statements.append(Statement(act.who.party, act.who.name, act.text, now, now))

    def write(self, act: Act, now: datetime) -> None:
        """A message: no clock, no turn and no evidence changes by it."""
        self.messages.append(Written(act.who.party, act.who.name, act.text, now))

    def leave_time(self, party: Party, now: datetime) -> None:
        """What is new takes back that the other side is done, and leaves it its hours to answer:
        each side so many times, and for each answer to an arbitrator."""
        if self.state not in (State.HEARING, State.APPEALED):
            return
        self.done -= BOTH - {party}
        self.is_unread = self.ruled is not None
        self._move_end(party, now)

    def _move_end(self, party: Party, now: datetime) -> None:
        """So many times for each side, and for what the platform tells of the order."""
        end = self.due if self.state == State.HEARING else self.answers_until
        needed = self.in_time(timedelta(hours=self.numbers["notice_hours"]), now)
        assert end is not None
        if needed <= end:
            return
        if party not in self.asked:
            if self.moves[party] == self.numbers["answer_extensions"]:
                return
            self.moves[party] += 1
        if self.state == State.HEARING:
            self.due = needed
        else:
            self.wait_for_answers(needed)

    def wait_for_answers(self, until: datetime) -> None:
        """On appeal; the sides' time leaves the platform a whole time to rule, and its bound."""
        assert self.due is not None
        self.answers_until = max(until, self.answers_until or until)
        ruling = timedelta(days=self.numbers["ruling_days"])
        # Of the pauses that are not over now, not then.
        whole = when_over(self.answers_until, ruling, self.paused(self.now))
        due = max(self.due, whole)
        if self.decide_by is not None:
            self.decide_by += due - self.due
        self.due = due

    def is_waiting_for_answers(self, now: datetime) -> bool:
        if self.state != State.APPEALED or self.done == BOTH:
            return False
        return self.answers_until is not None and now < self.answers_until

    def start(self, number: str, now: datetime) -> None:
        """The one clock of a state begins."""
        self.due = when_over(now, timedelta(days=self.numbers[number]), self.left_out(now))

    def in_time(self, time: timedelta, now: datetime) -> datetime:
        """After so much time that is not paused."""
        self.now = now
        return when_over(now, time, self.paused(now))

    def put(self, party: Party, offer: Offer) -> None:
        self.versions[party] += 1
        self.table[party] = Proposed(self.versions[party], offer)
        self.stands_for[party] = offer

    def forget(self) -> None:
        """What people wrote is erased."""
        for statement in self.statements:
            statement.text = ""
        self.messages = [each._replace(text="") for each in self.messages]
        self.tracking = self.address = ""

    def negotiate(self, now: datetime) -> None:
        self.state = State.NEGOTIATING
        self.start("negotiation_days", now)
        if self.due and self.blocked_until:
            self.due = max(self.due, self.until_promised(now))

    def until_promised(self, now: datetime) -> datetime:
        """A case that waits for a parcel waits for as long, but for pauses."""
        assert self.blocked_until is not None
        return max(self.blocked_until, self.in_time(self.blocked_until - now, now))

    def hear(self, now: datetime) -> None:
        self.state = State.HEARING
        self.done, self.moves = set(), Counter()
        self.start("hearing_days", now)

    def close_evidence(self, now: datetime) -> None:
        self.state, self.closed_at, self.asked = State.AWAITING_RULING, now, set()
        self.start("ruling_days", now)
        assert self.due is not None
        if self.decide_by is None:
            self.bound(now)
        else:
            self.decide_by = max(self.decide_by, self.due)

    def ask(self, parties: frozenset[Party], now: datetime) -> None:
        """The file opens again, for both; on appeal it is open, and waits for who is asked."""
        self.requests += 1
        self.asked = set(parties)
        if self.state == State.AWAITING_RULING:
            self.state = State.HEARING
        until = self.in_time(timedelta(days=self.numbers["hearing_days"]), now)
        if self.state == State.HEARING:
            self.done, self.due = set(), until
            self.written = False
        else:
            self.done -= parties
            self.wait_for_answers(until)

    def assign(self, name: str | None, now: datetime) -> None:
        """To nobody, it waits for as long as the platform has."""
        self.assignee = name
        if self.ruled and self.ruled.by == name:
            self.ruled = None
        self.start_ruling(now)
        if name is None:
            self.due = self.decide_by

    def start_ruling(self, now: datetime) -> None:
        """Within the platform's own time, or anew where a late sweep finds that over."""
        self.due = self.in_time(self.time_to_rule, now)
        if self.decide_by is None or self.decide_by <= now:
            self.decide_by = self.due
        self.due = min(self.due, self.decide_by)

    @property
    def time_to_rule(self) -> timedelta:
        appealed = self.state == State.APPEALED
        return timedelta(days=self.numbers["appeal_ruling_days" if appealed else "ruling_days"])

    def bound(self, now: datetime) -> None:
        """The platform's own time begins: long enough for a second arbitrator."""
        whole = timedelta(days=self.numbers["platform_days"])
        self.decide_by = self.in_time(max(whole, 2 * self.time_to_rule), now)

    @property
    def is_last_round(self) -> bool:
        return self.decide_by is not None and self.due == self.decide_by

    def leave_platform(self) -> None:
        self.assignee, self.ruled, self.asked, self.written = None, None, set(), False
        self.answers_until = None
        self.decide_by = None

    def carry_out_ruling(self, now: datetime) -> None:
        self.settle(Party.PLATFORM, SettledBy.APPEAL if self.on_appeal else SettledBy.RULING, now)

    def settle(self, whose: Party, by: SettledBy, now: datetime) -> None:
        """This proposal is carried out; a refund without a return is owed at once."""
        self.settled, self.settled_by = (whose, self.table[whose].offer), by
        self.closed_at = now
        self.table, self.may_appeal = {}, set()
        self.leave_platform()
        if self.settled[1].solution == Solution.RETURN_AND_REFUND:
            known = self.order.address or self.address
            self.state = State.AWAITING_RETURN if known else State.AWAITING_ADDRESS
            self.start("return_days" if known else "address_days", now)
        else:
            self.close(pay=True)

    def close(self, *, pay: bool, state: State = State.RESOLVED) -> None:
        self.state, self.due, self.table = state, None, {}
        self.leave_platform()
        if pay and self.settled and self.settled[1].solution != Solution.NO_REFUND:
            self.pay(self.settled[1].amount_minor)

    def pay(self, amount: int) -> None:
        """As much as is left by now, and the way back; nothing where both are nothing."""
        refund = min(amount, self.line.left), self.freight_owed
        if any(refund):
            self.refund = refund
            self.line.refunded += refund[0]

    def hear_of_order(self, now: datetime) -> None:
        """What became known of its order is told to an open case; talks that may not go to the
        platform yet then last as long, and a clock that has run out stays so."""
        said = self.item.said(self.pieces)
        if said == self.seen:
            return
        news = {name for name, value in said.items() if value != self.seen[name]}
        self.seen = said
        self.corrections += 1
        self.is_unread = self.ruled is not None
        assert self.due is not None, "an open case has a clock"
        before, self.now = self.due, now
        if self.state == State.NEGOTIATING and self.blocked_until and now < self.due:
            self.due = max(self.due, self.until_promised(now))
        if self.state in (State.HEARING, State.APPEALED) and now < self.due and self._weighs(news):
            self.done = set()
            self._move_end(Party.PLATFORM, now)
        self.count(now, before)
        self.log.append((now, self.state, self.due))

    def _weighs(self, news: set[str]) -> bool:
        """Can a ruling rest on it? On how a way has ended, and on more than what was promised."""
        ends = "status" in news and self.seen["status"] in _ENDS
        return ends or bool(news - {"status", "promised_days", "promised_on"})

    def hear_of_late_goods(self) -> None:
        """What was paid for since it had not come, and comes after the end: noted once."""
        at = self.item.parcel.delivered_at
        is_paid = self.state == State.RESOLVED and self.refund is not None
        if is_paid and not self.received and self.came_after is None and at is not None:
            ended_at = self.log[-1][0]
            self.came_after = at if at >= ended_at else None
