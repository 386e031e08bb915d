"""Files on their way into a case: they wait in a form until it is accepted."""

import logging
import uuid
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes import clock
from disputes.errors import Code, Refused
from disputes.files.intake import Checked, check, read
from disputes.files.limits import Limits
from disputes.files.names import ENDINGS, clean_name
from disputes.files.refusals import busy
from disputes.files.slots import NoSlotLeft, Slots
from disputes.kernel import upload_counts
from disputes.kernel.failures import brief, place
from disputes.models import Attachment, Policy, Shot, User
from disputes.rules.texts import check_length, one_line

# What is to be stored, by the name of the field.
Contents = dict[str, bytes]

log = logging.getLogger(__name__)

MAX_KEY = 80  # characters
MAX_CAPTION = 200  # characters
# How many files one person can add in a day without sending them, so that nobody fills the disk.
MAX_WAITING = 60
# From storing a file to saving its row at most, however long a process stood still in between.
# Sweeps delete what has no row a day after its day, so none comes between.
LATEST_ROW = timedelta(hours=1)
# Files that are being checked in this process: a quarter of its threads at most, since each has a
# core to wait for, and of one person no more than would keep the cores busy.
_checking = Slots(places=8, each=2)

FILES_CHANGED = gettext_lazy(
    "The files of this form were changed in another window. Look at them once more, then send it."
)


def add_upload(user: User, key: str, upload: UploadedFile[bytes]) -> Attachment:
    """Check one uploaded file and keep it for the form `key`; refused with a sentence about it.

    What waits there already stays, whatever is wrong with this file. The same bytes lie once in a
    form: sent again, they give what is there.
    """
    if len(key) > MAX_KEY:
        raise Refused(Code.NOT_FOUND, _("There is no such form."))
    limits = Limits.of(Policy.objects.latest())
    try:
        data = read(upload, upload.size or 0, limits)
    except OSError as error:  # there was no room for it in the temporary folder
        raise _not_stored(error) from error
    fingerprint = sha256(data).hexdigest()
    same = uploads_of(user, key).filter(sha256=fingerprint)
    if existing := same.first():
        return existing
    _check_room(user, key, limits)
    file, contents = _described(data, _check(user, data, limits))
    file.sha256, file.name = fingerprint, clean_name(upload.name or "")
    file.uploader, file.form_key = user, key
    # The store may be across a network, so the files come before the transaction.
    try:
        _store(file, contents)
        with transaction.atomic():
            # Uploads of one person follow each other here, so that the count holds.
            User.objects.select_for_update(no_key=True).get(pk=user.pk)
            existing = same.first()
            if existing is None:
                _check_room(user, key, limits)
                if clock.now() - file.uploaded_at > LATEST_ROW:
                    raise _not_stored(TimeoutError("the row came too long after its file"))
                file.save()
                return file
    except Refused:
        _delete_stored(file)  # files without a row must not stay behind
        raise
    # Whatever else it was goes on to the caller, and the files stay: a connection that is lost in
    # the middle of a commit does not tell whether there is a row. The sweep will ask.
    _delete_stored(file)
    return existing


def _check(user: User, data: bytes, limits: Limits) -> Checked:
    """What it is. It counts as one of the files that were opened for this person today, and what is
    refused as one of the refused ones, too; not what was refused by no fault of the file."""
    upload_counts.refuse_too_many(user)
    try:
        with _checking.place(user.pk):
            checked = check(data, limits)
    except NoSlotLeft:
        raise busy() from None
    except OSError as error:  # no process or no connection was to be had, whatever the file is
        raise _not_stored(error) from error
    except Refused as refused:
        if refused.code not in (Code.BUSY, Code.FILE_NOT_STORED):
            upload_counts.count(user, refused=True)
        raise
    upload_counts.count(user, refused=False)
    return checked


def describe_upload(
    user: User,
    public_id: uuid.UUID,
    *,
    caption: str | None = None,
    shot: str | None = None,
    key: str | None = None,
) -> None:
    """Say what an upload shows: in words, or by the code of a shot; an empty text takes it back.

    `key` names the form, if it is known.
    """
    with transaction.atomic():
        file = _lock_upload(user, public_id, key)
        if caption is not None:
            file.caption = check_caption(caption)
        if shot is not None:
            file.shot = _shot(shot)
        file.save(update_fields=["caption", "shot"])


def remove_upload(user: User, public_id: uuid.UUID, *, key: str | None = None) -> None:
    """Take an upload away again, of the form `key` if it is named. Evidence stays."""
    with transaction.atomic():
        file = _lock_upload(user, public_id, key)
        file.delete()
    _delete_stored(file)


def uploads_of(user: User, key: str) -> QuerySet[Attachment]:
    """What this person has uploaded for this form so far, oldest first."""
    return Attachment.objects.filter(uploader=user, form_key=key)


