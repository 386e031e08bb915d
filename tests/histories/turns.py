"""Who may do what and when, by the design: which acts are possible, and why others are refused."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from disputes.errors import Code
from disputes.rules.solutions import Offer
from disputes.states import EventKind, FreightPayer, Party, ReturnClaim, Solution, State, Verb
from tests.histories.model import BOTH, Act, Case, Line, Person, freight_most, normal

_TALK = frozenset({State.NEGOTIATING, State.HEARING})
_TO_BE_SENT = frozenset({State.AWAITING_ADDRESS, State.AWAITING_RETURN})
_GOES_BACK = _TO_BE_SENT | {State.RETURN_IN_TRANSIT}
_TELL = _TALK | _GOES_BACK | {State.AWAITING_SELLER, State.APPEALED}
_BEFORE_A_RULING = _TALK | {State.AWAITING_SELLER, State.AWAITING_RULING}
_TO_JUDGE = frozenset({State.AWAITING_RULING, State.APPEALED})


def _only(state: State) -> frozenset[State]:
    return frozenset({state})


MAY: dict[Verb, dict[Party, frozenset[State]]] = {
    Verb.CHANGE: {Party.BUYER: _only(State.AWAITING_SELLER)},
    Verb.WITHDRAW: {Party.BUYER: _BEFORE_A_RULING},
    Verb.REPORT_ARRIVAL: {Party.BUYER: _TALK | {State.AWAITING_SELLER}},
    Verb.HOLD: {Party.SELLER: _only(State.AWAITING_SELLER)},
    Verb.ACCEPT: {
        Party.BUYER: _BEFORE_A_RULING - {State.AWAITING_SELLER},
        Party.SELLER: _BEFORE_A_RULING,
    },
    Verb.REJECT: {Party.SELLER: _only(State.AWAITING_SELLER)},
    Verb.PROPOSE: {Party.BUYER: _TALK, Party.SELLER: _TALK | {State.AWAITING_SELLER}},
    Verb.ESCALATE: dict.fromkeys(BOTH, _only(State.NEGOTIATING)),
    Verb.ADD_EVIDENCE: dict.fromkeys(BOTH, _TELL),
    Verb.CHANGE_EVIDENCE: dict.fromkeys(BOTH, _TELL),
    Verb.FINISH_EVIDENCE: dict.fromkeys(BOTH, frozenset({State.HEARING, State.APPEALED})),
    Verb.ACCEPT_RULING: dict.fromkeys(BOTH, _only(State.RULED)),
    Verb.APPEAL: dict.fromkeys(BOTH, _only(State.RULED)),
    Verb.GIVE_ADDRESS: {Party.SELLER: _TO_BE_SENT},
    Verb.SHIP_RETURN: {Party.BUYER: _only(State.AWAITING_RETURN)},
    Verb.CLAIM_FREIGHT: {Party.BUYER: _only(State.RETURN_IN_TRANSIT)},
    Verb.CORRECT_TRACKING: {Party.BUYER: _only(State.RETURN_IN_TRANSIT)},
    Verb.CONFIRM_RETURN: {Party.SELLER: _only(State.RETURN_IN_TRANSIT)},
    Verb.CONTEST_RETURN: {Party.SELLER: _only(State.RETURN_IN_TRANSIT)},
    Verb.TAKE: {Party.PLATFORM: _TO_JUDGE},
    Verb.REQUEST_EVIDENCE: {Party.PLATFORM: _TO_JUDGE},
    Verb.RULE: {Party.PLATFORM: _TO_JUDGE},
    Verb.APPROVE: {Party.PLATFORM: _TO_JUDGE},
    Verb.SEND_BACK: {Party.PLATFORM: _TO_JUDGE},
    Verb.HAND_BACK: {Party.PLATFORM: _TO_JUDGE},
    Verb.REASSIGN: {Party.PLATFORM: _TO_JUDGE},
    Verb.REPORT_RETURN_DELIVERED: dict.fromkeys(
        (Party.BUYER, Party.PLATFORM), _only(State.RETURN_IN_TRANSIT)
    ),
}

# Who can have brought about each line of a history.
ONLY_BUYER, ONLY_SELLER, ONLY_PLATFORM = {Party.BUYER}, {Party.SELLER}, {Party.PLATFORM}
AUTHORS: dict[EventKind, set[Party]] = {
    EventKind.OPENED: ONLY_BUYER,
    EventKind.CHANGED: ONLY_BUYER,
    EventKind.WITHDRAWN: ONLY_BUYER,
    EventKind.ARRIVAL_REPORTED: ONLY_BUYER,
    EventKind.HELD: ONLY_SELLER,
    EventKind.ACCEPTED: set(BOTH),
    EventKind.REJECTED: ONLY_SELLER,
    EventKind.PROPOSED: set(BOTH),
    EventKind.ESCALATED: set(Party),
    EventKind.EVIDENCE_ADDED: set(BOTH),
    EventKind.EVIDENCE_CHANGED: set(BOTH),
    EventKind.EVIDENCE_SEEN: set(BOTH),
    EventKind.EVIDENCE_FINISHED: set(BOTH),
    EventKind.EVIDENCE_CLOSED: set(Party),
    EventKind.EVIDENCE_REQUESTED: ONLY_PLATFORM,
    EventKind.TAKEN: ONLY_PLATFORM,
    EventKind.REASSIGNED: ONLY_PLATFORM,
    EventKind.HANDED_BACK: ONLY_PLATFORM,
    EventKind.RULING_PROPOSED: ONLY_PLATFORM,
    EventKind.RULING_SENT_BACK: ONLY_PLATFORM,
    EventKind.RULED: ONLY_PLATFORM,
    EventKind.RULING_ACCEPTED: set(BOTH),
    EventKind.APPEALED: set(BOTH),
    EventKind.NO_JUDGE: ONLY_PLATFORM,
    EventKind.NOT_RULED: ONLY_PLATFORM,
    EventKind.RULING_CARRIED_OUT: set(Party),
    EventKind.FORCED: ONLY_PLATFORM,
    EventKind.ADDRESS_GIVEN: set(Party),
    EventKind.RETURN_WAIVED: ONLY_PLATFORM,
    EventKind.RETURN_SHIPPED: ONLY_BUYER,
    EventKind.FREIGHT_CLAIMED: ONLY_BUYER,
    EventKind.TRACKING_CORRECTED: ONLY_BUYER,
    EventKind.RETURN_DELIVERED: {Party.BUYER, Party.PLATFORM},
    EventKind.RETURN_CONFIRMED: ONLY_SELLER,
    EventKind.RETURN_CONTESTED: ONLY_SELLER,
    EventKind.RETURN_LAPSED: ONLY_PLATFORM,
    EventKind.RETURN_PASSED: ONLY_PLATFORM,
    EventKind.ORDER_CORRECTED: ONLY_PLATFORM,
    EventKind.REFUND_PAID: ONLY_PLATFORM,
    EventKind.ERASED: ONLY_PLATFORM,
}


def is_late(dispute: Case, now: datetime) -> bool:
    """A deadline is the first instant that is too late, whether or not a sweep has come by."""
    return dispute.due is not None and now >= dispute.due


def barred(dispute: Case, verb: Verb, who: Person, now: datetime) -> Code | None:
    """Why this person cannot do this now, whatever the details."""
    if not _is_on_side(dispute.line, who):
        return Code.NOT_FOUND
    if who.party not in MAY[verb]:
        return Code.NOT_ALLOWED
    if dispute.state not in MAY[verb][who.party]:
        return Code.WRONG_STATE
    if is_late(dispute, now) and verb != Verb.REASSIGN:
        return Code.TOO_LATE
    if verb == Verb.REASSIGN and who.supervisor and dispute.decide_by and now >= dispute.decide_by:
        return Code.TOO_LATE
    return _out_of_turn(dispute, verb, who, now)


def refusal(dispute: Case, act: Act, now: datetime) -> Code | None:
    """Why exactly this act is refused, or nothing."""
    return barred(dispute, act.verb, act.who, now) or _mistake(dispute, act, now)


def possible(
    dispute: Case, people: Iterable[Person], now: datetime, *, barely_not: bool = False
) -> list[tuple[Verb, Person]]:
    """Every verb that one of these people can do, in a fixed order; or those that belong to their
    side in this state and yet cannot be done: too early, too late, once too often."""
    return [
        (verb, who)
        for verb, sides in MAY.items()
        for who in people
        if dispute.state in sides.get(who.party, ()) and _is_on_side(dispute.line, who)
        if (barred(dispute, verb, who, now) is not None) == barely_not
    ]


def may_judge(dispute: Case, who: Person, *, own_ruling: bool = False) -> bool:
    """Nobody judges an own purchase or store, nor a case that they have ruled on or handed back,
    nor approves an own ruling, nor hears the appeal where they worked on a ruling before it."""
    is_judge = who.staff and who.name != "clock"
    own = not own_ruling and dispute.ruled is not None and dispute.ruled.by == who.name
    had_it = dispute.judges | dispute.handed_back | dispute.wrote_before_appeal
    return is_judge and not own and who.name not in had_it and not dispute.involves(who.name)


def is_large(dispute: Case, offer: Offer) -> bool:
    """Both a large sum that is given and one that is refused."""
    return (
        max(dispute.stands_for[Party.BUYER].amount_minor, offer.amount_minor) >= dispute.line.large
    )


def _is_on_side(line: Line, who: Person) -> bool:
    if who.party == Party.BUYER:
        return who.name == line.buyer
    if who.party == Party.SELLER:
        return who.name in line.store
    return who.staff


def _out_of_turn(dispute: Case, verb: Verb, who: Person, now: datetime) -> Code | None:
    """What the state and the clock alone do not say."""
    has_it = dispute.assignee == who.name
    may_rule = has_it and dispute.ruled is None
    may_review = has_it and dispute.ruled is not None
    asked_enough = dispute.requests >= dispute.numbers["evidence_requests"]
    refusals = {
        Verb.CHANGE: (dispute.changes >= dispute.numbers["request_changes"], Code.LIMIT_REACHED),
        Verb.WITHDRAW: (dispute.contested or dispute.written, Code.NOT_ALLOWED),
        Verb.ACCEPT: (
            dispute.written or not dispute.table.keys() & (BOTH - {who.party}),
            Code.NOT_ALLOWED if dispute.written else Code.STALE,
        ),
        Verb.REPORT_ARRIVAL: (dispute.received, Code.NOT_ALLOWED),
        Verb.HOLD: (dispute.held or not _promised_for_later(dispute), Code.NOT_ALLOWED),
        Verb.ESCALATE: (
            dispute.blocked_until is not None and now < dispute.blocked_until,
            Code.STILL_IN_TRANSIT,
        ),
        Verb.ADD_EVIDENCE: (_is_over(dispute, who.party, now), Code.LIMIT_REACHED),
        Verb.CHANGE_EVIDENCE: (_is_over(dispute, who.party, now), Code.LIMIT_REACHED),
        Verb.FINISH_EVIDENCE: (
            who.party in dispute.done
            or (dispute.state == State.APPEALED and not dispute.is_waiting_for_answers(now)),
            Code.NOT_ALLOWED,
        ),
        Verb.ACCEPT_RULING: (who.party not in dispute.may_appeal, Code.NOT_ALLOWED),
        Verb.APPEAL: (who.party not in dispute.may_appeal, Code.NOT_ALLOWED),
        Verb.TAKE: (dispute.assignee is not None, Code.NOT_ALLOWED),
        Verb.REQUEST_EVIDENCE: (
            asked_enough or not may_rule,
            Code.LIMIT_REACHED if asked_enough else Code.NOT_ALLOWED,
        ),
        Verb.RULE: (
            not may_rule or dispute.is_waiting_for_answers(now),
            Code.NOT_ALLOWED,
        ),
        Verb.APPROVE: (
            not may_review or dispute.is_unread or dispute.is_waiting_for_answers(now),
            Code.STALE if may_review and dispute.is_unread else Code.NOT_ALLOWED,
        ),
        Verb.SEND_BACK: (not has_it or dispute.ruled is None, Code.NOT_ALLOWED),
        Verb.HAND_BACK: (not has_it, Code.NOT_ALLOWED),
        Verb.REASSIGN: (not who.supervisor or dispute.involves(who.name), Code.NOT_ALLOWED),
        Verb.GIVE_ADDRESS: (
            dispute.state == State.AWAITING_RETURN
            and dispute.address_changes >= dispute.numbers["address_changes"],
            Code.LIMIT_REACHED,
        ),
        Verb.CLAIM_FREIGHT: (
            not dispute.terms.freight_minor or (dispute.delivered and dispute.freight is not None),
            Code.NOT_ALLOWED,
        ),
        Verb.CORRECT_TRACKING: (dispute.delivered, Code.NOT_ALLOWED),
        Verb.REPORT_RETURN_DELIVERED: (
            dispute.delivered or (who.party == Party.PLATFORM and dispute.involves(who.name)),
            Code.NOT_ALLOWED,
        ),
    }
    is_refused, code = refusals.get(verb, (False, None))
    return code if is_refused else None


def _promised_for_later(dispute: Case) -> bool:
    """Is the seller's time to answer over before the promised time is?"""
    until = dispute.blocked_until
    return until is not None and dispute.due is not None and until > dispute.due


