"""The photos of one form, with or without JavaScript."""

import uuid
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.functional import Promise

from disputes.errors import Code, Refused
from disputes.image_checks import MAX_BYTES, MAX_PHOTOS, limits_sentence
from disputes.models import Photo, User
from disputes.services.photos import drop_photo, held_photos, hold_photo


@dataclass(frozen=True)
class FileError:
    """Why one file was not taken."""

    name: str
    sentence: str


@dataclass
class PhotoBox:
    """What is held under `key` for a form of this person, and what was wrong with new files.

    The context `photos` of the component `disputes/parts/photos.html`. Held photos stay until
    the form is accepted, so a refusal of the form, or of one file, loses none of the others.
    """

    user: User
    key: str
    required: bool = False
    hint: str | Promise = ""
    errors: list[FileError] = field(default_factory=list)

    limits = limits_sentence()
    max_bytes = MAX_BYTES
    max_files = MAX_PHOTOS

    @property
    def held(self) -> list[Photo]:
        return list(held_photos(self.user, self.key))

    def take_from(self, request: HttpRequest) -> bool:
        """Hold the files that came with the form and drop the one to remove.

        True when the form must be shown again for it: a file was refused, or one was removed.
        """
        for upload in request.FILES.getlist("photos"):
            if not self._hold(upload):
                break
        removed = request.POST.get("remove_photo", "")
        if removed:
            self._drop(removed)
        return bool(removed or self.errors)

    def _hold(self, upload: UploadedFile[bytes]) -> bool:
        """False when no more can be held, which needs saying only once."""
        try:
            hold_photo(self.user, self.key, upload)
        except Refused as refused:
            self.errors.append(FileError(upload.name or "", refused.message))
            return refused.code != Code.TOO_MANY_PHOTOS
        return True

    def _drop(self, public_id: str) -> None:
        try:
            drop_photo(self.user, uuid.UUID(public_id), key=self.key)
        except (Refused, ValueError):
            # Gone already, or never there: what the button was meant for is the case.
            return
