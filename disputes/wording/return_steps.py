"""The one thing to do now, while goods go back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disputes.models import Dispute
from disputes.states import Party, State


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
        return _awaiting_return(viewer)
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


def _awaiting_return(viewer: Party) -> NextStep:
    if viewer == Party.BUYER:
        return NextStep(
            _("Send the item back"),
            _("Send it to the address below, then enter the carrier and the tracking number here."),
            yours=True,
        )
    return NextStep(
        _("The buyer sends the item back"),
        _("To the address below. You need not do anything."),
        yours=False,
    )


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
