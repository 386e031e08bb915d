"""What the design says becomes of a case: a plain model, to hold the product against.

Written from section 3 of the design. It shares the product's words (states, verbs, offers), and
none of its rules.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Party, ReturnClaim, SettledBy, Solution, State, Verb
from sellers.states import Trigger

NOTHING = Offer(Solution.NO_REFUND)
BOTH = frozenset({Party.BUYER, Party.SELLER})

# Policy version 1.
NUMBERS = {
    "seller_response_days": 5,
    "negotiation_days": 7,
    "hearing_days": 3,
    "ruling_days": 2,
    "appeal_days": 7,
    "appeal_ruling_days": 5,
    "address_days": 2,
    "address_changes": 1,
    "freight_percent": 50,
    "return_days": 10,
    "inspection_days": 3,
    "return_transit_days": 30,
    "return_missing_days": 14,
    "request_changes": 3,
    "evidence_requests": 3,
    "notice_hours": 24,
    "answer_extensions": 2,
    "applications_per_line": 2,
    "platform_days": 14,
    "apply_after_receipt_days": 5,
    "apply_after_dispatch_days": 5,
    "apply_after_promise_days": 15,
}


@dataclass(frozen=True)
class Person:
    """Somebody who acts, on the side that they claim to be on."""

    name: str
    party: Party
    staff: bool = False  # of the platform; all of them but the clock may also judge
    supervisor: bool = False


@dataclass(frozen=True)
class Line:
    """What was bought: by whom, from whom, and how its parcel fared."""

    buyer: str
    store: frozenset[str]
    paid: int
    large: int  # from this amount on a second arbitrator must approve
    dispatched_at: datetime
    promised_days: int
    delivered_at: datetime | None
    address: bool = True  # the store has said where goods go back to

    @property
    def promised_until(self) -> datetime:
        return self.dispatched_at + timedelta(days=self.promised_days)


@dataclass(frozen=True)
class Act:
    """One thing that somebody tries; which of the details count depends on the verb."""

    verb: Verb
    who: Person
    offer: Offer = NOTHING
    text: str = ""
    photo: bool = False
    to: Person | None = None
    shown: tuple[Party, int] | None = None  # the proposal on the page: whose, which version
    delivered_at: datetime | None = None
    number: int = 0  # of the statement that is changed, or cited
    of: frozenset[Party] = frozenset()  # who is asked for evidence
    claim: ReturnClaim = ReturnClaim.NOT_IN_ORDER
    freight: int = 0

    def __str__(self) -> str:
        """With those details that the act gives."""
        details = (
            self.text,
            self.photo and "photo",
            self.to and self.to.name,
            self.shown,
            self.delivered_at,
            self.number and f"evidence {self.number}",
            self.of and f"of {', '.join(sorted(self.of))}",
            self.claim,
            self.freight,
        )
        said = [str(detail) for detail in details if detail]
        if self.offer != NOTHING:
            said.append(f"{self.offer.solution} {self.offer.amount_minor}")
        return " ".join([self.who.name, "as", self.who.party, self.verb, *said])


class Proposed(NamedTuple):
    version: int
    offer: Offer


class Ruled(NamedTuple):
    """A ruling that waits for approval."""

    by: str
    offer: Offer
    cited: int


@dataclass
class Statement:
    party: Party
    author: str
    text: str
    added_at: datetime
    told_at: datetime  # in its latest version
    version: int = 1


@dataclass
class Case:
    """Where one case stands."""

    line: Line
    received: bool
    numbers: Mapping[str, int]
    due: datetime | None = None
    state: State = State.AWAITING_SELLER
    changes: int = 0
    held: datetime | None = None  # until then, since the seller says that it is on its way
    arrived: bool = False  # goods that had not come when it began
    table: dict[Party, Proposed] = field(default_factory=dict)
    stands_for: dict[Party, Offer] = field(default_factory=dict)
    versions: Counter[Party] = field(default_factory=Counter)
    statements: list[Statement] = field(default_factory=list)
    closed_at: datetime | None = None  # the file of the case, last
    done: set[Party] = field(default_factory=set)
    finished_at: dict[Party, datetime] = field(default_factory=dict)  # each side, last
    moves: Counter[Party] = field(default_factory=Counter)  # of the end of the evidence
    fact_moves: int = 0  # of that end, by what became known of the parcel
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
    refund: tuple[int, int] | None = None  # for the goods, for the way back
    paid: bool = False
    breaches: dict[Trigger, datetime] = field(default_factory=dict)  # and since when

    @property
    def blocked_until(self) -> datetime | None:
        """While a parcel is inside its promised time, a not-received case is not escalated."""
        return None if self.received else self.line.promised_until

    @property
    def may_return(self) -> bool:
        return self.received and self.shipped_at is None

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

    def involves(self, name: str) -> bool:
        return name == self.line.buyer or name in self.line.store

    def said_last(self, name: str) -> str | None:
        """What this person has stated last."""
        said = [each.text for each in self.statements if each.author == name]
        return said[-1] if said else None

    # The steps that acts and the clock share.

    def say(self, act: Act, now: datetime) -> None:
        self.leave_time(act.who.party, now)
        self.asked.discard(act.who.party)
        self.statements.append(Statement(act.who.party, act.who.name, act.text, now, now))

    def leave_time(self, party: Party, now: datetime) -> None:
        """What is new takes back that the other side is done, and leaves it its hours to answer:
        each side so many times, and for each answer to an arbitrator."""
        if self.state not in (State.HEARING, State.APPEALED):
            return
        self.done -= BOTH - {party}
        self.is_unread = self.ruled is not None
        if (needed := self.end_needed(now)) is None:
            return
        if party not in self.asked:
            if self.moves[party] == self.numbers["answer_extensions"]:
                return
            self.moves[party] += 1
        self.move_end(needed)

    def hear_of_parcel(self, now: datetime, *, ends: bool) -> None:
        """Its parcel got on, or its way has ended: that both sides can answer, so many times in
        all; an end that is over stays over."""
        self.is_unread = self.ruled is not None
        heard = self.state in (State.HEARING, State.APPEALED)
        if ends and heard and self.due is not None and now < self.due:
            self.done = set()
            needed = self.end_needed(now)
            if needed is not None and self.fact_moves < self.numbers["answer_extensions"]:
                self.fact_moves += 1
                self.move_end(needed)
        self.log.append((now, self.state, self.due))

    def end_needed(self, now: datetime) -> datetime | None:
        """What is new now must be answered until then, where the end leaves too little time."""
        end = self.due if self.state == State.HEARING else self.answers_until
        needed = now + timedelta(hours=self.numbers["notice_hours"])
        assert end is not None
        return None if needed <= end else needed

    def move_end(self, end: datetime) -> None:
        if self.state == State.HEARING:
            self.due = end
        else:
            self.wait_for_answers(end)

    def wait_for_answers(self, until: datetime) -> None:
        """On appeal; the sides' time leaves the platform a whole time to rule, and its bound."""
        assert self.due is not None
        self.answers_until = max(until, self.answers_until or until)
        due = max(self.due, self.answers_until + timedelta(days=self.numbers["ruling_days"]))
        if self.decide_by is not None:
            self.decide_by += due - self.due
        self.due = due

    def is_waiting_for_answers(self, now: datetime) -> bool:
        if self.state != State.APPEALED or self.done == BOTH:
            return False
        return self.answers_until is not None and now < self.answers_until

    def start(self, number: str, now: datetime) -> None:
        """The one clock of a state begins."""
        self.due = now + timedelta(days=self.numbers[number])

    def put(self, party: Party, offer: Offer) -> None:
        self.versions[party] += 1
        self.table[party] = Proposed(self.versions[party], offer)
        self.stands_for[party] = offer

    def forget(self) -> None:
        """What people wrote is erased."""
        for statement in self.statements:
            statement.text = ""
        self.tracking = self.address = ""

    def negotiate(self, now: datetime) -> None:
        self.state = State.NEGOTIATING
        self.start("negotiation_days", now)
        if self.due and self.blocked_until:
            self.due = max(self.due, self.blocked_until)

    def hear(self, now: datetime) -> None:
        self.state = State.HEARING
        self.done, self.moves, self.fact_moves = set(), Counter(), 0
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
        until = now + timedelta(days=self.numbers["hearing_days"])
        if self.state == State.AWAITING_RULING:
            self.state, self.done, self.due = State.HEARING, set(), until
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
        self.due = now + self.time_to_rule
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
        self.decide_by = now + max(whole, 2 * self.time_to_rule)

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
            known = self.line.address or self.address
            self.state = State.AWAITING_RETURN if known else State.AWAITING_ADDRESS
            self.start("return_days" if known else "address_days", now)
        else:
            self.close(pay=True)

    def close(self, *, pay: bool, state: State = State.RESOLVED) -> None:
        self.state, self.due, self.table = state, None, {}
        self.leave_platform()
        if pay and self.settled and self.settled[1].amount_minor:
            self.refund = self.settled[1].amount_minor, self.freight_owed


