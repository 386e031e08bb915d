"""What nobody disputes about a case: the order and its money."""

from django.utils.translation import gettext as _

from disputes.presenters.parts import Fact, carrier_and_number, quantity, refunded_elsewhere
from disputes.rules.money import format_money
from disputes.rules.texts import isolated
from disputes.selectors import DisputeView


def facts(view: DisputeView) -> list[Fact]:
    """The order and its money; the reason is the buyer's word, so it stands apart."""
    dispute, line = view.dispute, view.dispute.snapshot
    found = [
        (_("Order"), line.order_reference),
        (_("Quantity and price"), _price(view)),
        (_("Shipping"), format_money(line.shipping_minor, line.currency)),
        (_("Paid for it"), format_money(line.paid_minor, line.currency)),
        (_("Refunded elsewhere"), refunded_elsewhere(line)),
        (_("Carrier"), carrier_and_number(line.carrier, line.tracking_number)),
        (_("Return address"), _address(view)),
        (_("Last thing known"), line.get_status_display()),
        (
            _("Return carrier"),
            carrier_and_number(dispute.return_carrier, dispute.return_tracking),
        ),
        (_("Paid for the way back"), _freight(view)),
        (_("Settled by"), dispute.get_settled_by_display()),
        (_("Requests for evidence"), _requests(view)),
        (_("Policy"), _("Version %(number)d") % {"number": dispute.policy.version}),
    ]
    return [Fact(label, value) for label, value in found if value]


def _freight(view: DisputeView) -> str:
    """What the buyer has shown, and how much of it is paid back."""
    dispute = view.dispute
    if dispute.freight_paid_minor is None:
        return ""
    return _("%(paid)s, of which %(owed)s is paid back") % {
        "paid": format_money(dispute.freight_paid_minor, dispute.currency),
        "owed": format_money(dispute.freight_owed_minor, dispute.currency),
    }


def _address(view: DisputeView) -> str:
    address = view.dispute.address
    return ", ".join(map(isolated, address.lines)) if address else ""


def _price(view: DisputeView) -> str:
    line = view.dispute.snapshot
    price = format_money(line.price_minor, view.dispute.currency)
    return _("%(quantity)s × %(price)s") % {"quantity": quantity(line), "price": price}


def _requests(view: DisputeView) -> str:
    """How many of those that the policy allows; nothing while there was none."""
    made = view.dispute.evidence_requests
    if not made:
        return ""
    most = view.dispute.policy.evidence_requests
    return _("%(made)d of %(most)d") % {"made": made, "most": most}
