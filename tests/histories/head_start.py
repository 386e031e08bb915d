"""A case comes far at once: most histories would end before it is ruled on, or goods come back."""

from hypothesis import strategies as st

from disputes.states import PLATFORM_STATES, Party, Solution, State, Verb
from tests.histories.acts import Act, Person
from tests.histories.cast import JUDGES, PEOPLE, SUPERVISOR
from tests.histories.model import Case
from tests.histories.news import Data
from tests.histories.offers import BOTH
from tests.histories.play import TICK, Known
from tests.histories.stillness import Stillness
from tests.histories.tally import DONE
from tests.histories.terms import RETURNS, TERMS, WORDS, offer, pick
from tests.histories.turns import barred, may_judge

MOST_ACTS = 9


class HeadStart(Stillness):
    """The shortest way to a ruling, or to goods on their way back; each act is played as any."""

    def case_comes_far(self, data: Data) -> None:
        known = pick(data, self.open)
        wants_return = known.model.may_return and data.draw(st.booleans())
        for _ in range(data.draw(st.integers(2, MOST_ACTS))):
            act = self._next_act(known, data, wants_return=wants_return)
            if act is None or barred(known.model, act.verb, act.who, self.now):
                break
            if self.act(known, act) != DONE:
                break

    def _next_act(self, known: Known, data: Data, *, wants_return: bool) -> Act | None:
        dispute = known.model
        if dispute.state in PLATFORM_STATES:
            return self._act_of_platform(dispute, data)
        if dispute.state == State.RULED:
            return Act(Verb.APPEAL, _side(dispute, min(dispute.may_appeal)), text=data.draw(WORDS))
        text, buyer = data.draw(WORDS), _side(dispute, Party.BUYER)
        seller = _side(dispute, Party.SELLER)
        if wants_return and dispute.state in (State.AWAITING_SELLER, State.NEGOTIATING):
            return self._act_for_a_return(dispute, data)
        match dispute.state:
            case State.AWAITING_SELLER:
                return Act(Verb.REJECT, seller, text=text)
            case State.NEGOTIATING:
                return Act(Verb.ESCALATE, buyer)
            case State.HEARING:
                return Act(Verb.FINISH_EVIDENCE, _side(dispute, min(BOTH - dispute.done)))
            case State.AWAITING_ADDRESS:
                return Act(Verb.GIVE_ADDRESS, seller, text=text)
            case State.AWAITING_RETURN:
                return Act(Verb.SHIP_RETURN, buyer, text=text)
            case State.RETURN_IN_TRANSIT if not dispute.delivered:
                assert dispute.shipped_at is not None
                at = pick(data, [dispute.shipped_at] * 2 + [dispute.shipped_at - TICK])
                return Act(Verb.REPORT_RETURN_DELIVERED, SUPERVISOR, delivered_at=at)
        return None

    def _act_for_a_return(self, dispute: Case, data: Data) -> Act:
        """The seller accepts a return that is asked for; else offers one, which the buyer takes."""
        for party, proposed in dispute.table.items():
            if party in BOTH and proposed.offer.solution == Solution.RETURN_AND_REFUND:
                [other] = BOTH - {party}
                shown = party, proposed.version
                return Act(Verb.ACCEPT, _side(dispute, other), shown=shown)
        terms = offer(pick(data, RETURNS), dispute.most)
        return Act(Verb.PROPOSE, _side(dispute, Party.SELLER), offer=terms)

    def _act_of_platform(self, dispute: Case, data: Data) -> Act | None:
        """Whoever has the case rules, or approves; a supervisor finds somebody who can."""
        if dispute.is_waiting_for_answers(self.now):
            party = min(BOTH - dispute.done)
            return Act(Verb.FINISH_EVIDENCE, _side(dispute, party))
        if dispute.assignee is None:
            able = [who for who in JUDGES if may_judge(dispute, who)]
            return Act(Verb.REASSIGN, SUPERVISOR, to=pick(data, able)) if able else None
        [judge] = [who for who in JUDGES if who.name == dispute.assignee]
        if dispute.ruled is None:
            terms = offer(data.draw(TERMS), dispute.most)
            return Act(Verb.RULE, judge, terms, data.draw(WORDS), number=1)
        falls = dispute.is_unread or dispute.ruled.offer.amount_minor > dispute.line.left
        return Act(Verb.SEND_BACK if falls else Verb.APPROVE, judge, text="Read it.")


def _side(dispute: Case, party: Party) -> Person:
    """Somebody who stands on this side of the case."""
    return next(
        who
        for who in PEOPLE
        if who.party == party
        and who.name in ({dispute.order.buyer} if party == Party.BUYER else dispute.order.store)
    )
