"""The one thing to do now, while goods go back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disputes.models import Dispute
from disputes.rules.money import format_money
from disputes.states import PAYERS, Party, State


@dataclass(frozen=True)
class NextStep:
    """A heading and a sentence; `yours` when this side has to act, else it can wait."""

    title: str
    text: str
    yours: bool


def return_step(dispute: Dispute, viewer: Party) -> NextStep:
    """In one of the states of a return."""
    if dispute.state == State.AWAITING_ADDRESS:
        return _awaiting_address(viewer)
    if dispute.state == State.AWAITING_RETURN:
        return _awaiting_return(dispute, viewer)
    return _return_in_transit(dispute, viewer)


def _awaiting_address(viewer: Party) -> NextStep:
    if viewer == Party.SELLER:
        return NextStep(
            _("Give the return address"),
            _("The buyer cannot send the item back before that."),
            yours=True,
        )
    return NextStep(
        _("The seller has to give a return address"),
        _("Do not send anything yet. You keep the item if no address is given in time."),
        yours=False,
    )


def _awaiting_return(dispute: Dispute, viewer: Party) -> NextStep:
    if viewer == Party.BUYER:
        send = _(
            "Send it to the seller's return address, then enter the carrier and the tracking "
            "number."
        )
        return NextStep(_("Send the item back"), f"{send} {_freight(dispute)}", yours=True)
    return NextStep(
        _("The buyer sends the item back"),
        _("It goes to the return address of this case. You need not do anything."),
        yours=False,
    )


def _freight(dispute: Dispute) -> str:
    """What the buyer gets back of the cost of sending it."""
    settled = dispute.settlement
    assert settled is not None, "a return belongs to a settlement"
    if settled.freight_payer not in PAYERS:
        return _("You pay for the way back.")
    return _("Keep the receipt: what you pay is paid back to you, at most %(most)s.") % {
        "most": format_money(settled.freight_minor, settled.currency)
    }


def _return_in_transit(dispute: Dispute, viewer: Party) -> NextStep:
    delivered = dispute.return_delivered_at is not None
    if viewer == Party.SELLER:
        return NextStep(
            _("Look at the return") if delivered else _("Look out for the return"),
            _("Confirm it when it is here, or contest it if it is not what you sent."),
            yours=True,
        )
    if delivered:
        return NextStep(
            _("The seller looks at the return"), _("You need not do anything."), yours=False
        )
    return NextStep(
        _("The item is on its way back"),
        _("When it has arrived, show that it was delivered: the seller's time then begins."),
        yours=False,
    )
