"""What an arbitrator asked the sides to show."""

from datetime import datetime

from django.utils.translation import gettext as _

from disputes import wording
from disputes.case_pdf.blocks import Block, PdfLine, PdfSection, soft
from disputes.case_pdf.text import moment
from disputes.models import Event
from disputes.selectors import DisputeView
from disputes.states import EventKind, Party


def requests(view: DisputeView) -> PdfSection:
    asked = [event for event in view.events if event.kind == EventKind.EVIDENCE_REQUESTED]
    blocks: list[Block] = []
    for event in asked:
        blocks += [PdfLine(wording.sentence(event)), soft(_times(event))]
    blocks += [PdfLine(_OPEN[party]()) for party in view.dispute.asked_sides]
    return PdfSection(
        _("Requests for evidence"),
        blocks or [soft(_("No arbitrator has asked for evidence."))],
    )


def _times(event: Event) -> str:
    asked = _("Asked on %(instant)s.") % {"instant": moment(event.at)}
    until = moment(datetime.fromisoformat(event.data["until"]))
    return f"{asked} " + _("To be shown by %(instant)s.") % {"instant": until}


_OPEN = {
    Party.BUYER: lambda: _("The buyer has not answered yet."),
    Party.SELLER: lambda: _("The seller has not answered yet."),
}