def _mistake(dispute: Case, act: Act, now: datetime) -> Code | None:
    """What is wrong with the details of an act that would be possible."""
    own_terms = normal(act.offer, dispute.line.paid)
    match act.verb:
        case Verb.CHANGE | Verb.REPORT_ARRIVAL:
            return _wrong_request(dispute, act)
        case Verb.PROPOSE:
            offers = [proposed.offer for side, proposed in dispute.table.items() if side in BOTH]
            return wrong_offer(dispute, act.offer) or _nothing_new(own_terms, *offers)
        case Verb.ACCEPT:
            [other] = BOTH - {act.who.party}
            is_stale = act.shown != (other, dispute.table[other].version)
            return Code.STALE if is_stale else None
        case Verb.ADD_EVIDENCE:
            return Code.STALE if dispute.said_last(act.who.name) == act.text else None
        case Verb.CHANGE_EVIDENCE:
            return _wrong_change(dispute, act)
    return _mistake_on_the_way_back(dispute, act, now)


def _mistake_on_the_way_back(dispute: Case, act: Act, now: datetime) -> Code | None:
    match act.verb:
        case Verb.CONTEST_RETURN:
            return _wrong_claim(dispute, act, now)
        case Verb.GIVE_ADDRESS:
            return Code.NOTHING_CHANGED if dispute.address == act.text else None
        case Verb.CLAIM_FREIGHT:
            if act.freight == dispute.freight:
                return Code.NOTHING_CHANGED
            return None if act.photo else Code.PHOTO_REQUIRED
        case Verb.CORRECT_TRACKING:
            return Code.NOTHING_CHANGED if dispute.tracking == act.text else None
        case Verb.REPORT_RETURN_DELIVERED:
            return _wrong_delivery(dispute, act, now)
    return _mistake_of_platform(dispute, act, now)


