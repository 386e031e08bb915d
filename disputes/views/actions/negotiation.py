"""The pages of the talk between the two sides."""

from collections import Counter

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes import access
from disputes.errors import Code, Refused
from disputes.forms import AcceptanceForm, ProposalForm, StatementForm
from disputes.models import Proposal
from disputes.rules.money import format_money
from disputes.rules.solutions import too_little_left
from disputes.selectors import DisputeView
from disputes.states import OTHER_SIDE, Party, Solution, Verb
from disputes.verbs import negotiation
from disputes.views.actions.joint import JointAction
from disputes.views.actions.side import AboutAnOffer, WithoutForm
from disputes.wording import offer_in_words
from disputes.wording.answers import answer_consequences
from disputes.wording.goods import whose_goods
from disputes.wording.groups import naming


class Accept(JointAction[AcceptanceForm], AboutAnOffer[AcceptanceForm]):
    verb = Verb.ACCEPT
    style = "primary"
    done = gettext_lazy("You accepted. It is being carried out.")

    @property
    def possible(self) -> bool:
        # Between two queries the other side may have taken it off the table.
        return super().possible and self.view.offered is not None

    def refusal(self) -> Refused | None:
        return super().refusal() or self._too_little_left()

    def _too_little_left(self) -> Refused | None:
        """Nobody reads that a sum will be paid of which less is left."""
        dispute, offered = self.view.dispute, self.view.offered
        if offered is None:
            return None
        left_minor = access.left_to_refund([dispute])[dispute.pk]
        if offered.amount_minor <= left_minor:
            return None
        return Refused(Code.AMOUNT_INVALID, too_little_left(left_minor, dispute.currency))

    def form(self, data: QueryDict | None) -> AcceptanceForm:
        dispute, offered = self.view.dispute, self.view.offered
        gets_goods = self.view.viewer == Party.SELLER and _goes_back(offered)
        known = dispute.address or dispute.store.address
        return AcceptanceForm(data, offered=offered, asks_address=gets_goods, known=known)

    def consequences_now(self) -> list[str]:
        offered = self.view.offered
        assert offered is not None, "only what is on the table can be accepted"
        settled = _("You agree to %(offer)s.") % {
            "offer": offer_in_words(offered.offer, offered.currency)
        }
        amount = {"amount": format_money(offered.amount_minor, offered.currency)}
        goods = whose_goods(self.view.dispute, offered.offer)
        if offered.solution == Solution.NO_REFUND:
            return [settled, _("No money moves, and the case closes."), goods]
        if offered.solution == Solution.REFUND:
            paid = _("%(amount)s is paid to the buyer, and the case closes.") % amount
            return [settled, paid, *_on_top(self.view), goods]
        return [
            settled,
            *_way_back(self.view),
            _("%(amount)s is paid to the buyer when the item is back.") % amount,
        ]

    def in_all(self) -> str:
        sums: Counter[str] = Counter()
        for view in (self.view, *self.others):
            if view.offered is not None:
                sums[view.offered.currency] += view.offered.amount_minor
        amounts = [format_money(minor, currency) for currency, minor in sums.items()]
        return _("In all: %(amount)s") % {"amount": " + ".join(amounts)}

    def do(self, form: AcceptanceForm) -> None:
        theirs = self.view.dispute.proposals.filter(party=OTHER_SIDE[self.actor.party])
        read = theirs.filter(version=form.cleaned_data["version"]).first()
        if read is None:
            raise _stale()
        offered = {self.view.dispute: read}
        for other in self.others:
            with naming(other.dispute.snapshot.title, several=True):
                if other.offered is None:
                    raise _stale()
            offered[other.dispute] = other.offered
        negotiation.accept_all(self.actor, offered, address=form.given)


