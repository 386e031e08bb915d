"""What the history tells of goods that go back, where it takes more than the kind of event."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from disputes.models import Event
from disputes.states import EventKind, ReturnClaim

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def of_way_back(event: Event) -> "StrOrPromise | None":
    """A sentence with places for the event's values; none for what is told by its kind alone."""
    match event.kind:
        case EventKind.REFUND_PAID if event.data.get("freight_minor"):
            return _PAID_WITH_FREIGHT
        case EventKind.RETURN_CONTESTED:
            return _CONTESTED[ReturnClaim(event.data["claim"])]
        case EventKind.ADDRESS_GIVEN:
            return _ADDRESS_OF_STORE if event.data["of_store"] else _ADDRESS_OF_SELLER
        case EventKind.RETURN_DELIVERED if event.data["source"]:
            return _DELIVERED_SAYS
    return None


_PAID_WITH_FREIGHT = _(
    "%(total)s was paid to the buyer: the refund of %(amount)s, and %(freight)s for the way back."
)
_CONTESTED = {
    ReturnClaim.NOT_ARRIVED: _(
        "The seller says that the return has not arrived. The platform hears both sides, and the "
        "buyer is asked for proof of sending."
    ),
    ReturnClaim.INCOMPLETE: _(
        "The seller says that %(pieces)s of %(of)s pieces came back. The platform hears both sides."
    ),
    ReturnClaim.NOT_IN_ORDER: _("The seller contested the return. The platform hears both sides."),
}
_ADDRESS_OF_STORE = _("The item goes back to the return address of the store.")
_ADDRESS_OF_SELLER = _("The seller gave the return address.")
_DELIVERED_SAYS = _("The return was delivered on %(delivered)s, says %(source)s.")
