"""Doing to the product what the model speaks of: every verb by its public function."""

from collections.abc import Callable, Sequence

from arbitration.verbs import approval, assignment, evidence_requests, rulings
from disputes.models import Attachment, Dispute, ParcelItem, Proposal, User
from disputes.permissions import Actor
from disputes.states import Party, Verb
from disputes.verbs import (
    appeals,
    applications,
    evidence,
    evidence_revisions,
    freight,
    late_goods,
    messages,
    negotiation,
    refund_requests,
    return_addresses,
    returns,
)
from tests.histories.acts import Act, Person
from tests.histories.books import Books
from tests.histories.cast import RECEIVED, Cast
from tests.histories.goods import Item


class Stage:
    """Where acts are done: the cast, and the photos that are still held for a form."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._held = {name: list(files) for name, files in cast.files.items()}

    def has_photo(self, who: Person) -> bool:
        return bool(self._held.get(who.name))

    def use_photo(self, who: Person) -> None:
        self._held[who.name].pop()

    def files(self, act: Act) -> list[Attachment]:
        return self._held[act.who.name][-1:] if act.photo else []

    def user(self, act: Act) -> User:
        return self.cast.users[act.who.name]

    def actor(self, act: Act) -> Actor:
        return self.cast.actor(act.who)

    def file(self, act: Act, item: Item) -> Dispute:
        rows = ParcelItem.objects.select_related("line", "order")
        return applications.open_dispute(
            self.user(act),
            rows.get(order=self.cast.rows[item.order.name], number=item.number),
            pieces=act.pieces,
            reason=self.cast.reasons[act.reason],
            offer=act.offer,
            text=act.text,
            files=self.files(act),
        )

    def file_all(self, acts: Sequence[Act], items: Sequence[Item]) -> list[Dispute]:
        rows = ParcelItem.objects.select_related("line", "order")
        found = [
            rows.get(order=self.cast.rows[item.order.name], number=item.number) for item in items
        ]
        [act, *_alike] = acts
        return applications.open_disputes(
            self.user(act),
            [
                applications.Claim(row, each.offer, each.pieces)
                for row, each in zip(found, acts, strict=True)
            ],
            reason=self.cast.reasons[act.reason],
            text=act.text,
            files=self.files(act),
        )

    def perform_in_all(
        self, acts: Sequence[Act], disputes: Sequence[Dispute], books: Books
    ) -> None:
        act = acts[0]
        if act.verb == Verb.ACCEPT:
            shown = [
                _shown(each, dispute, books) for each, dispute in zip(acts, disputes, strict=True)
            ]
            negotiation.accept_all(self.actor(act), dict(zip(disputes, shown, strict=True)))
        else:
            _DO_IN_ALL[act.verb](self.actor(act), disputes, act.text)

    def perform(self, act: Act, dispute: Dispute, books: Books) -> None:
        """`case` may be stale, as it is on a page that was opened a while ago."""
        if act.verb == Verb.ACCEPT:
            negotiation.accept(self.actor(act), dispute, _shown(act, dispute, books))
        else:
            _DO[act.verb](self, act, dispute)


def _shown(act: Act, dispute: Dispute, books: Books) -> Proposal:
    [proposal_id] = [
        row["id"]
        for row in books.of_case("disputes_proposal", dispute.pk)
        if (row["party"], row["version"]) == (act.shown or (Party.BUYER, 1))
    ]
    return Proposal(pk=proposal_id)


# The same in several cases at once; ACCEPT apart, too.
_DO_IN_ALL: dict[Verb, Callable[[Actor, Sequence[Dispute], str], object]] = {
    Verb.REJECT: lambda who, cases, text: negotiation.reject(who, *cases, text=text),
    Verb.HOLD: lambda who, cases, _text: late_goods.hold(who, *cases),
    Verb.ESCALATE: lambda who, cases, _text: negotiation.escalate(who, *cases),
    Verb.WITHDRAW: lambda who, cases, _text: refund_requests.withdraw(who, *cases),
    Verb.ADD_EVIDENCE: lambda who, cases, text: evidence.add_evidence(who, *cases, text=text),
    Verb.FINISH_EVIDENCE: lambda who, cases, _text: evidence.finish_evidence(who, *cases),
}
# All but ACCEPT, which needs to know what the page showed.
_DO: dict[Verb, Callable[[Stage, Act, Dispute], object]] = {
    Verb.CHANGE: lambda on, act, case: refund_requests.change_request(
        on.actor(act), case, offer=act.offer
    ),
    Verb.WITHDRAW: lambda on, act, case: refund_requests.withdraw(on.actor(act), case),
    Verb.REPORT_ARRIVAL: lambda on, act, case: late_goods.report_arrival(
        on.actor(act),
        case,
        reason=on.cast.reasons[RECEIVED],
        offer=act.offer,
        text=act.text,
        files=on.files(act),
    ),
    Verb.HOLD: lambda on, act, case: late_goods.hold(on.actor(act), case),
    Verb.REJECT: lambda on, act, case: negotiation.reject(on.actor(act), case, text=act.text),
    Verb.PROPOSE: lambda on, act, case: negotiation.propose(on.actor(act), case, offer=act.offer),
    Verb.ESCALATE: lambda on, act, case: negotiation.escalate(on.actor(act), case),
    Verb.ADD_EVIDENCE: lambda on, act, case: evidence.add_evidence(
        on.actor(act), case, text=act.text
    ),
    Verb.CHANGE_EVIDENCE: lambda on, act, case: evidence_revisions.change_evidence(
        on.actor(act), case, case.evidence.get(number=act.number), text=act.text
    ),
    Verb.FINISH_EVIDENCE: lambda on, act, case: evidence.finish_evidence(on.actor(act), case),
    Verb.SEND_MESSAGE: lambda on, act, case: messages.send_message(
        on.actor(act), case, text=act.text
    ),
    Verb.ACCEPT_RULING: lambda on, act, case: appeals.accept_ruling(on.actor(act), case),
    Verb.APPEAL: lambda on, act, case: appeals.appeal(on.actor(act), case, text=act.text),
    Verb.GIVE_ADDRESS: lambda on, act, case: return_addresses.give_address(
        on.actor(act), case, address=act.text, country="ES"
    ),
    Verb.SHIP_RETURN: lambda on, act, case: returns.ship_return(
        on.actor(act),
        case,
        carrier="Correos",
        tracking=act.text,
        freight_minor=act.freight,
        files=on.files(act),
    ),
    Verb.CLAIM_FREIGHT: lambda on, act, case: freight.claim_freight(
        on.actor(act), case, amount_minor=act.freight, files=on.files(act)
    ),
    Verb.CORRECT_TRACKING: lambda on, act, case: returns.correct_tracking(
        on.actor(act), case, carrier="Correos", tracking=act.text
    ),
    Verb.CONFIRM_RETURN: lambda on, act, case: returns.confirm_return(on.actor(act), case),
    Verb.CONTEST_RETURN: lambda on, act, case: returns.contest_return(
        on.actor(act),
        case,
        text=act.text,
        files=on.files(act),
        claim=act.claim,
        pieces=act.pieces,
    ),
    Verb.REPORT_RETURN_DELIVERED: lambda on, act, case: returns.report_return_delivered(
        on.actor(act),
        case,
        delivered_at=act.delivered_at or on.cast.clock.at,
        text=act.text,
        files=on.files(act),
    ),
    Verb.TAKE: lambda on, act, case: assignment.take_next(on.user(act)),
    Verb.REQUEST_EVIDENCE: lambda on, act, case: evidence_requests.request_evidence(
        on.user(act), case, of=act.of, text=act.text
    ),
    Verb.RULE: lambda on, act, case: rulings.issue_ruling(
        on.user(act),
        case,
        offer=act.offer,
        ground=on.cast.ground(act.offer),
        reasons=f"They leave no doubt: evidence 1 and {act.number} show what both sides say.",
        cites=[1, act.number],
    ),
    Verb.APPROVE: lambda on, act, case: approval.approve_ruling(on.user(act), case),
    Verb.SEND_BACK: lambda on, act, case: approval.send_ruling_back(
        on.user(act), case, comment=act.text
    ),
    Verb.HAND_BACK: lambda on, act, case: assignment.hand_back(
        on.user(act), case, comment=act.text
    ),
    Verb.REASSIGN: lambda on, act, case: assignment.reassign(
        on.user(act), case, to=on.cast.users[act.to.name if act.to else ""]
    ),
}
