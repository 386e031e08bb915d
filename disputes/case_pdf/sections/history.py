"""What happened, line by line, each with its hash and the deadline that ran after it."""

from django.utils.translation import gettext as _

from disputes import wording
from disputes.case_pdf.blocks import PdfLine, PdfSection, PdfStyle, PdfTable, hash_line, soft
from disputes.case_pdf.text import moment
from disputes.models import Event
from disputes.selectors import DisputeView


def history(view: DisputeView) -> PdfSection:
    """Oldest first, in the order of reading."""
    events = sorted(view.events, key=lambda event: event.number)
    before = [None, *events]
    rows = [_row(event, last) for event, last in zip(events, before, strict=False)]
    note = PdfLine(_("The hash of each line covers the line before it."), PdfStyle.SOFT, leads=True)
    head = [_("Line"), _("Time"), _("What happened"), _("By")]
    return PdfSection(_("History"), [note, PdfTable(head, [0, 0, 1, 0], rows)])


def _row(event: Event, last: Event | None) -> list[list[PdfLine]]:
    told = [PdfLine(wording.sentence(event))]
    if event.from_state != event.to_state:
        told.append(soft(_states(event)))
    if event.due_at is not None and (last is None or event.due_at != last.due_at):
        told.append(soft(_("Deadline from then on: %(at)s") % {"at": moment(event.due_at)}))
    return [
        [PdfLine(str(event.number))],
        [PdfLine(moment(event.at))],
        [*told, hash_line(event.hash)],
        [PdfLine(event.get_party_display())],
    ]


def _states(event: Event) -> str:
    states = [event.get_from_state_display()] if event.from_state else []
    return " → ".join([*states, event.get_to_state_display()])