def lock_uploads(user: User, files: Sequence[Attachment]) -> list[Attachment]:
    """Those of the files that wait for a form of this person, locked until the commit."""
    found = Attachment.objects.filter(
        ~Q(form_key=""), pk__in=[file.pk for file in files], uploader=user
    )
    return list(found.select_for_update()) if files else []


def confirmed_uploads(user: User, files: Sequence[Attachment]) -> list[Attachment]:
    """These files, locked until the commit, as the sender has seen them.

    Refused when one of them waits no more, or is said to show something else by now: what was shown
    is what is submitted.
    """
    found = lock_uploads(user, files)
    if {_as_shown(file) for file in found} != {_as_shown(file) for file in files}:
        raise Refused(Code.STALE, str(FILES_CHANGED), field="files")
    return found


def check_caption(caption: str) -> str:
    """In one line, without what nobody can read; refused when it is too long."""
    return check_length(one_line(caption), field="captions", most=MAX_CAPTION)


def _described(data: bytes, checked: Checked) -> tuple[Attachment, Contents]:
    """The row with what is known of the contents, and what is to be stored of them."""
    kind, drawn = checked.kind, checked.drawn
    file = Attachment(
        kind=Attachment.Kind.PHOTO if kind.is_photo else Attachment.Kind.DOCUMENT,
        content_type=kind.content_type,
        size=len(data),
        uploaded_at=clock.now(),
    )
    if drawn is None:
        return file, {"original": data}
    file.shared_size = len(drawn.full)
    file.shared_sha256 = sha256(drawn.full).hexdigest()
    file.thumbnail_sha256 = sha256(drawn.thumbnail).hexdigest()
    file.width, file.height, file.animated = drawn.width, drawn.height, drawn.animated
    file.perceptual_hash, file.photo_metadata = drawn.perceptual_hash, drawn.photo_metadata
    return file, {"original": data, "shared": drawn.full, "thumbnail": drawn.thumbnail}


def _store(file: Attachment, contents: Contents) -> None:
    """All of it or none, not even half of one. That the disk is full is told in a sentence."""
    # By day, so that the sweep of what belongs to nothing need not list everything.
    stem = f"evidence/{file.uploaded_at:%Y/%m/%d}/{uuid.uuid4()}"
    names = {
        "original": f"{stem}-original{ENDINGS[file.content_type]}",
        "shared": f"{stem}.jpg",
        "thumbnail": f"{stem}-small.jpg",
    }
    for field in contents:
        getattr(file, field).name = names[field]
    try:
        for field, content in contents.items():
            getattr(file, field).save(names[field], ContentFile(content), save=False)
    except OSError as error:
        raise _not_stored(error) from error


def _not_stored(error: OSError) -> Refused:
    log.error("a file could not be stored: %s (%s)", brief(error), place(error))
    return Refused(
        Code.FILE_NOT_STORED,
        _(
            "Files cannot be stored at the moment, and that is our fault. What you have "
            "typed and the other files are kept. Please try again later."
        ),
    )


def _delete_stored(file: Attachment) -> None:
    """What cannot be deleted now has no row, so that the sweep finds it."""
    for stored in (file.original, file.shared, file.thumbnail):
        try:
            stored.delete(save=False)
        except OSError as error:
            log.warning("the file %s could not be deleted: %s", stored.name, brief(error))
            return  # a store that does not answer is not asked two more times


def _as_shown(file: Attachment) -> tuple[int, str, int | None]:
    return file.pk, file.caption, file.shot_id


def _lock_upload(user: User, public_id: uuid.UUID, key: str | None) -> Attachment:
    of_form = {} if key is None else {"form_key": key}
    existing = Attachment.objects.select_for_update().filter(
        ~Q(form_key=""), uploader=user, public_id=public_id, **of_form
    )
    file = existing.first()
    if file is None:
        raise Refused(Code.NOT_FOUND, _("This file is not here any more."))
    return file


def _shot(code: str) -> Shot | None:
    if not code:
        return None
    shot = Shot.objects.filter(code=code).first()
    if shot is None:
        raise Refused(Code.NOT_FOUND, _("Choose one of the listed things that a photo can show."))
    return shot


def _check_room(user: User, key: str, limits: Limits) -> None:
    if uploads_of(user, key).count() >= limits.at_once:
        raise Refused(
            Code.TOO_MANY_FILES,
            _("You can send %(most)d files at once. Remove one to add another.")
            % {"most": limits.at_once},
        )
    recent = Attachment.objects.filter(
        ~Q(form_key=""), uploader=user, uploaded_at__gt=clock.now() - timedelta(days=1)
    )
    if recent.count() >= MAX_WAITING:
        raise Refused(
            Code.TOO_MANY_FILES,
            _("You have added %(most)d files today that wait in forms. Send or remove some first.")
            % {"most": MAX_WAITING},
        )
