"""The files of one form, with or without JavaScript."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.errors import Code, Refused
from disputes.files.limits import Limits
from disputes.forms import kept_files
from disputes.models import Attachment, Policy, Reason, Shot, User
from disputes.rules.texts import storable
from disputes.verbs.uploads import (
    FILES_CHANGED,
    add_upload,
    describe_upload,
    remove_upload,
    uploads_of,
)
from disputes.wording.photo_guide import WantedShot, wanted_shots

_LABEL = gettext_lazy("Photos and documents")
_SEEN_BY = gettext_lazy(
    "Both sides see photos without the place and time that are stored in them, and documents as "
    "they are."
)


@dataclass(frozen=True)
class UploadError:
    """Why one file was not taken."""

    name: str
    sentence: str


@dataclass
class UploadBox:
    """The uploads under `key` for a form of this person, and what was wrong with new files.

    The context `files` of the component `disputes/parts/files.html`. Uploads stay until the form is
    accepted, so a refusal of the form, or of one file, loses none of the others. Several boxes can
    stand in one form: `name` is the form's field, `max_files` what fits into this one.

    `reason`: whose shots are shown above the field and offered for each file.
    `in_case`: how many files of this side lie in the case already.
    `is_submitted`: sending the form submits them, and not a later page that shows them once more.
    """

    user: User
    key: str
    required: bool = False
    hint: str | Promise = ""
    label: str | Promise = _LABEL
    seen_by: str | Promise = _SEEN_BY
    name: str = "files"
    max_files: int | None = None
    reason: Reason | None = None
    in_case: int = 0
    is_submitted: bool = True
    errors: list[UploadError] = field(default_factory=list)
    _sent: set[str] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)

    @property
    def uploads(self) -> list[Attachment]:
        return list(uploads_of(self.user, self.key))

    @property
    def sent(self) -> list[Attachment]:
        """What the form that was taken from showed, and what came with it: what is to be
        submitted."""
        return list(Attachment.objects.filter(uploader=self.user, public_id__in=self._sent))

    @cached_property
    def limits(self) -> Limits:
        """Those of the platform, for as many files as fit into this box."""
        limits = Limits.of(Policy.objects.latest())
        return limits if self.max_files is None else replace(limits, at_once=self.max_files)

    @property
    def room(self) -> int:
        """How many more files this side can bring into the case."""
        return max(self.limits.per_side - self.in_case, 0)

    @property
    def most(self) -> int:
        return min(self.limits.at_once, self.room)

    @property
    def is_nearly_full(self) -> bool:
        return self.room < self.limits.at_once

    @property
    def wanted(self) -> Sequence[WantedShot]:
        return wanted_shots(self.reason, self.uploads) if self.reason else []

    @cached_property
    def shots(self) -> Sequence[Shot]:
        """What can be said of each file."""
        return [wanted.shot for wanted in self.wanted]

    def take_from(self, request: HttpRequest) -> bool:
        """Keep what is said of the uploads, add those that came with the form, drop one.

        True when the form must be shown again for it: a file was refused, or one was removed, here
        or in another window.
        """
        removed = request.POST.get("remove_file", "")
        self._sent = {each for each in request.POST.getlist(f"held-{self.name}") if _is_id(each)}
        if self.is_submitted and not self._is_as_shown():
            self.errors.append(UploadError("", str(FILES_CHANGED)))
        for file in self.uploads:
            if str(file.public_id) != removed:
                self._describe(file, request)
        sentence = _("It could not be kept so long. Add it once more.")
        self.errors += [UploadError(name, sentence) for name in kept_files.gone(request, self.name)]
        uploads = request.FILES.getlist(self.name)
        for number, upload in enumerate(uploads, start=1):
            code = self._hold(upload)
            if code == Code.TOO_MANY_FILES:
                break
            if code == Code.BUSY:  # nor would those behind it be looked at, and each waits
                sentence = self.errors[-1].sentence
                self.errors += [UploadError(rest.name or "", sentence) for rest in uploads[number:]]
                break
        if removed:
            self._drop(removed)
        return bool(removed or self.errors)

    def _is_as_shown(self) -> bool:
        """Is exactly there what the form showed? What another sending of it has taken into the
        case, the act itself finds out."""
        held = {str(file.public_id) for file in self.uploads}
        return held <= self._sent and len(self.sent) == len(self._sent)

    def _describe(self, file: Attachment, request: HttpRequest) -> None:
        """What the script of the page has sent before is the same again."""
        caption = _posted(request, f"caption-{file.public_id}")
        shot = _posted(request, f"shot-{file.public_id}")
        if caption is None and shot is None:
            return
        try:
            describe_upload(self.user, file.public_id, caption=caption, shot=shot, key=self.key)
        except Refused as refused:
            self.errors.append(UploadError(file.name, refused.message))

    def _hold(self, upload: UploadedFile[bytes]) -> Code | None:
        """The code of the refusal, if it was refused."""
        before, name = self.uploads, upload.name or ""
        try:
            if len(before) >= self.most:
                raise Refused(
                    Code.TOO_MANY_FILES, _("That is one file too many. Remove one to add another.")
                )
            file = add_upload(self.user, self.key, upload)
        except Refused as refused:
            self.errors.append(UploadError(name, refused.message))
            return refused.code
        self._sent.add(str(file.public_id))
        if file in before:
            sentence = _("%(name)s is here already, so it is shown once.")
            self.notices.append(sentence % {"name": file.name})
        return None

    def _drop(self, public_id: str) -> None:
        try:
            remove_upload(self.user, uuid.UUID(public_id), key=self.key)
        except (Refused, ValueError):
            # Gone already, or never there: what the button was meant for is the case.
            return


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _posted(request: HttpRequest, name: str) -> str | None:
    text = request.POST.get(name)
    return None if text is None else storable(text)
