"""Files that came with a form whose sender was not signed in any more: they lie aside for a while,
and come with the form when it is sent again.

Nobody knows yet whose they are, so nothing looks into them, and they are found only by what is
signed into the page that the sender got.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest

from disputes import clock
from disputes.models.orders import private_storage

FIELD = "kept-file"  # in the page that sends the form again
_FOLDER = "kept"
_SALT = "disputes.kept_files"
_KEPT = timedelta(hours=2)
# So that nobody who is not signed in can fill the disk: each is 20 MB at most.
_AT_ONCE, _IN_ALL = 20, 100


def keep(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Keep the files of this request; the fields that bring them back. None where that is too much:
    they have to be added once more."""
    files = [(name, file) for name, files in request.FILES.lists() for file in files]
    if not files:
        return []
    if len(files) > _AT_ONCE or len(files) + len(_lying()) > _IN_ALL:
        return None
    fields = []
    for name, file in files:
        place = private_storage().save(f"{_FOLDER}/{uuid4()}", file)
        fields.append((FIELD, signing.dumps([name, place, file.name], salt=_SALT)))
    return fields


def names_of(values: Sequence[str]) -> list[str]:
    """What the kept files are called."""
    return [name for _field, _place, name in map(_read, values) if name]


def bring_back(request: HttpRequest) -> None:
    """Put the kept files where those of the form would be; what is gone by now is `gone`."""
    for field, place, name in map(_read, request.POST.getlist(FIELD)):
        if place and _is_there(place):
            with private_storage().open(place) as kept:
                request.FILES.appendlist(field, SimpleUploadedFile(name, kept.read()))


def gone(request: HttpRequest, field: str) -> list[str]:
    """The names of kept files of this field that could not be brought back."""
    sent = map(_read, request.POST.getlist(FIELD))
    return [name for own, place, name in sent if own == field and not _is_there(place)]


def forget_kept_files() -> int:
    """Delete those whose time is over; how many there were."""
    storage, now = private_storage(), clock.now()
    over = [place for place in _lying() if storage.get_modified_time(place) < now - _KEPT]
    for place in over:
        storage.delete(place)
    return len(over)


def _is_there(place: str) -> bool:
    """Is it, and is its time not over?"""
    storage = private_storage()
    return storage.exists(place) and storage.get_modified_time(place) >= clock.now() - _KEPT


def _lying() -> list[str]:
    try:
        _folders, names = private_storage().listdir(_FOLDER)
    except FileNotFoundError:
        return []
    return [f"{_FOLDER}/{name}" for name in names]


def _read(value: str) -> tuple[str, str, str]:
    try:
        field, place, name = signing.loads(value, salt=_SALT)
    except signing.BadSignature:
        return "", "", ""
    return field, place, name
