"""What becomes of a case by an act that was allowed, and by a clock that ran out."""

from collections.abc import Callable
from datetime import datetime

from disputes.rules.solutions import Offer
from disputes.states import Party, SettledBy, State, Verb
from sellers.states import Trigger
from tests.histories.cast import JUDGES
from tests.histories.model import BOTH, Act, Case, Ruled, losers, normal
from tests.histories.turns import is_large, may_judge

# What follows from an act that was allowed.


def carry_out(case: Case, act: Act, now: datetime) -> None:
    _OUTCOMES[act.verb](case, act, now)
    case.acted_at[act.who.party] = now


def _change(case: Case, act: Act, now: datetime) -> None:
    case.changes += 1
    case.put(Party.BUYER, normal(act.offer))
    case.start("seller_response_days", now)


def _accept(case: Case, act: Act, now: datetime) -> None:
    [other] = BOTH - {act.who.party}
    case.settle(other, SettledBy.AGREEMENT, now)


def _reject(case: Case, act: Act, now: datetime) -> None:
    case.negotiate(now)
    case.say(act, now)


def _propose(case: Case, act: Act, now: datetime) -> None:
    if case.state == State.AWAITING_SELLER:
        case.negotiate(now)
    case.put(act.who.party, normal(act.offer))


def _change_evidence(case: Case, act: Act, now: datetime) -> None:
    statement = case.statements[act.number - 1]
    case.asked.discard(act.who.party)
    statement.text, statement.told_at = act.text, now
    statement.version += 1


def _finish(case: Case, act: Act, now: datetime) -> None:
    case.done.add(act.who.party)
    case.asked.discard(act.who.party)
    if case.done == BOTH:
        case.close_evidence(now)


def _appeal(case: Case, act: Act, now: datetime) -> None:
    case.state, case.may_appeal = State.APPEALED, set()
    case.appealed.add(act.who.party)
    case.start("appeal_ruling_days", now)
    case.say(act, now)


def _ship(case: Case, act: Act, now: datetime) -> None:
    case.state, case.shipped_at = State.RETURN_IN_TRANSIT, now
    case.start("return_transit_days", now)


def _note_delivered(case: Case, act: Act, now: datetime) -> None:
    at_most = case.due
    case.delivered = True
    case.start("inspection_days", now)
    assert at_most is not None
    assert case.due is not None
    case.due = min(at_most, case.due)


def _contest(case: Case, act: Act, now: datetime) -> None:
    """A new question, which the rulings before it did not answer."""
    case.settled = case.settled_by = None
    case.contested, case.judges = True, set()
    case.hear(now)
    case.say(act, now)


def _take(case: Case, act: Act, now: datetime) -> None:
    case.assignee = act.who.name


def _rule(case: Case, act: Act, now: datetime) -> None:
    """A large amount waits for a second arbitrator, where there is one."""
    others = [who for who in JUDGES if may_judge(case, who) and who != act.who]
    if is_large(case, normal(act.offer)) and others:
        case.ruled, case.assignee = Ruled(act.who.name, normal(act.offer), act.number), None
        case.start_ruling(now)
    else:
        _count(case, normal(act.offer), {act.who.name}, now)


def _approve(case: Case, act: Act, now: datetime) -> None:
    assert case.ruled is not None
    _count(case, case.ruled.offer, {act.who.name, case.ruled.by}, now)


def _send_back(case: Case, act: Act, now: datetime) -> None:
    assert case.ruled is not None
    case.assign(case.ruled.by, now)


def _hand_back(case: Case, act: Act, now: datetime) -> None:
    case.assignee = None
    case.handed_back.add(act.who.name)


def _count(case: Case, offer: Offer, judges: set[str], now: datetime) -> None:
    assert not judges & case.judges, "others, never the first"
    case.on_appeal = case.state == State.APPEALED
    case.judges |= judges
    case.put(Party.PLATFORM, offer)
    case.state, case.closed_at = State.RULED, now
    case.leave_platform()
    case.may_appeal = losers(case) - case.appealed
    case.start("appeal_days", now)
    if not case.may_appeal:
        _make_final(case, now, now)


def _make_final(case: Case, now: datetime, final_at: datetime) -> None:
    """A store that has lost breaks a rule by it, once in a case, however often it is ruled on."""
    if Party.SELLER in losers(case):
        case.breaches.setdefault(Trigger.RULING_LOST, final_at)
    case.carry_out_ruling(now)


_OUTCOMES: dict[Verb, Callable[[Case, Act, datetime], None]] = {
    Verb.CHANGE: _change,
    Verb.WITHDRAW: lambda case, act, now: case.close(pay=False, state=State.WITHDRAWN),
    Verb.ACCEPT: _accept,
    Verb.REJECT: _reject,
    Verb.PROPOSE: _propose,
    Verb.ESCALATE: lambda case, act, now: case.hear(now),
    Verb.ADD_EVIDENCE: lambda case, act, now: case.say(act, now),
    Verb.CHANGE_EVIDENCE: _change_evidence,
    Verb.FINISH_EVIDENCE: _finish,
    Verb.APPEAL: _appeal,
    Verb.SHIP_RETURN: _ship,
    Verb.CONFIRM_RETURN: lambda case, act, now: case.close(pay=True),
    Verb.CONTEST_RETURN: _contest,
    Verb.TAKE: _take,
    Verb.REQUEST_EVIDENCE: lambda case, act, now: case.ask(act.of, now),
    Verb.RULE: _rule,
    Verb.APPROVE: _approve,
    Verb.SEND_BACK: _send_back,
    Verb.HAND_BACK: _hand_back,
    Verb.REASSIGN: lambda case, act, now: case.assign(act.to.name if act.to else None, now),
    Verb.REPORT_RETURN_DELIVERED: _note_delivered,
}


# What follows when a clock runs out.


def run_out(case: Case, now: datetime, assignee: str | None) -> None:
    """`assignee` is whom the platform has chosen, where it had to choose somebody."""
    _CONSEQUENCES[case.state](case, now, assignee)


def _force(case: Case, now: datetime, _assignee: str | None) -> None:
    case.breaches[Trigger.NO_RESPONSE] = _ran_out_at(case)
    case.settle(Party.BUYER, SettledBy.SELLER_SILENCE, now)


def _pass_return(case: Case, now: datetime, _assignee: str | None) -> None:
    """The store has agreed to the return, got it, and said nothing."""
    if case.settled_by == SettledBy.AGREEMENT and case.delivered:
        case.breaches[Trigger.AGREEMENT_BROKEN] = _ran_out_at(case)
    case.close(pay=True)


def _ran_out_at(case: Case) -> datetime:
    """A breach happens when the clock says so, however late the platform looks at it."""
    assert case.due is not None
    return case.due


_CONSEQUENCES: dict[State, Callable[[Case, datetime, str | None], None]] = {
    State.AWAITING_SELLER: _force,
    State.NEGOTIATING: lambda case, now, _assignee: case.hear(now),
    State.HEARING: lambda case, now, _assignee: case.close_evidence(now),
    State.AWAITING_RULING: lambda case, now, assignee: case.assign(assignee, now),
    State.RULED: lambda case, now, _assignee: _make_final(case, now, _ran_out_at(case)),
    State.APPEALED: lambda case, now, assignee: case.assign(assignee, now),
    State.AWAITING_RETURN: lambda case, now, _assignee: case.close(pay=False),
    State.RETURN_IN_TRANSIT: _pass_return,
}
