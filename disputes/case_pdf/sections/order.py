"""What nobody disputes: the order, its money and its way."""

from django.utils.translation import gettext as _

from disputes.case_pdf.blocks import (
    PdfPicture,
    PdfQuote,
    PdfSection,
    PdfTitle,
    Pictures,
    facts,
    soft,
)
from disputes.case_pdf.pictures import Album
from disputes.case_pdf.text import carrier_and_number, foreign, moment
from disputes.models import Dispute, LineSnapshot
from disputes.presenters.parts import quantity, refunded_elsewhere
from disputes.rules.money import format_money
from disputes.selectors import DisputeView


def order(view: DisputeView, album: Album) -> PdfSection:
    dispute, line = view.dispute, view.dispute.snapshot
    currency = line.currency
    return PdfSection(
        _("The order"),
        [
            facts(
                (_("Order"), foreign(line.order_reference)),
                (_("Item"), foreign(line.title)),
                (_("Store"), foreign(dispute.store.name)),
                (_("Buyer"), foreign(dispute.buyer.name)),
                (_("Quantity"), quantity(line)),
                (_("Price of one"), format_money(line.price_minor, currency)),
                (_("Shipping"), format_money(line.shipping_minor, currency)),
                (_("Paid for it"), format_money(line.paid_minor, currency)),
                (_("Ordered"), moment(line.placed_at)),
                (_("Dispatched"), moment(line.dispatched_at)),
                (_("Delivery promised by"), moment(line.promised_until)),
                (_("Delivered"), moment(line.delivered_at) or _("Not recorded")),
                (_("Last thing known"), line.get_status_display()),
                (_("Cancelled"), moment(line.cancelled_at)),
                (_("Refunded elsewhere"), refunded_elsewhere(line)),
                (_("Carrier"), carrier_and_number(line.carrier, line.tracking_number)),
                (_("Applied for"), moment(dispute.opened_at)),
                (_("Reason"), foreign(" › ".join(dispute.reason_labels))),
                (_("Return address"), _address(dispute)),
                (_("Return sent"), moment(dispute.return_shipped_at)),
                (
                    _("Return carrier"),
                    carrier_and_number(dispute.return_carrier, dispute.return_tracking),
                ),
                (_("Return delivered"), moment(dispute.return_delivered_at)),
                (_("Policy"), _("Version %(number)d") % {"number": dispute.policy.version}),
            ),
            PdfTitle(_("The listing")),
            *([PdfQuote(line.description)] if line.description else []),
            _listing(line, album),
        ],
    )


def _address(dispute: Dispute) -> str:
    return foreign(", ".join(dispute.address.lines)) if dispute.address else ""


def _listing(line: LineSnapshot, album: Album) -> Pictures | PdfQuote:
    if not line.picture:
        return PdfQuote(_("The listing had no picture."))
    picture = PdfPicture(
        album.add(line.picture, line.picture_sha256),
        _("Listing picture of %(title)s") % {"title": line.title},
        [soft(_("In the listing, when it was bought"))],
    )
    return Pictures([picture])
