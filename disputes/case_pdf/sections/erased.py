"""What stands where texts or photos were that the policy no longer keeps."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.case_pdf.blocks import PdfLine, soft
from disputes.case_pdf.text import moment


def erased(at: datetime, photos: int = 0) -> PdfLine:
    sentence = _("Erased on %(at)s, as the platform's policy says.") % {"at": moment(at)}
    if photos:
        were = ngettext("%(number)s photo was here.", "%(number)s photos were here.", photos) % {
            "number": photos
        }
        sentence = f"{were} {sentence}"
    return soft(sentence)
