"""What becomes of a case by an act that was allowed, and by a clock that ran out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from disputes.rules.solutions import Offer
from disputes.states import PLATFORM_STATES, Party, ReturnClaim, SettledBy, Solution, State, Verb
from sellers.states import Trigger
from tests.histories.acts import Act
from tests.histories.case_record import Ruled
from tests.histories.cast import JUDGES
from tests.histories.model import Case
from tests.histories.offers import BOTH, losers, normal
from tests.histories.rests import when_over
from tests.histories.turns import is_large, may_judge

# What follows from an act that was allowed.


def carry_out(dispute: Case, act: Act, now: datetime) -> None:
    before, dispute.now = dispute.due, now
    _OUTCOMES[act.verb](dispute, act, now)
    dispute.count(now, before)
    dispute.log.append((now, dispute.state, dispute.due))


def _change(dispute: Case, act: Act, now: datetime) -> None:
    dispute.changes += 1
    dispute.put(Party.BUYER, normal(act.offer, dispute.worth))
    dispute.start("seller_response_days", now)
    if dispute.held and dispute.due:
        dispute.due = max(dispute.due, dispute.held)


def _report_arrival(dispute: Case, act: Act, now: datetime) -> None:
    """Another thing to answer, with the whole time for it."""
    dispute.received, dispute.arrived, dispute.held = True, True, None
    dispute.state, dispute.done = State.AWAITING_SELLER, set()
    dispute.leave_platform()
    dispute.put(Party.BUYER, normal(act.offer, dispute.worth))
    dispute.start("seller_response_days", now)
    dispute.say(act, now)


def _hold(dispute: Case, act: Act, now: datetime) -> None:
    dispute.held = dispute.until_promised(now)
    dispute.start("seller_response_days", now)
    assert dispute.due is not None
    dispute.due = max(dispute.due, dispute.held)


def _accept(dispute: Case, act: Act, now: datetime) -> None:
    [other] = BOTH - {act.who.party}
    dispute.settle(other, SettledBy.AGREEMENT, now)


def _reject(dispute: Case, act: Act, now: datetime) -> None:
    dispute.negotiate(now)
    dispute.say(act, now)


def _propose(dispute: Case, act: Act, now: datetime) -> None:
    if dispute.state == State.AWAITING_SELLER:
        dispute.negotiate(now)
    dispute.put(act.who.party, normal(act.offer, dispute.worth))
    dispute.leave_time(act.who.party, now)


def _change_evidence(dispute: Case, act: Act, now: datetime) -> None:
    statement = dispute.statements[act.number - 1]
    dispute.leave_time(act.who.party, now)
    dispute.asked.discard(act.who.party)
    statement.text, statement.told_at = act.text, now
    statement.version += 1


def _finish(dispute: Case, act: Act, now: datetime) -> None:
    dispute.done.add(act.who.party)
    dispute.finished_at[act.who.party] = now
    dispute.asked.discard(act.who.party)
    if dispute.done == BOTH and dispute.state == State.HEARING:
        dispute.close_evidence(now)


def _appeal(dispute: Case, act: Act, now: datetime) -> None:
    dispute.state, dispute.may_appeal = State.APPEALED, set()
    dispute.appealed.add(act.who.party)
    dispute.wrote_before_appeal = set(dispute.wrote)
    dispute.start("appeal_ruling_days", now)
    dispute.bound(now)
    dispute.done, dispute.moves = {act.who.party}, Counter()
    notice = timedelta(hours=dispute.numbers["notice_hours"])
    dispute.wait_for_answers(dispute.in_time(notice, now))
    dispute.say(act, now)


def _give_address(dispute: Case, act: Act, now: datetime) -> None:
    dispute.address_changes += dispute.state == State.AWAITING_RETURN
    dispute.state, dispute.address = State.AWAITING_RETURN, act.text
    dispute.start("return_days", now)


def _accept_ruling(dispute: Case, act: Act, now: datetime) -> None:
    dispute.may_appeal.discard(act.who.party)
    dispute.accepted.add(act.who.party)
    if not dispute.may_appeal:
        _make_final(dispute, now, now)


def _ship(dispute: Case, act: Act, now: datetime) -> None:
    dispute.state, dispute.shipped_at = State.RETURN_IN_TRANSIT, now
    assert dispute.settled is not None
    dispute.tracking, dispute.terms = act.text, dispute.settled[1]
    dispute.start("return_transit_days", now)
    if act.freight:
        _claim_freight(dispute, replace(act, text=""), now)


def _claim_freight(dispute: Case, act: Act, now: datetime) -> None:
    """The seller has time to look at a sum that comes late; once."""
    is_first, dispute.freight = dispute.freight is None, act.freight
    dispute.say(act, now)
    if is_first and dispute.due is not None:
        notice = timedelta(hours=dispute.numbers["notice_hours"])
        dispute.due = max(dispute.due, when_over(now, notice, dispute.left_out(now)))


def _correct_tracking(dispute: Case, act: Act, now: datetime) -> None:
    dispute.tracking = act.text


def _note_delivered(dispute: Case, act: Act, now: datetime) -> None:
    """The seller has the whole time to look at it, from when the delivery is known."""
    dispute.delivered = True
    dispute.start("inspection_days", now)
    if act.who.party == Party.BUYER:
        dispute.say(act, now)


def _contest(dispute: Case, act: Act, now: datetime) -> None:
    """A new question, which the rulings before it did not answer. Where only some pieces came back,
    the store offers to pay for those: their share, rounded up, of what was settled."""
    assert dispute.settled is not None
    agreed = dispute.settled[1].amount_minor
    dispute.settled = dispute.settled_by = None
    dispute.contested, dispute.claim, dispute.judges = True, act.claim, set()
    dispute.wrote, dispute.wrote_before_appeal = set(), set()
    dispute.hear(now)
    dispute.say(act, now)
    if act.claim == ReturnClaim.INCOMPLETE and act.pieces is not None:
        dispute.came_back = act.pieces
        amount = min(-(-agreed * act.pieces // dispute.pieces), dispute.line.left)
        if amount:
            dispute.put(Party.SELLER, Offer(Solution.REFUND, amount))


def _take(dispute: Case, act: Act, now: datetime) -> None:
    dispute.assignee = act.who.name


def _rule(dispute: Case, act: Act, now: datetime) -> None:
    """A large amount waits for a second arbitrator, where there is one."""
    others = [who for who in JUDGES if may_judge(dispute, who) and who != act.who]
    offer = normal(act.offer, dispute.worth)
    if is_large(dispute, offer) and others:
        dispute.wrote.add(act.who.name)
        dispute.written = True
        dispute.ruled, dispute.assignee = Ruled(act.who.name, offer, act.number), None
        dispute.is_unread = False
        dispute.start_ruling(now)
    else:
        _count(dispute, offer, act.number, {act.who.name}, now)


def _approve(dispute: Case, act: Act, now: datetime) -> None:
    assert dispute.ruled is not None
    ruled = dispute.ruled
    _count(dispute, ruled.offer, ruled.cited, {act.who.name, ruled.by}, now)


def _send_back(dispute: Case, act: Act, now: datetime) -> None:
    assert dispute.ruled is not None
    dispute.wrote.add(act.who.name)
    dispute.assign(dispute.ruled.by, now)


def _hand_back(dispute: Case, act: Act, now: datetime) -> None:
    dispute.assignee = None
    dispute.handed_back.add(act.who.name)


def _count(dispute: Case, offer: Offer, cited: int, judges: set[str], now: datetime) -> None:
    assert not judges & dispute.judges, "others, never the first"
    dispute.on_appeal = dispute.state == State.APPEALED
    dispute.judges |= judges
    dispute.put(Party.PLATFORM, offer)
    dispute.cited.append(len({1, cited}))
    dispute.rulings += 1
    dispute.state, dispute.closed_at = State.RULED, now
    dispute.leave_platform()
    dispute.may_appeal, dispute.accepted = losers(dispute.stands_for) - dispute.appealed, set()
    dispute.start("appeal_days", now)
    if not dispute.may_appeal:
        _make_final(dispute, now, now)


def _make_final(dispute: Case, now: datetime, final_at: datetime) -> None:
    """A store that has lost breaks a rule by it, once in a case, however often it is ruled on."""
    if Party.SELLER in losers(dispute.stands_for):
        dispute.breaches.setdefault(Trigger.RULING_LOST, final_at)
    dispute.carry_out_ruling(now)


_OUTCOMES: dict[Verb, Callable[[Case, Act, datetime], None]] = {
    Verb.CHANGE: _change,
    Verb.WITHDRAW: lambda case, act, now: case.close(pay=False, state=State.WITHDRAWN),
    Verb.REPORT_ARRIVAL: _report_arrival,
    Verb.HOLD: _hold,
    Verb.ACCEPT: _accept,
    Verb.REJECT: _reject,
    Verb.PROPOSE: _propose,
    Verb.ESCALATE: lambda case, act, now: case.hear(now),
    Verb.ADD_EVIDENCE: lambda case, act, now: case.say(act, now),
    Verb.CHANGE_EVIDENCE: _change_evidence,
    Verb.FINISH_EVIDENCE: _finish,
    Verb.SEND_MESSAGE: lambda case, act, now: case.write(act, now),
    Verb.ACCEPT_RULING: _accept_ruling,
    Verb.APPEAL: _appeal,
    Verb.GIVE_ADDRESS: _give_address,
    Verb.SHIP_RETURN: _ship,
    Verb.CLAIM_FREIGHT: _claim_freight,
    Verb.CORRECT_TRACKING: _correct_tracking,
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


def run_out(dispute: Case, now: datetime, assignee: str | None) -> None:
    """`assignee` is whom the platform has chosen, where it had to choose somebody."""
    before, dispute.now = dispute.due, now
    if dispute.state in PLATFORM_STATES and dispute.is_last_round:
        _end_unruled(dispute, now)
    else:
        _CONSEQUENCES[dispute.state](dispute, now, assignee)
    dispute.count(now, before)
    dispute.log.append((now, dispute.state, dispute.due))


def _end_unruled(dispute: Case, now: datetime) -> None:
    """A ruling that waits counts; else the one that was appealed, at no cost for a store that has
    appealed it; else what the buyer asks for, as far as the goods have not gone back."""
    if dispute.ruled is not None:
        _count(dispute, dispute.ruled.offer, dispute.ruled.cited, {dispute.ruled.by}, now)
    elif dispute.state == State.APPEALED:
        if Party.SELLER not in dispute.appealed:
            _make_final(dispute, now, _ran_out_at(dispute))
        else:
            dispute.carry_out_ruling(now)
    else:
        asked, whose = dispute.stands_for[Party.BUYER], Party.BUYER
        returns = asked.solution == Solution.RETURN_AND_REFUND
        if Party.BUYER not in dispute.table or (returns and not dispute.may_return):
            whose = Party.PLATFORM
            dispute.put(whose, Offer(Solution.REFUND, asked.amount_minor))
        dispute.settle(whose, SettledBy.NO_RULING, now)


def _force(dispute: Case, now: datetime, _assignee: str | None) -> None:
    dispute.breaches[Trigger.NO_RESPONSE] = _ran_out_at(dispute)
    dispute.settle(Party.BUYER, SettledBy.SELLER_SILENCE, now)


def _pass_return(dispute: Case, now: datetime, _assignee: str | None) -> None:
    """The store has agreed to the return, got it, and said nothing."""
    if dispute.settled_by == SettledBy.AGREEMENT and dispute.delivered:
        dispute.breaches[Trigger.AGREEMENT_BROKEN] = _ran_out_at(dispute)
    dispute.close(pay=True)


def _ran_out_at(dispute: Case) -> datetime:
    """A breach happens when the clock says so, however late the platform looks at it."""
    assert dispute.due is not None
    return dispute.due


_CONSEQUENCES: dict[State, Callable[[Case, datetime, str | None], None]] = {
    State.AWAITING_SELLER: _force,
    State.NEGOTIATING: lambda case, now, _assignee: case.hear(now),
    State.HEARING: lambda case, now, _assignee: case.close_evidence(now),
    State.AWAITING_RULING: lambda case, now, assignee: case.assign(assignee, now),
    State.RULED: lambda case, now, _assignee: _make_final(case, now, _ran_out_at(case)),
    State.APPEALED: lambda case, now, assignee: case.assign(assignee, now),
    State.AWAITING_ADDRESS: lambda case, now, _assignee: case.close(pay=True),
    State.AWAITING_RETURN: lambda case, now, _assignee: case.close(pay=False),
    State.RETURN_IN_TRANSIT: _pass_return,
}
