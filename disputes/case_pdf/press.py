"""The program that sets a case file: a process of its own, which ends when it is done.

So a picture or a text that breaks it costs one file, its memory goes back with it, and neither
time nor memory is without a limit. It knows neither Django nor the database, and has no secrets.

It is called with an empty folder. On its standard input come a line of JSON, which names the
pictures; of each picture its length and its bytes; and the document as JSON, to the end. It leaves
the PDF in the folder.
"""

import json
import re
import resource
import shutil
import sys
import time
import traceback
from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

import typst
from PIL import Image

from disputes.case_pdf.protocol import LENGTH, PDF, TIME

LAYOUT = Path(__file__).with_name("layout")
FONTS = [Path(str(files(package))) for package in ("manimgx_fonts", "manimgx_fonts_cjk")]
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
    sys.excepthook = _tell
    _limit()
    folder, source = Path(sys.argv[1]), sys.stdin.buffer
    names: list[str] = json.loads(source.readline())
    share = PICTURES // max(len(names), 1)
    drawn, until = {}, time.monotonic() + DRAWING
    for name in names:
        (size,) = LENGTH.unpack(source.read(LENGTH.size))
        data = source.read(size)
        picture = shrink(data, share) if data and time.monotonic() < until else None
        if picture is not None:
            drawn[name] = f"{name}.jpg"
            (folder / drawn[name]).write_bytes(picture)
    document: dict[str, Any] = json.load(source)
    pdf = typeset(folder, document | {"drawn": drawn, "pictures": len(names)})
    (folder / PDF).write_bytes(pdf)


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


def typeset(folder: Path, document: dict[str, Any]) -> bytes:
    """The PDF. Letters that no font has are named by their numbers, and the file says so."""
    shutil.copytree(LAYOUT, folder, dirs_exist_ok=True)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=FONTS)
    lost: set[str] = set()
    for _round in range(_ROUNDS):
        shown = named(document, lost) | {"named": bool(lost), "boxes": False}
        try:
            return _compile(folder, fonts, shown, ["ua-1"])
        except typst.TypstError as error:
            found = undrawable(error.diagnostic)
            if not found:
                raise
            lost |= found
    return _compile(folder, fonts, named(document, lost) | {"named": True, "boxes": True}, [])


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
    folder: Path, fonts: typst.Fonts, document: dict[str, Any], standards: Sequence[Any]
) -> bytes:
    (folder / "case.json").write_text(json.dumps(document))
    return typst.compile(
        folder / "case_file.typ",
        root=folder,
        font_paths=fonts,
        ignore_system_fonts=True,
        pdf_standards=list(standards),
        timestamp=document["made_at"],
    )


def _limit() -> None:
    """Of the time by the clock `printing` takes care."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME, TIME))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Where it failed, and not with which words: those are people's."""
    print("".join(traceback.format_tb(trace)), kind.__name__, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
