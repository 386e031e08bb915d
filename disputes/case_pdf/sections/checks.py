"""How anybody can find out whether a file or the history is still as it was."""

from django.utils.translation import gettext as _

from disputes.case_pdf.blocks import PdfLine, PdfSection, PdfTitle, facts, hash_line, soft
from disputes.selectors import DisputeView


def checks(view: DisputeView) -> PdfSection:
    dispute = view.dispute
    return PdfSection(
        _("How to check this file"),
        [
            PdfTitle(_("A photo or a document")),
            PdfLine(
                _(
                    "Download it from the case and work out its SHA-256: sha256sum file on Linux, "
                    "shasum -a 256 file on a Mac, certutil -hashfile file SHA256 on Windows. "
                    "Compare it with the number in the list above: if one byte differs, the whole "
                    "number does."
                )
            ),
            soft(
                _(
                    "The pictures in this file are smaller, to be printed. The hashes are those "
                    "of the copies that both sides see in the case."
                )
            ),
            PdfTitle(_("The history")),
            PdfLine(
                _(
                    "Compare the hashes of its lines with those of another copy of this file: "
                    "lines of the same number have the same hash, whoever made the copy and when. "
                    "The platform checks the whole history and all files against their hashes with "
                    "manage.py verify_history %(reference)s."
                )
                % {"reference": dispute.reference}
            ),
            facts((_("Lines"), str(dispute.event_count))),
            soft(_("Hash of the last line")),
            hash_line(dispute.chain_head),
        ],
        on_new_page=True,
    )