class Reject(JointAction[StatementForm], AboutAnOffer[StatementForm]):
    verb = Verb.REJECT
    style = "danger"
    done = gettext_lazy("You rejected the request.")
    files = gettext_lazy("Photos that show the item as you sent it help the platform to decide.")

    def form(self, data: QueryDict | None) -> StatementForm:
        return StatementForm(data, label=_("Why do you reject it?"))

    def consequences_now(self) -> list[str]:
        days = self.view.dispute.policy.negotiation_days
        return [
            _("The buyer reads your reasons and sees your photos."),
            ngettext(
                "You both have %(number)d day to find a solution; after that the platform decides.",
                "You both have %(number)d days to find a solution; after that the platform "
                "decides.",
                days,
            )
            % {"number": days},
        ]

    def do(self, form: StatementForm) -> None:
        text = form.cleaned_data["text"]
        negotiation.reject(self.actor, *self.disputes, text=text, files=self.sent)


class Propose(AboutAnOffer[ProposalForm]):
    verb = Verb.PROPOSE
    done = gettext_lazy("Your proposal is on the table.")

    def form(self, data: QueryDict | None) -> ProposalForm:
        dispute, mine = self.view.dispute, self.view.latest(self.view.viewer)
        return ProposalForm(
            data,
            paid_minor=dispute.snapshot.paid_minor,
            currency=dispute.currency,
            may_return=dispute.may_return,
            freight_percent=dispute.policy.freight_percent,
            may_refuse=True,
            offer=mine.offer if mine else self.view.request.offer,
        )

    def consequences_now(self) -> list[str]:
        return [
            _("The other side can accept it at once; then it is carried out."),
            _("It replaces your proposal before it. What the other side proposes stays."),
            *answer_consequences(self.view.dispute, self.actor.party, self.view.now),
        ]

    def do(self, form: ProposalForm) -> None:
        text = form.cleaned_data["text"]
        negotiation.propose(self.actor, self.view.dispute, offer=form.offer, text=text)


class Escalate(JointAction[Form], WithoutForm):
    verb = Verb.ESCALATE
    done = gettext_lazy("The platform is asked to decide. Add your evidence now.")

    def consequences_now(self) -> list[str]:
        dispute = self.view.dispute
        days = dispute.policy.hearing_days
        return [
            ngettext(
                "Both sides have %(number)d day to complete their evidence.",
                "Both sides have %(number)d days to complete their evidence.",
                days,
            )
            % {"number": days},
            ngettext(
                "Then an arbitrator decides, within %(number)d day at the latest.",
                "Then an arbitrator decides, within %(number)d days at the latest.",
                dispute.policy.platform_days,
            )
            % {"number": dispute.policy.platform_days},
            _("Until a ruling is written you can still agree."),
        ]

    def do(self, form: Form) -> None:
        negotiation.escalate(self.actor, *self.disputes)


def _on_top(view: DisputeView) -> list[str]:
    """What is paid for a way back that was promised and shown, where a return was contested."""
    owed = view.dispute.freight_owed_minor
    if not owed:
        return []
    money = {"amount": format_money(owed, view.dispute.currency)}
    return [_("%(amount)s for the way back comes on top.") % money]


def _stale() -> Refused:
    return Refused(Code.STALE, _("There is no such proposal. Look at the case again."))


def _goes_back(offered: Proposal | None) -> bool:
    return offered is not None and offered.solution == Solution.RETURN_AND_REFUND


def _way_back(view: DisputeView) -> list[str]:
    """What follows from an agreement on a return, before the goods are on their way."""
    policy = view.dispute.policy
    sending = ngettext(
        "The buyer has %(number)d day to send the item back, from when the address is known.",
        "The buyer has %(number)d days to send the item back, from when the address is known.",
        policy.return_days,
    ) % {"number": policy.return_days}
    if view.dispute.address or (view.dispute.store.address and view.viewer == Party.BUYER):
        return [_("The return address then stands in the case."), sending]
    days = ngettext(
        "A seller who gives no return address within %(number)d day pays without a return.",
        "A seller who gives no return address within %(number)d days pays without a return.",
        policy.address_days,
    )
    return [sending, days % {"number": policy.address_days}]
