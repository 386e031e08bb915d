"""Who may do what and when, by the design, whatever the details of the act are."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from disputes.errors import Code
from disputes.rules.solutions import Offer
from disputes.states import OPEN_STATES, Party, State, Verb
from tests.histories.acts import Person
from tests.histories.goods import Order
from tests.histories.model import Case
from tests.histories.offers import BOTH
from tests.histories.rests import when_over

_TALK = frozenset({State.NEGOTIATING, State.HEARING})
_TO_BE_SENT = frozenset({State.AWAITING_ADDRESS, State.AWAITING_RETURN})
_GOES_BACK = _TO_BE_SENT | {State.RETURN_IN_TRANSIT}
TELL = _TALK | _GOES_BACK | {State.AWAITING_SELLER, State.APPEALED}
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
    Verb.ADD_EVIDENCE: dict.fromkeys(BOTH, TELL),
    Verb.CHANGE_EVIDENCE: dict.fromkeys(BOTH, TELL),
    Verb.FINISH_EVIDENCE: dict.fromkeys(BOTH, frozenset({State.HEARING, State.APPEALED})),
    Verb.SEND_MESSAGE: {
        **dict.fromkeys(BOTH, OPEN_STATES),
        Party.PLATFORM: _TO_JUDGE | {State.HEARING},
    },
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


def is_late(dispute: Case, now: datetime) -> bool:
    """A deadline is the first instant that is too late, whether or not a sweep has come by."""
    return dispute.due is not None and now >= dispute.due


def barred(dispute: Case, verb: Verb, who: Person, now: datetime) -> Code | None:
    """Why this person cannot do this now, whatever the details."""
    if not _is_on_side(dispute.order, who):
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


def possible(
    dispute: Case, people: Iterable[Person], now: datetime, *, barely_not: bool = False
) -> list[tuple[Verb, Person]]:
    """Every verb that one of these people can do, in a fixed order; or those that belong to their
    side in this state and yet cannot be done: too early, too late, once too often."""
    return [
        (verb, who)
        for verb, sides in MAY.items()
        for who in people
        if dispute.state in sides.get(who.party, ()) and _is_on_side(dispute.order, who)
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
        max(dispute.stands_for[Party.BUYER].amount_minor, offer.amount_minor) >= dispute.order.large
    )


def _is_on_side(order: Order, who: Person) -> bool:
    if who.party == Party.BUYER:
        return who.name == order.buyer
    if who.party == Party.SELLER:
        return who.name in order.store
    return who.staff


def _freight_stays(dispute: Case, now: datetime) -> bool:
    """The seller must have time to look at what is mended."""
    notice = timedelta(hours=dispute.numbers["notice_hours"])
    late = when_over(now, notice, dispute.counted)
    return dispute.delivered or (dispute.due is not None and dispute.due < late)


def _out_of_turn(dispute: Case, verb: Verb, who: Person, now: datetime) -> Code | None:
    """What the state and the clock alone do not say."""
    has_it = dispute.assignee == who.name
    may_rule = has_it and dispute.ruled is None
    may_review = has_it and dispute.ruled is not None
    may_write = who.party in BOTH or (has_it and not dispute.involves(who.name))
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
        Verb.SEND_MESSAGE: (
            (not may_write) or dispute.wrote_enough(who.party, now),
            Code.LIMIT_REACHED if may_write else Code.NOT_ALLOWED,
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
            not dispute.terms.freight_minor
            or (dispute.freight is not None and _freight_stays(dispute, now)),
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


def _is_over(dispute: Case, party: Party, now: datetime) -> bool:
    """On appeal nothing more comes that nobody could answer."""
    if dispute.state != State.APPEALED or party in dispute.asked:
        return False
    used_up = dispute.moves[party] >= dispute.numbers["answer_extensions"]
    return used_up and dispute.answers_until is not None and now >= dispute.answers_until
