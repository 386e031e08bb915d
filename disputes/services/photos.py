"""Photos on their way into a case: held for a form until the form is accepted."""

import logging
import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.image_checks import MAX_PHOTOS, clean_name
from disputes.images import PreparedPhoto, prepare
from disputes.models import Photo, User
from disputes.services.failures import brief, place

log = logging.getLogger(__name__)

MAX_KEY = 80  # characters
# How many photos one person can add in a day without sending them, so that nobody fills the disk.
MAX_HELD = 60


def hold_photo(user: User, key: str, upload: UploadedFile[bytes]) -> Photo:
    """Check one uploaded file and hold it for the form `key`; refused with a sentence about it.

    What was held before stays, whatever is wrong with this file.
    """
    if len(key) > MAX_KEY:
        raise Refused(Code.NOT_FOUND, _("There is no such form."))
    _check_room(user, key)
    prepared = prepare(upload, upload.size or 0)
    photo = Photo(
        uploader=user,
        held_for=key,
        name=clean_name(upload.name or ""),
        width=prepared.width,
        height=prepared.height,
        size=len(prepared.full),
        sha256=prepared.sha256,
        uploaded_at=clock.now(),
    )
    # The store may be across a network, so the files come before the transaction.
    _store_files(photo, prepared)
    try:
        with transaction.atomic():
            # Uploads of one person follow each other here, so that the count holds.
            User.objects.select_for_update(no_key=True).get(pk=user.pk)
            _check_room(user, key)
            photo.save()
    except Exception:
        # Whatever it was goes on to the caller; files without a row must not stay behind.
        _delete_files(photo)
        raise
    return photo


def _store_files(photo: Photo, prepared: PreparedPhoto) -> None:
    """Both files or none, not even half of one. That the disk is full is told in a sentence."""
    stem = f"photos/{uuid.uuid4()}"
    photo.file.name, photo.thumbnail.name = f"{stem}.jpg", f"{stem}-small.jpg"
    try:
        photo.file.save(photo.file.name, ContentFile(prepared.full), save=False)
        photo.thumbnail.save(photo.thumbnail.name, ContentFile(prepared.thumbnail), save=False)
    except OSError as error:
        log.error("a photo could not be stored: %s (%s)", brief(error), place(error))  # noqa: TRY400  # no traceback: it tells paths
        _delete_files(photo)
        raise Refused(
            Code.PHOTO_NOT_STORED,
            _(
                "Photos cannot be stored at the moment, and that is our fault. What you have "
                "typed and the other photos are kept. Please try again later."
            ),
        ) from error


def _delete_files(photo: Photo) -> None:
    photo.file.delete(save=False)
    photo.thumbnail.delete(save=False)


def _check_room(user: User, key: str) -> None:
    if held_photos(user, key).count() >= MAX_PHOTOS:
        raise Refused(
            Code.TOO_MANY_PHOTOS,
            _("You can send %(most)d photos at once. Remove one to add another.")
            % {"most": MAX_PHOTOS},
        )
    recent = Photo.objects.filter(
        uploader=user, evidence=None, uploaded_at__gt=clock.now() - timedelta(days=1)
    )
    if recent.count() >= MAX_HELD:
        raise Refused(
            Code.TOO_MANY_PHOTOS,
            _("You have added %(most)d photos today that wait in forms. Send or remove some first.")
            % {"most": MAX_HELD},
        )


def held_photos(user: User, key: str) -> QuerySet[Photo]:
    """What this person has uploaded for this form so far, oldest first."""
    return Photo.objects.filter(uploader=user, held_for=key)


def still_held(user: User, photos: Sequence[Photo]) -> list[Photo]:
    """Those of the photos that wait for a form of this person, locked until the commit."""
    waiting = Photo.objects.filter(
        pk__in=[photo.pk for photo in photos], uploader=user, evidence=None
    )
    return list(waiting.select_for_update()) if photos else []


def drop_photo(user: User, public_id: uuid.UUID, *, key: str | None = None) -> None:
    """Take a held photo away again, of the form `key` if it is named. Evidence stays."""
    of_form = {} if key is None else {"held_for": key}
    with transaction.atomic():
        photo = (
            Photo.objects.select_for_update()
            .filter(uploader=user, public_id=public_id, evidence=None, **of_form)
            .first()
        )
        if photo is None:
            raise Refused(Code.NOT_FOUND, _("This photo is not here any more."))
        photo.delete()
    _delete_files(photo)
