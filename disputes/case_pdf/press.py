"""The program that sets a case PDF: a process of its own, which ends when it is done.

So a picture or a text that breaks it costs one PDF, its memory goes back with it, and neither time
nor memory is without a limit. It knows neither Django nor the database, has no secrets, and gives
up the machine (`confinement`) before it reads anything, but for the folders of its fonts.

It is called with an empty folder. On its standard input come a line of JSON, which names the
pictures; of each picture its length and its bytes; and the document as JSON, to the end. The files
that Typst reads are made in the folder before the first picture is opened; later none can be made.
On its standard output it gives the PDF back, or, when it fails, where it failed.
"""

import json
import os
import re
import shutil
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.resources import files as files_of
from io import BytesIO, FileIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import typst
from PIL import Image

from disputes.case_pdf.protocol import LENGTH, TIME
from disputes.confinement import confine, limit, refuse_calls

LAYOUT = Path(__file__).with_name("layout")
FONTS = [
    Path(str(files_of(package))).resolve() for package in ("manimgx_fonts", "manimgx_fonts_cjk")
]
MEMORY = 2 * 1024**3  # bytes
DRAWING = 25  # seconds; what is not drawn by then is left out, so that the rest comes

# All pictures together, in bytes. Each has an equal share, and is drawn as large and as well as
# that allows: its longer edge in pixels, the quality of the JPEG, the bytes it usually comes to.
PICTURES = 18_000_000
SIZES = (
    (1400, 80, 400_000),
    (1100, 74, 200_000),
    (900, 68, 120_000),
    (700, 58, 60_000),
    (480, 50, 0),
)

# PDF/UA does not allow a letter that no font has, and the error names it: so we learn of each one
# that would only be an empty box.
_UNDRAWABLE = re.compile(r'the text `"((?:\\.|[^"\\])*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ROUNDS = 3  # a text that lost some letters is shaped anew, and may then lack others


def main() -> None:
    folder, source = Path(sys.argv[1]), sys.stdin.buffer
    names: list[str] = json.loads(source.readline())
    os.umask(0o022)  # what lies in the folder is closed by the folder
    shutil.copytree(LAYOUT, folder, dirs_exist_ok=True)
    folder.chmod(0o700)  # it has become like the one that was copied
    with ExitStack() as opened:
        files = {
            name: opened.enter_context((folder / f"{name}.jpg").open("wb", 0)) for name in names
        }
        dispute = opened.enter_context((folder / "case.json").open("wb", 0))
        Image.init()  # what Pillow would load when it needs it, from files
        _lock_up(folder, len(names))
        sys.excepthook = _tell
        drawn = _draw(source, files)
        document: dict[str, Any] = json.load(source)
        pdf = typeset(folder, dispute, document | {"drawn": drawn, "pictures": len(names)})
    sys.stdout.buffer.write(pdf)


def _draw(source: IO[bytes], files: dict[str, FileIO]) -> dict[str, str]:
    """The files of the pictures that could be drawn."""
    share = PICTURES // max(len(files), 1)
    drawn, until = {}, time.monotonic() + DRAWING
    for name, file in files.items():
        (size,) = LENGTH.unpack(source.read(LENGTH.size))
        data = source.read(size)
        picture = shrink(data, share) if data and time.monotonic() < until else None
        if picture is not None:
            file.write(picture)
            drawn[name] = f"{name}.jpg"
    return drawn


def shrink(data: bytes, share: int) -> bytes | None:
    """A JPEG of at most so many bytes, or the smallest there is; none if it is no picture."""
    sizes = [(edge, quality) for edge, quality, usual in SIZES if usual <= share]
    try:
        opened = Image.open(BytesIO(data), formats=["JPEG"])
        opened.draft("RGB", (sizes[0][0], sizes[0][0]))  # the decoder itself halves it for nothing
        image = opened.convert("RGB")
    except Exception:  # noqa: BLE001 - Pillow's decoders raise a dozen kinds of errors
        return None
    image.info.clear()
    for edge, quality in sizes:
        image.thumbnail((edge, edge))
        small = BytesIO()
        image.save(small, "JPEG", quality=quality)
        if small.tell() <= share:
            break
    return small.getvalue()


def typeset(folder: Path, case: FileIO, document: dict[str, Any]) -> bytes:
    """The PDF. Letters that no font has are named by their numbers, and the file says so."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=FONTS)
    lost: set[str] = set()
    for _round in range(_ROUNDS):
        shown = named(document, lost) | {"named": bool(lost), "boxes": False}
        try:
            return _compile(folder, case, fonts, shown, ["ua-1"])
        except typst.TypstError as error:
            found = undrawable(error.diagnostic)
            if not found:
                raise
            lost |= found
    return _compile(folder, case, fonts, named(document, lost) | {"named": True, "boxes": True}, [])


def undrawable(diagnostic: str) -> set[str]:
    """The texts, mostly single letters, that no font could draw."""
    return {
        _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text).replace("\\", "")
        for text in _UNDRAWABLE.findall(diagnostic)
    }


def named(value: Any, lost: set[str]) -> Any:
    """The same document with the numbers of these letters in their place, such as [U+0F56]."""
    if not lost:
        return value
    longest_first = sorted(map(re.escape, lost), key=len, reverse=True)
    return _named(value, re.compile(f"(?:{'|'.join(longest_first)})+"))


def _named(value: Any, letters: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return letters.sub(lambda found: f"[{_numbers(found[0])}]", value)
    if isinstance(value, list):
        return [_named(each, letters) for each in value]
    if isinstance(value, dict):
        return {key: _named(each, letters) for key, each in value.items()}
    return value


def _numbers(text: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in text)


def _compile(
    folder: Path,
    case: FileIO,
    fonts: typst.Fonts,
    document: dict[str, Any],
    standards: Sequence[Any],
) -> bytes:
    case.seek(0)
    case.truncate()
    case.write(json.dumps(document).encode())
    return typst.compile(
        folder / "case_pdf.typ",
        root=folder,
        font_paths=fonts,
        ignore_system_fonts=True,
        pdf_standards=list(standards),
        timestamp=document["made_at"],
    )


def _lock_up(folder: Path, pictures: int) -> None:
    """Keep the connection, the open files, and what is to be read."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stderr.fileno())  # it was the log
    os.close(nowhere)
    confine(FONTS, own=folder.resolve())
    limit(memory=MEMORY, processor_time=TIME, file_size=PICTURES, files=64 + pictures)
    refuse_calls(reading=True)


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Where it failed, and not with which words: those are people's."""
    places = (
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)
    )
    sys.stdout.write(f"{kind.__name__} at {', '.join(places)}")


if __name__ == "__main__":
    main()
