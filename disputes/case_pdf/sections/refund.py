"""The money that moves, and its books."""

from django.utils.translation import gettext as _

from disputes.case_pdf.blocks import Block, PdfLine, PdfSection, PdfTable, PdfTitle, facts, soft
from disputes.case_pdf.text import moment
from disputes.models import Refund
from disputes.presenters.payments import payment
from disputes.rules.money import format_money
from disputes.selectors import DisputeView


def refund(view: DisputeView) -> PdfSection:
    nothing: list[Block] = [soft(_("There is no refund in this case."))]
    blocks = _refund(view, view.refund) if view.refund else nothing
    return PdfSection(_("The refund"), blocks)


def _refund(view: DisputeView, refund: Refund) -> list[Block]:
    rows = [
        [
            [PdfLine(posting.get_account_display())],
            [PdfLine(format_money(posting.amount_minor, posting.currency))],
            [PdfLine(moment(posting.posted_at))],
        ]
        for posting in refund.postings.all()
    ]
    return [
        facts(
            (_("For the item"), format_money(refund.amount_minor, refund.currency)),
            *_freight(refund),
            (_("Decided"), moment(refund.decided_at)),
            (_("Paid"), moment(refund.paid_at) or _("Not paid yet")),
        ),
        *([] if refund.paid_at else map(soft, payment(refund, view.now, view.viewer))),
        PdfTitle(_("Postings")),
        PdfTable([_("Account"), _("Amount"), _("Posted")], [4, 3, 4], rows),
    ]


def _freight(refund: Refund) -> list[tuple[str, str]]:
    """For the way back, who pays it, and the sum of both."""
    if not refund.freight_minor:
        return []
    freight = format_money(refund.freight_minor, refund.currency)
    return [
        (_("For the way back"), f"{freight} · {refund.get_freight_payer_display()}"),
        (_("Together"), format_money(refund.total_minor, refund.currency)),
    ]
