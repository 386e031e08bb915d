"""Every file of the case with its hash, to check one against the other."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from disputes.case_pdf.blocks import Line, Section, Table, hash_line, soft
from disputes.case_pdf.sections.evidence import shared_hash
from disputes.case_pdf.text import foreign, moment
from disputes.models import Attachment
from disputes.selectors import DisputeView


def files(view: DisputeView) -> Section:
    """Of photos the copy that both sides see; documents are shared as they were sent."""
    rows = [
        [
            [Line(str(item.number))],
            [Line(_name(file)), hash_line(shared_hash(file))],
            [Line(filesizeformat(file.shared_size or file.size))],
            [Line(moment(file.uploaded_at))],
        ]
        for item in view.evidence
        for file in item.files.all()
    ]
    if not rows:
        return Section(_("Files and their hashes"), [soft(_("There are no files in this case."))])
    head = [_("Evidence"), _("File"), _("Size"), _("Received")]
    return Section(_("Files and their hashes"), [Table(head, [0, 1, 0, 0], rows)])


def _name(file: Attachment) -> str:
    return _("Erased file") if file.is_erased else foreign(file.name)
