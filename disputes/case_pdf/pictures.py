"""The pictures of a case PDF: the shared copies, read one after the other."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

# Seconds that reading may take in all. A store that hangs costs a few for each picture, and the
# reader waits meanwhile.
PATIENCE = 15.0


@dataclass(frozen=True)
class Wanted:
    """A picture that the PDF shows; its `hash` is none where none was ever recorded."""

    name: str
    stored: FieldFile
    hash: str


@dataclass(frozen=True)
class Read:
    """What came of one: its bytes, or what is said in its place."""

    name: str
    data: bytes
    instead: str = ""


class Album:
    """The pictures that a PDF shows, in their order."""

    def __init__(self) -> None:
        self.wanted: list[Wanted] = []

    def add(self, stored: FieldFile, recorded_hash: str = "") -> str:
        """The name by which the document calls it."""
        name = f"picture-{len(self.wanted) + 1}"
        self.wanted.append(Wanted(name, stored, recorded_hash))
        return name


def read(wanted: Sequence[Wanted]) -> Iterator[Read]:
    """Each in its turn, so that only one is in memory. What cannot be read is said, not raised."""
    spent = 0.0
    for each in wanted:
        if spent >= PATIENCE:
            yield Read(each.name, b"", unreadable())
            continue
        started = time.monotonic()
        found = _read(each)
        spent += time.monotonic() - started
        yield found


def _read(wanted: Wanted) -> Read:
    try:
        if not wanted.stored.name:
            raise FileNotFoundError("no file was ever stored")
        with wanted.stored.storage.open(wanted.stored.name) as file:
            data: bytes = file.read()
    except FileNotFoundError:
        return Read(wanted.name, b"", _("This picture is missing from the store."))
    except OSError:
        return Read(wanted.name, b"", unreadable())
    if wanted.hash and sha256(data).hexdigest() != wanted.hash:
        return Read(
            wanted.name,
            b"",
            _("The stored picture no longer matches its hash, so it is not shown here."),
        )
    return Read(wanted.name, data)


def unreadable() -> str:
    return _("This picture could not be read while this file was made. It is still in the case.")
