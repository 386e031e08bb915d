"""What is true of one case at a time, by the design: its record, and what can be read from it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from disputes.rules.solutions import Offer
from disputes.states import Party, SettledBy, State
from sellers.states import Trigger
from tests.histories.goods import Item, Line, Order, is_not_coming, promised_until
from tests.histories.offers import BOTH, NOTHING
from tests.histories.rests import PauseSaid, Span, Times, later


class Proposed(NamedTuple):
    version: int
    offer: Offer


class Ruled(NamedTuple):
    """A ruling that waits for approval."""

    by: str
    offer: Offer
    cited: int


class Written(NamedTuple):
    """A message."""

    party: Party
    author: str
    text: str
    at: datetime


@dataclass
class Statement:
    party: Party
    author: str
    text: str
    added_at: datetime
    told_at: datetime  # in its latest version
    version: int = 1


@dataclass
class CaseRecord:
    """Where one case stands: some pieces of a line in a parcel, with what it was told of them."""

    item: Item
    pieces: int
    received: bool
    numbers: Mapping[str, int]
    opened_at: datetime
    seen: dict[str, Any] = field(default_factory=dict)  # of the order, in the case's own words
    corrections: int = 0  # of that
    due: datetime | None = None
    state: State = State.AWAITING_SELLER
    changes: int = 0
    held: datetime | None = None  # until then, since the seller says that it is on its way
    arrived: bool = False  # goods that had not come when it began
    came_after: datetime | None = None  # the same, of a case that had ended by then
    table: dict[Party, Proposed] = field(default_factory=dict)
    stands_for: dict[Party, Offer] = field(default_factory=dict)
    versions: Counter[Party] = field(default_factory=Counter)
    statements: list[Statement] = field(default_factory=list)
    messages: list[Written] = field(default_factory=list)
    closed_at: datetime | None = None  # the file of the case, last
    done: set[Party] = field(default_factory=set)
    finished_at: dict[Party, datetime] = field(default_factory=dict)  # each side, last
    moves: Counter[Party] = field(default_factory=Counter)  # of the end of the evidence
    answers_until: datetime | None = None  # on appeal: nothing is ruled before
    asked: set[Party] = field(default_factory=set)
    log: list[tuple[datetime, State, datetime | None]] = field(default_factory=list)
    requests: int = 0
    assignee: str | None = None
    ruled: Ruled | None = None
    is_unread: bool = False  # what came after that ruling was written
    cited: list[int] = field(default_factory=list)  # how much each ruling cites
    handed_back: set[str] = field(default_factory=set)
    wrote: set[str] = field(default_factory=set)  # rulings to be approved, or looked over them
    wrote_before_appeal: set[str] = field(default_factory=set)
    judges: set[str] = field(default_factory=set)
    on_appeal: bool = False
    appealed: set[Party] = field(default_factory=set)
    may_appeal: set[Party] = field(default_factory=set)
    accepted: set[Party] = field(default_factory=set)  # the ruling that was issued last
    written: bool = False  # a ruling that nobody has read
    decide_by: datetime | None = None  # the end of the platform's own time
    rulings: int = 0  # that were issued
    application: int = 1  # about the same item
    settled: tuple[Party, Offer] | None = None
    settled_by: SettledBy | None = None
    address: str = ""  # as a seller gave it
    address_changes: int = 0
    shipped_at: datetime | None = None
    tracking: str = ""
    terms: Offer = NOTHING  # under which the goods were sent back
    freight: int | None = None  # what the buyer paid for it, once shown
    delivered: bool = False
    contested: bool = False
    claim: str = ""
    came_back: int | None = None  # so many of the pieces
    refund: tuple[int, int] | None = None  # for the goods, for the way back
    paid: bool = False
    breaches: dict[Trigger, datetime] = field(default_factory=dict)  # and since when
    times: Times = field(default_factory=Times)  # of all cases
    counted: list[Span] = field(default_factory=list)  # what the clocks that run leave out

    @property
    def line(self) -> Line:
        return self.item.line

    @property
    def order(self) -> Order:
        return self.item.order

    @property
    def worth(self) -> int:
        """What was paid for its pieces, as the case has it."""
        return int(self.seen["paid_minor"])

    @property
    def most(self) -> int:
        """What can be asked for: of what was paid, what has not come back by now."""
        return min(self.worth, self.line.left)

    @property
    def blocked_until(self) -> datetime | None:
        """While a parcel on its way is inside its promised time, a not-received case is not
        escalated."""
        seen = self.seen
        if self.received or seen["dispatched_at"] is None or is_not_coming(seen["status"]):
            return None
        return promised_until(seen["dispatched_at"], seen["promised_days"], seen["promised_on"])

    @property
    def came_meanwhile(self) -> bool:
        at = self.seen["delivered_at"]
        return not self.received and at is not None and at >= self.opened_at

    @property
    def may_return(self) -> bool:
        """What has come, and has not gone back."""
        return (self.received or self.came_meanwhile) and self.shipped_at is None

    @property
    def is_open(self) -> bool:
        return self.state not in (State.RESOLVED, State.WITHDRAWN)

    @property
    def freight_owed(self) -> int:
        """What was shown, up to what was promised when the goods were sent."""
        return min(self.freight or 0, self.terms.freight_minor)

    @property
    def awaited(self) -> set[Party]:
        """Who must act, or the case goes on without them."""
        if self.state == State.APPEALED:
            return {Party.PLATFORM} | (BOTH - self.done)
        return {
            State.AWAITING_SELLER: {Party.SELLER},
            State.NEGOTIATING: set(BOTH),
            State.HEARING: set(BOTH) - self.done,
            State.RULED: self.may_appeal,
            State.AWAITING_ADDRESS: {Party.SELLER},
            State.AWAITING_RETURN: {Party.BUYER},
            State.RETURN_IN_TRANSIT: {Party.SELLER},
            State.RESOLVED: set(),
            State.WITHDRAWN: set(),
        }.get(self.state, {Party.PLATFORM})

    def paused(self, now: datetime) -> list[Span]:
        """What a clock leaves out that is set now."""
        return self.times.paused(self.order.store, self.state, now)

    @property
    def waits_for_store(self) -> bool:
        """Alone: not while both talk, and not while the goods are on their way."""
        if self.state == State.RETURN_IN_TRANSIT:
            return self.delivered
        return self.state in (State.AWAITING_SELLER, State.AWAITING_ADDRESS)

    def left_out(self, now: datetime) -> list[Span]:
        """The same, with the days on which the store is closed where the clock waits for it."""
        closed = self.times.closed_days(self.order.store, now) if self.waits_for_store else []
        return self.paused(now) + closed

    def count(self, now: datetime, due_before: datetime | None) -> None:
        """After a step: what the clock that it has set leaves out."""
        if self.due is None:
            self.counted = []
        elif self.due != due_before:
            closed = self.left_out(now)
            if self.state == State.AWAITING_SELLER and self.due == self.held:
                closed = []  # what is promised says when it ends
            closed = [span for span in closed if span.closed and span.begin < self.due]
            self.counted = self._reached([*self.paused(now), *closed], now)
            self.times.used |= {span.closed for span in closed}

    def pause(self, pause: PauseSaid) -> None:
        """What runs beyond its begin ends so much later, and reaches what was published before."""
        if self.due is None or not pause.is_about(self.order.store, self.state):
            return
        ahead = [
            span
            for span in self.paused(pause.begin)
            if (span.pause or 0) < pause.number and span.begin >= self.due
        ]
        ends = self.due, self.decide_by, self.answers_until, self.held

        def moved(end: datetime | None) -> datetime | None:
            if end is None or end <= pause.begin:
                return end
            counted = [span for span in self.counted if span.begin < end]
            return later(end, [pause.promised, *(s for s in ahead if s.begin >= end)], counted)

        self.decide_by, self.answers_until = moved(self.decide_by), moved(self.answers_until)
        if self.state == State.AWAITING_SELLER:
            self.held = moved(self.held)
        self.due = moved(self.due)
        if ends != (self.due, self.decide_by, self.answers_until, self.held):
            self.counted = self._reached([*self.counted, pause.promised, *ahead], pause.begin)
            self.log.append((pause.begin, self.state, self.due))

    def _reached(self, spans: Sequence[Span], now: datetime) -> list[Span]:
        ends = [end for end in (self.due, self.decide_by, self.answers_until) if end is not None]
        return sorted({span for span in spans if now < span.end and span.begin < max(ends)})

    def involves(self, name: str) -> bool:
        return name == self.order.buyer or name in self.order.store

    def wrote_enough(self, party: Party, now: datetime) -> bool:
        """Each side so many messages in 24 hours."""
        since = now - timedelta(hours=24)
        lately = [each for each in self.messages if each.party == party and each.at > since]
        return len(lately) >= self.numbers["messages_a_day"]

    def said_last(self, name: str) -> str | None:
        """What this person has stated last."""
        said = [each.text for each in self.statements if each.author == name]
        return said[-1] if said else None
