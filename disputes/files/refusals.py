"""What is said about a file that is not taken, and how to mend it. The page shows its name."""

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.files.limits import Limits


def refused(code: Code, limits: Limits) -> Refused:
    """The refusal with its sentence in the reader's language."""
    return Refused(code, _sentence(code) % {"mb": limits.megabytes, "mp": limits.megapixels})


def busy() -> Refused:
    """The file was not looked at, and nothing is wrong with it."""
    return Refused(
        Code.BUSY, _("Too many files are being checked just now. Try again in a moment.")
    )


def _sentence(code: Code) -> str:
    match code:
        case Code.FILE_EMPTY:
            return _("This file is empty. Choose it again, or take a new photo.")
        case Code.FILE_TOO_LARGE:
            return _("This file is larger than %(mb)d MB. Send a smaller copy of it.")
        case Code.PHOTO_TOO_MANY_PIXELS:
            return _(
                "This photo has more than %(mp)d megapixels, or an edge that is too long. "
                "Set the camera to its normal size, such as 12 megapixels, and take it again; or "
                "send a smaller copy of it."
            )
        case Code.PHOTO_BROKEN:
            return _(
                "This photo is damaged or incomplete and cannot be opened. "
                "Add it again from the phone or camera, or take a new one."
            )
        case Code.FILE_INFECTED:
            return _(
                "A virus scanner found something harmful in this document. Add a photo of the "
                "document instead, or print it to a new PDF on another device."
            )
        case Code.DOCUMENT_BROKEN:
            return _(
                "This PDF is damaged or incomplete. Save it again, or add a photo of the document."
            )
    return _(
        "This file is neither a photo (JPEG, PNG, WebP, HEIC) nor a PDF, whatever its name says. "
        "Save it as JPEG or PDF and add it again."
    )