def normal(offer: Offer, paid: int) -> Offer:
    """Only a return has freight, which the seller pays unless said otherwise; whoever pays it for
    the buyer pays half of what was paid at most, and that where nothing is said."""
    if offer.solution == Solution.NO_REFUND:
        return NOTHING
    if offer.solution == Solution.REFUND:
        return Offer(Solution.REFUND, offer.amount_minor)
    payer = offer.freight_payer or FreightPayer.SELLER
    if payer == FreightPayer.BUYER:
        return Offer(offer.solution, offer.amount_minor, payer)
    freight = offer.freight_minor or freight_most(paid)
    return Offer(offer.solution, offer.amount_minor, payer, freight)


def freight_most(paid: int) -> int:
    """Half of it, rounded up."""
    return paid - paid // 2


def losers(dispute: Case) -> set[Party]:
    """Who got less by the ruling than they stand for: money, the goods, or the freight."""
    ruled, asked = dispute.stands_for[Party.PLATFORM], dispute.stands_for[Party.BUYER]
    offered = dispute.stands_for.get(Party.SELLER, NOTHING)
    keeps_goods, sends_back = Solution.REFUND, Solution.RETURN_AND_REFUND
    lost = {
        Party.BUYER: ruled.amount_minor < asked.amount_minor
        or (asked.solution, ruled.solution) == (keeps_goods, sends_back)
        or (ruled.freight_payer == FreightPayer.BUYER != asked.freight_payer)
        or (asked.freight_minor > ruled.freight_minor > 0),
        Party.SELLER: ruled.amount_minor > offered.amount_minor
        or (offered.solution, ruled.solution) == (sends_back, keeps_goods)
        or (ruled.freight_payer == FreightPayer.SELLER != offered.freight_payer)
        or (
            ruled.freight_payer == offered.freight_payer == FreightPayer.SELLER
            and ruled.freight_minor > offered.freight_minor
        ),
    }
    return {party for party, has_lost in lost.items() if has_lost}