def _wrong_request(dispute: Case, act: Act) -> Code | None:
    """What is wrong with goods that came after all is shown, too."""
    if act.verb == Verb.REPORT_ARRIVAL:
        wrong = wrong_request(dispute, act.offer, received=True)
        return wrong if act.photo else Code.PHOTO_REQUIRED
    own = dispute.table[Party.BUYER].offer
    return wrong_request(dispute, act.offer) or _nothing_new(
        normal(act.offer, dispute.line.paid), own
    )


def _mistake_of_platform(dispute: Case, act: Act, now: datetime) -> Code | None:
    match act.verb:
        case Verb.RULE:
            wrong = wrong_offer(dispute, act.offer, by_platform=True)
            return wrong or _wrong_cite(dispute, act.number, now)
        case Verb.APPROVE:
            assert dispute.ruled is not None
            return _wrong_cite(dispute, dispute.ruled.cited, now)
        case Verb.REASSIGN:
            assert act.to is not None
            able = may_judge(dispute, act.to) and act.to.name != dispute.assignee
            return None if able else Code.NOT_ALLOWED
    return None


def _wrong_claim(dispute: Case, act: Act, now: datetime) -> Code | None:
    """There is one piece of each thing. Nothing can be shown of what has not arrived, which can be
    said once it should have: 14 days after it was sent, or when somebody says that it was."""
    assert dispute.shipped_at is not None
    match act.claim:
        case ReturnClaim.INCOMPLETE:
            return Code.SOLUTION_INVALID
        case ReturnClaim.NOT_IN_ORDER:
            return None if act.photo else Code.PHOTO_REQUIRED
    missing_from = dispute.shipped_at + timedelta(days=dispute.numbers["return_missing_days"])
    return None if dispute.delivered or now >= missing_from else Code.STILL_IN_TRANSIT


