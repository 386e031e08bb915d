"""Photos and listing pictures: sent in one by one, and shown only to those who may see them."""

import logging
import uuid
from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from disputes import access
from disputes.errors import Refused
from disputes.models import OrderLine, Photo, User
from disputes.permissions import may_see
from disputes.services import photos

log = logging.getLogger(__name__)


@login_required
@require_POST
def hold_photo(request: HttpRequest, key: str) -> JsonResponse:
    """Take in one file for a form, before the form itself: 201 with the photo, 422 with why not."""
    upload = request.FILES.get("photo")
    if not isinstance(upload, UploadedFile):
        return JsonResponse({"error": _("No file arrived. Please try again.")}, status=422)
    try:
        photo = photos.hold_photo(_user(request), key, upload)
    except Refused as refused:
        return JsonResponse({"error": refused.message}, status=422)
    return JsonResponse(
        {
            "id": str(photo.public_id),
            "name": photo.name,
            "size_label": photo.size_label,
            "thumbnail_url": photo.thumbnail_url,
            "remove_url": photo.remove_url,
        },
        status=201,
    )


@login_required
@require_POST
def drop_photo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a photo away that waits for a form: 204."""
    photos.drop_photo(_user(request), public_id)
    return HttpResponse(status=204)


@login_required
@require_safe
def photo(request: HttpRequest, public_id: uuid.UUID) -> FileResponse:
    """The photo, for those who may see the case; before that for its uploader only.

    Of an erased one nothing is left to show.
    """
    found = _visible_photo(request, public_id)
    return _private_picture(found.file, found.name)


@login_required
@require_safe
def photo_thumbnail(request: HttpRequest, public_id: uuid.UUID) -> FileResponse:
    """The small form of a photo."""
    found = _visible_photo(request, public_id)
    return _private_picture(found.thumbnail, found.name)


@login_required
@require_safe
def listing_picture(request: HttpRequest, reference: str, number: int) -> FileResponse:
    """The picture of the listing as it was when the item was bought."""
    line = get_object_or_404(
        OrderLine.objects.select_related("order"), order__reference=reference, number=number
    )
    if not access.may_see_line(_user(request), line):
        raise Http404
    return _private_picture(line.picture, f"{reference}-{number}")


def _visible_photo(request: HttpRequest, public_id: uuid.UUID) -> Photo:
    found = get_object_or_404(
        Photo.objects.exclude(file="").select_related("evidence__dispute"), public_id=public_id
    )
    user = _user(request)
    if found.evidence is None:
        visible = found.uploader_id == user.pk
    else:
        visible = may_see(user, found.evidence.dispute)
    if not visible:
        raise Http404
    return found


def _private_picture(file: FieldFile, name: str) -> FileResponse:
    """Shown as the picture that it is, by nobody else's cache, and never run as anything."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:  # erased at this very moment, or lost
        log.exception("the file %s is missing", file.name)
        raise Http404 from error
    response = FileResponse(
        opened, content_type="image/jpeg", filename=f"{PurePath(name).stem}.jpg"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "login_required lets only users in"
    return request.user
