"""The pages of the way back of the goods."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.forms import (
    AddressForm,
    ContestForm,
    FreightForm,
    ProofOfDeliveryForm,
    ShippingForm,
    TrackingForm,
    UploadBox,
)
from disputes.models import Policy, Proposal
from disputes.rules.money import format_money
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution, Verb
from disputes.verbs import freight, return_addresses, returns
from disputes.views.actions.side import SideAction, WithoutForm
from disputes.wording.freight import how_long_mended


class GiveAddress(SideAction[AddressForm]):
    verb = Verb.GIVE_ADDRESS
    style = "primary"
    done = gettext_lazy("The buyer now knows where to send the item.")

    def form(self, data: QueryDict | None) -> AddressForm:
        dispute = self.view.dispute
        return AddressForm(data, known=dispute.address or dispute.store.address)

    def consequences_now(self) -> list[str]:
        policy, is_change = self.view.dispute.policy, self.view.dispute.address is not None
        days = ngettext(
            "The buyer has %(number)d day from now to send the item there.",
            "The buyer has %(number)d days from now to send the item there.",
            policy.return_days,
        ) % {"number": policy.return_days}
        left = policy.address_changes - self.view.dispute.address_changes - is_change
        return [
            _("Only the buyer and the platform see the address, in this case alone."),
            days,
            ngettext(
                "After this you can change it %(number)d more time, until the item is sent.",
                "After this you can change it %(number)d more times, until the item is sent.",
                left,
            )
            % {"number": left},
        ]

    def do(self, form: AddressForm) -> None:
        return_addresses.give_address(
            self.actor,
            self.view.dispute,
            address=form.cleaned_data["address"],
            country=form.cleaned_data["country"],
        )


class ShipReturn(SideAction[ShippingForm]):
    verb = Verb.SHIP_RETURN
    style = "primary"
    done = gettext_lazy("The seller now knows that the item is on its way back.")
    files = gettext_lazy("The receipt of what you paid to send it. You can also add it later.")

    @property
    def boxes(self) -> Sequence[UploadBox]:
        """For the receipt, where somebody else pays."""
        return super().boxes if self._terms.freight_minor else ()

    @property
    def _terms(self) -> Offer:
        settled = self.view.dispute.settlement
        return settled.offer if settled else Offer(Solution.RETURN_AND_REFUND)

    def form(self, data: QueryDict | None) -> ShippingForm:
        most_minor = self._terms.freight_minor
        return ShippingForm(data, most_minor=most_minor, currency=self.view.dispute.currency)

    def beside(self) -> dict[str, Any]:
        return {"shows_address": True}

    def consequences_now(self) -> list[str]:
        policy = self.view.dispute.policy
        return [
            _("The seller sees the carrier and the tracking number. You can correct them later."),
            _freight(self._terms, self.view.dispute.currency),
            _inspection(policy),
            ngettext(
                "If nobody learns of a delivery, and the seller does not answer, the refund is "
                "paid %(number)d day from now.",
                "If nobody learns of a delivery, and the seller does not answer, the refund is "
                "paid %(number)d days from now.",
                policy.return_transit_days,
            )
            % {"number": policy.return_transit_days},
        ]

    def do(self, form: ShippingForm) -> None:
        returns.ship_return(
            self.actor,
            self.view.dispute,
            carrier=form.cleaned_data["carrier"],
            tracking=form.cleaned_data["tracking"],
            freight_minor=form.freight_minor,
            files=self.sent,
        )


class ClaimFreight(SideAction[FreightForm]):
    verb = Verb.CLAIM_FREIGHT
    done = gettext_lazy("What the return cost is noted. The seller sees the receipt.")
    files = gettext_lazy("The receipt: a photo of it, or the document that you were sent.")

    def form(self, data: QueryDict | None) -> FreightForm:
        dispute = self.view.dispute
        return FreightForm(data, most_minor=dispute.freight_most_minor, currency=dispute.currency)

    def consequences_now(self) -> list[str]:
        dispute = self.view.dispute
        settled = dispute.settlement
        assert settled is not None, "a return belongs to a settlement"
        return [
            _freight(settled.offer, dispute.currency),
            _("It is paid with the refund."),
            how_long_mended(dispute, self.view.now),
        ]

    def do(self, form: FreightForm) -> None:
        freight.claim_freight(
            self.actor, self.view.dispute, amount_minor=form.freight_minor, files=self.sent
        )


class CorrectTracking(SideAction[TrackingForm]):
    verb = Verb.CORRECT_TRACKING
    done = gettext_lazy("The tracking is corrected. The seller sees it.")

    def form(self, data: QueryDict | None) -> TrackingForm:
        dispute = self.view.dispute
        known = {"carrier": dispute.return_carrier, "tracking": dispute.return_tracking}
        return TrackingForm(data, initial=known)

    def consequences_now(self) -> list[str]:
        return [
            _("The seller sees the new tracking, and the history keeps the old one."),
            _("No deadline changes."),
        ]

    def do(self, form: TrackingForm) -> None:
        returns.correct_tracking(self.actor, self.view.dispute, **form.cleaned_data)


class ShowDelivery(SideAction[ProofOfDeliveryForm]):
    verb = Verb.REPORT_RETURN_DELIVERED
    done = gettext_lazy("The seller's time to look at the return has begun.")
    files = gettext_lazy("A picture of the carrier's page, or the carrier's confirmation.")

    def form(self, data: QueryDict | None) -> ProofOfDeliveryForm:
        return ProofOfDeliveryForm(data, now=self.view.now)

    def consequences_now(self) -> list[str]:
        return [
            _("The seller and the platform see your proof."),
            _inspection(self.view.dispute.policy),
        ]

    def do(self, form: ProofOfDeliveryForm) -> None:
        returns.report_return_delivered(
            self.actor,
            self.view.dispute,
            delivered_at=form.delivery,
            text=form.cleaned_data["text"],
            files=self.sent,
        )


class ConfirmReturn(WithoutForm):
    verb = Verb.CONFIRM_RETURN
    style = "primary"
    done = gettext_lazy("You confirmed the return. The refund will be paid.")

    def consequences_now(self) -> list[str]:
        dispute = self.view.dispute
        settled = dispute.settlement
        assert settled is not None, "a return belongs to a settlement"
        goods, way_back = settled.amount_minor, dispute.freight_owed_minor
        said = [
            _("%(amount)s is paid to the buyer, and the case closes.")
            % {"amount": format_money(goods + way_back, settled.currency)}
        ]
        if way_back:
            said.append(_parts_of(goods, way_back, FreightPayer(dispute.freight_payer), settled))
        return said

    def do(self, form: Form) -> None:
        returns.confirm_return(self.actor, self.view.dispute)


class ContestReturn(SideAction[ContestForm]):
    verb = Verb.CONTEST_RETURN
    style = "danger"
    done = gettext_lazy("You contested the return. The platform hears both sides.")
    files = gettext_lazy(
        "Show what came back: the parcel, its label, the item; or the carrier's report. Of what "
        "has not arrived nothing need be shown."
    )

    def form(self, data: QueryDict | None) -> ContestForm:
        return ContestForm(data, sent=self.view.dispute.snapshot.pieces)

    def consequences_now(self) -> list[str]:
        dispute = self.view.dispute
        days = dispute.policy.hearing_days
        said = [
            _("The refund stops, and the platform hears both sides."),
            ngettext(
                "You both have %(number)d day to complete the evidence; then an arbitrator "
                "decides.",
                "You both have %(number)d days to complete the evidence; then an arbitrator "
                "decides.",
                days,
            )
            % {"number": days},
            _("If it has not arrived, the buyer is asked for proof of sending."),
        ]
        if dispute.snapshot.pieces > 1:
            said.append(
                _(
                    "If only some of the pieces came back, you propose with it to pay for those. "
                    "The buyer can accept that."
                )
            )
        return said

    def do(self, form: ContestForm) -> None:
        returns.contest_return(
            self.actor,
            self.view.dispute,
            text=form.cleaned_data["text"],
            files=self.sent,
            claim=form.cleaned_data["claim"],
            pieces=form.cleaned_data.get("pieces"),
        )


def _inspection(policy: Policy) -> str:
    """What follows once the delivery of a return is known."""
    days = policy.inspection_days
    return ngettext(
        "Once its delivery is known, the seller has %(number)d day to look at it. A seller who "
        "does not answer pays.",
        "Once its delivery is known, the seller has %(number)d days to look at it. A seller who "
        "does not answer pays.",
        days,
    ) % {"number": days}


def _freight(terms: Offer, currency: str) -> str:
    """What becomes of what the buyer pays to send the goods."""
    if not terms.freight_minor:
        return _("You pay the way back yourself.")
    most = {"most": format_money(terms.freight_minor, currency)}
    if terms.freight_payer == FreightPayer.PLATFORM:
        return (
            _("The platform pays what the receipt shows for the way back, up to %(most)s.") % most
        )
    return _("The seller pays what the receipt shows for the way back, up to %(most)s.") % most


def _parts_of(goods: int, way_back: int, payer: FreightPayer, settled: Proposal) -> str:
    """Of a sum that is paid, what is for the goods and what for the way back."""
    parts = {
        "goods": format_money(goods, settled.currency),
        "freight": format_money(way_back, settled.currency),
    }
    if payer == FreightPayer.PLATFORM:
        return (
            _(
                "That is %(goods)s for the item, and %(freight)s for the way back, which the "
                "platform pays."
            )
            % parts
        )
    return _(
        "That is %(goods)s for the item, and %(freight)s for the way back, charged to you."
    ) % (parts)