def _wrong_delivery(dispute: Case, act: Act, now: datetime) -> Code | None:
    """A return arrives after it was sent and not later than now; a buyer who says so shows it."""
    assert dispute.shipped_at is not None
    assert act.delivered_at is not None
    if not dispute.shipped_at <= act.delivered_at <= now:
        return Code.TRACKING_INVALID
    needs_proof = act.who.party == Party.BUYER and not act.photo
    return Code.PHOTO_REQUIRED if needs_proof else None


def _wrong_cite(dispute: Case, number: int, now: datetime) -> Code | None:
    """What is cited is there, beside the first one, and the other side could answer both: it had
    the hours for it while the evidence was open, or it was done."""
    if not 1 <= number <= len(dispute.statements):
        return Code.CITATION_INVALID
    asked = timedelta(hours=dispute.numbers["notice_hours"])
    for cited in (dispute.statements[0], dispute.statements[number - 1]):
        [other] = BOTH - {cited.party}
        is_done = other in dispute.finished_at and dispute.finished_at[other] >= cited.told_at
        if not is_done and _open_since(dispute, cited.told_at, now) < asked:
            return Code.CITATION_INVALID
    return None


def _open_since(dispute: Case, since: datetime, now: datetime) -> timedelta:
    """For how long the sides could say something since then."""
    ends = [at for at, _, _ in dispute.log[1:]]
    total = timedelta()
    for (at, state, due), end in zip(dispute.log, [*ends, now], strict=True):
        if state in _TELL:
            total += max(timedelta(), min(end, due or end) - max(at, since))
    return total


