"""Files and listing pictures, given out only to those who may see them.

Every opening of a file, and every refusal of one, leaves a line in the log.
"""

import logging
import uuid
from collections.abc import Callable
from hashlib import file_digest
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.dispatch import Signal
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disputes import access
from disputes.errors import Code, Refused
from disputes.files.names import ENDINGS, name_to_give
from disputes.kernel.failures import brief
from disputes.models import Attachment, LineSnapshot, OrderLine, User
from disputes.models.references import as_written
from disputes.permissions import has_interest, is_staff_of_platform, may_see
from disputes.views.people import signed_in

log = logging.getLogger(__name__)
access_log = logging.getLogger("disputes.files.access")

# Sent with `user`, `file` and `original` (bool) before a file of a case is given out in full, so
# that the platform can log which of its people opens it. A receiver that fails stops the giving.
attachment_opened = Signal()

JPEG = "image/jpeg"
# So that a file is nothing but a file, whatever is in it and whatever page asks for it.
GUARD = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@login_required
@require_safe
def file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """A file as both sides see it, for those who may see the case; before that for its uploader."""
    found = _open(request, public_id, "shared", access.may_see_attachment)
    attachment_opened.send(Attachment, user=signed_in(request), file=found, original=False)
    if found.is_photo:
        return _give(found.shared, found.name, JPEG)
    return _give(found.original, found.name, found.content_type, download=True)


@login_required
@require_safe
def file_thumbnail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The small form of a photo."""
    found = _open(request, public_id, "thumbnail", _may_see_photo)
    return _give(found.thumbnail, found.name, JPEG)


@login_required
@require_safe
def file_original(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The bytes as they were sent, as a download, for the platform: of a photo they tell where
    and with what it was taken."""
    found = _open(request, public_id, "original", _may_see_original)
    attachment_opened.send(Attachment, user=signed_in(request), file=found, original=True)
    return _give(found.original, found.name, found.content_type, download=True)


@login_required
@require_safe
def listing_picture(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The picture of the listing as it was when the item was bought."""
    line = get_object_or_404(
        OrderLine.objects.select_related("order"),
        order__reference=as_written(reference, "O"),
        number=number,
    )
    if not access.may_see_line(signed_in(request), line):
        raise Http404
    return _give(line.picture, f"{reference}-{number}", JPEG)


@login_required
@require_safe
def case_listing(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The picture of the listing that a case is about, as the case holds it."""
    about = LineSnapshot.objects.select_related("dispute")
    found = get_object_or_404(about, dispute__reference=as_written(reference, "R"))
    if not may_see(signed_in(request), found.dispute):
        raise Http404
    return _give(found.picture, reference, JPEG, sha256=found.picture_sha256)


def _open(
    request: HttpRequest, public_id: uuid.UUID, copy: str, may: Callable[[User, Attachment], bool]
) -> Attachment:
    """Log who asked for what, and end here for those who may not: to them it does not exist.

    Nor does an erased one, of which nothing is left to show.
    """
    user = signed_in(request)
    there = Attachment.objects.exclude(original="", shared="")
    found = (
        there.select_related("evidence__dispute", "message__dispute")
        .filter(public_id=public_id)
        .first()
    )
    allowed = found is not None and may(user, found)
    dispute = found.dispute if found else None
    reference = dispute.reference if dispute else "no case"
    about = {"copy": copy, "file": str(public_id), "user": user.pk, "allowed": allowed}
    access_log.info(
        "%(copy)s of file %(file)s (%(reference)s) for user %(user)s: %(answer)s",
        about | {"reference": reference, "answer": "given" if allowed else "refused"},
        extra=about,
    )
    if found is None or not allowed:
        raise Http404
    return found


def _may_see_photo(user: User, found: Attachment) -> bool:
    return found.is_photo and access.may_see_attachment(user, found)


def _may_see_original(user: User, found: Attachment) -> bool:
    """An erased file has none."""
    dispute = found.dispute
    if dispute is None or not found.original:
        return False
    return is_staff_of_platform(user) and not has_interest(user, dispute)


def _give(
    stored: FieldFile,
    name: str,
    content_type: str,
    *,
    download: bool = False,
    sha256: str = "",
) -> HttpResponseBase:
    """The file with its headers. Lost, or erased at this very moment: not found, and a line; so
    is one that is not what it was, where its `sha256` is given."""
    try:
        if not stored.name:
            raise FileNotFoundError("no file was ever stored")
        if sha256 and not _is_still(stored, sha256):
            raise FileNotFoundError("another file lies in its place")
        response = _by_nginx(stored) if settings.ACCEL_REDIRECT else _by_ourselves(stored)
    except FileNotFoundError as error:
        log.exception("the file %s is missing", stored.name)
        raise Http404 from error
    except OSError as error:
        log.error("the file %s cannot be read: %s", stored.name, brief(error))  # noqa: TRY400  # no traceback: it tells paths
        raise Refused(
            Code.BUSY, _("This file cannot be read at the moment. Please try again later.")
        ) from error
    known = content_type if content_type in ENDINGS else "application/octet-stream"
    response["Content-Type"] = known
    disposition = content_disposition_header(download, name_to_give(name, known))
    response["Content-Disposition"] = str(disposition)
    for header, value in GUARD.items():
        response[header] = value
    return response


def _is_still(stored: FieldFile, sha256: str) -> bool:
    with stored.storage.open(str(stored.name)) as file:
        return file_digest(file, "sha256").hexdigest() == sha256


def _by_ourselves(stored: FieldFile) -> FileResponse:
    return FileResponse(stored.open("rb"))


def _by_nginx(stored: FieldFile) -> HttpResponse:
    """Nginx takes the body from its own disk; that it is there is for us to see."""
    name = str(stored.name)
    if not stored.storage.exists(name):
        raise FileNotFoundError(name)
    return HttpResponse(headers={"X-Accel-Redirect": settings.ACCEL_REDIRECT + quote(name)})
