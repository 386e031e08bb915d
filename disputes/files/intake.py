"""What happens to an untrusted upload before anything of it is kept.

The order matters: each step is safe only after the one before.
1. The size, before anything is read.
2. The kind by content, never by name.
3. Photos: pixels by the header, before decoding; then the copies that may be shown, all of it in
   a process of its own (`sandbox`). Documents: that they came whole; and they are shown to a virus
   scanner, where there is one.

Messages do not name the file: the page shows them beside its name.
"""

from dataclasses import dataclass
from typing import IO

from disputes.errors import Code
from disputes.files.documents import is_whole_pdf
from disputes.files.kinds import FileKind, kind_of
from disputes.files.limits import Limits
from disputes.files.protocol import Drawn
from disputes.files.refusals import refused
from disputes.files.sandbox import draw
from disputes.files.scanner import is_infected


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file is, and the copies of it that may be shown; none of a document."""

    kind: FileKind
    drawn: Drawn | None


def read(file: IO[bytes], size: int, limits: Limits) -> bytes:
    """Read the upload. `size` is what the request declared, so it is not believed when small."""
    if size > limits.max_bytes:
        raise refused(Code.FILE_TOO_LARGE, limits)
    data = file.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise refused(Code.FILE_TOO_LARGE, limits)
    if not data:
        raise refused(Code.FILE_EMPTY, limits)
    return data


def check(data: bytes, limits: Limits) -> Checked:
    """Find out what this is and draw what may be shown of it, or refuse it with a sentence."""
    kind = kind_of(data)
    if kind is None:
        raise refused(Code.FILE_NOT_ACCEPTED, limits)
    if kind.is_photo:
        return Checked(kind, draw(data, kind, limits))
    if not is_whole_pdf(data):
        raise refused(Code.DOCUMENT_BROKEN, limits)
    if is_infected(data):
        raise refused(Code.FILE_INFECTED, limits)
    return Checked(kind, None)
