"""Every file of the case with its hash, to check one against the other."""

from collections.abc import Iterator

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from disputes.case_pdf.blocks import PdfLine, PdfSection, PdfTable, hash_line, soft
from disputes.case_pdf.sections.evidence import shared_hash
from disputes.case_pdf.text import foreign, moment
from disputes.models import Attachment
from disputes.selectors import DisputeView


def files(view: DisputeView) -> PdfSection:
    """The hashes of what both sides see: the copies of photos, and documents as they were sent."""
    rows = [
        [
            [PdfLine(where)],
            [PdfLine(_name(file)), hash_line(shared_hash(file))],
            [PdfLine(filesizeformat(file.shared_size or file.size))],
            [PdfLine(moment(file.uploaded_at))],
        ]
        for where, file in _all(view)
    ]
    if not rows:
        return PdfSection(
            _("Files and their hashes"), [soft(_("There are no files in this case."))]
        )
    head = [_("Part"), _("File"), _("Size"), _("Received")]
    return PdfSection(_("Files and their hashes"), [PdfTable(head, [0, 1, 0, 0], rows)])


def _all(view: DisputeView) -> Iterator[tuple[str, Attachment]]:
    for item in view.evidence:
        for file in item.files.all():
            yield _("Evidence %(number)s") % {"number": item.number}, file
    for message in view.messages:
        for file in message.files.all():
            yield _("Message %(number)s") % {"number": message.number}, file


def _name(file: Attachment) -> str:
    return _("Erased file") if file.is_erased else foreign(file.name)