def _is_over(dispute: Case, party: Party, now: datetime) -> bool:
    """On appeal nothing more comes that nobody could answer."""
    if dispute.state != State.APPEALED or party in dispute.asked:
        return False
    used_up = dispute.moves[party] >= dispute.numbers["answer_extensions"]
    return used_up and dispute.answers_until is not None and now >= dispute.answers_until


def _wrong_change(dispute: Case, act: Act) -> Code | None:
    """A statement belongs to its side, and stays once somebody relied on it."""
    statement = dispute.statements[act.number - 1]
    if statement.party != act.who.party:
        return Code.NOT_FOUND
    if dispute.closed_at is not None and statement.added_at <= dispute.closed_at:
        return Code.NOT_ALLOWED
    return Code.NOTHING_CHANGED if statement.text == act.text else None


def wrong_request(dispute: Case, offer: Offer, *, received: bool = False) -> Code | None:
    """A buyer asks for money, at least one minor unit and at most all that was paid."""
    if offer.solution == Solution.NO_REFUND:
        return Code.SOLUTION_INVALID
    return wrong_offer(dispute, offer, received=received)


def wrong_offer(
    dispute: Case, offer: Offer, *, by_platform: bool = False, received: bool = False
) -> Code | None:
    """`received`: goods that had not come are said to have arrived by this very act."""
    if offer.solution == Solution.NO_REFUND:
        return None
    may_return = received or dispute.may_return
    if offer.solution == Solution.RETURN_AND_REFUND and not may_return:
        return Code.SOLUTION_INVALID
    if offer.freight_payer == FreightPayer.PLATFORM and not by_platform:
        return Code.SOLUTION_INVALID
    freight = normal(offer, dispute.line.paid).freight_minor
    fits = 1 <= offer.amount_minor <= dispute.line.paid
    return None if fits and freight <= freight_most(dispute.line.paid) else Code.AMOUNT_INVALID


def _nothing_new(offer: Offer, *standing: Offer) -> Code | None:
    return Code.SOLUTION_INVALID if offer in standing else None
