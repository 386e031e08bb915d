"""What happened, line by line, each with its hash and the deadline that ran after it."""

from django.utils.translation import gettext as _

from disputes import wording
from disputes.case_pdf.blocks import Line, Section, Style, Table, hash_line, soft
from disputes.case_pdf.text import moment
from disputes.models import Event
from disputes.selectors import DisputeView


def history(view: DisputeView) -> Section:
    """Oldest first, as one reads a file."""
    events = sorted(view.events, key=lambda event: event.number)
    before = [None, *events]
    rows = [_row(event, last) for event, last in zip(events, before, strict=False)]
    note = Line(_("The hash of each line covers the line before it."), Style.SOFT, leads=True)
    head = [_("Line"), _("Time"), _("What happened"), _("By")]
    return Section(_("History"), [note, Table(head, [0, 0, 1, 0], rows)])


def _row(event: Event, last: Event | None) -> list[list[Line]]:
    told = [Line(wording.sentence(event))]
    if event.from_state != event.to_state:
        told.append(soft(_states(event)))
    if event.due_at is not None and (last is None or event.due_at != last.due_at):
        told.append(soft(_("Deadline from then on: %(at)s") % {"at": moment(event.due_at)}))
    return [
        [Line(str(event.number))],
        [Line(moment(event.at))],
        [*told, hash_line(event.hash)],
        [Line(event.get_party_display())],
    ]


def _states(event: Event) -> str:
    states = [event.get_from_state_display()] if event.from_state else []
    return " → ".join([*states, event.get_to_state_display()])
