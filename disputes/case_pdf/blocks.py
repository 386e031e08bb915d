"""What a case PDF is made of. The templates in `layout` know how each of these looks.

All text is in the reader's language by now. What people wrote is only ever text in here: the
templates never read it as anything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class PdfStyle(StrEnum):
    """How a line of text looks."""

    PLAIN = "plain"
    STRONG = "strong"
    SOFT = "soft"
    LARGE = "large"
    HASH = "hash"


@dataclass(frozen=True)
class PdfLine:
    """A line of text of ours, or a short one that somebody wrote, such as a caption.

    One that `leads` never stands at the end of a page without what follows it.
    """

    text: str
    style: PdfStyle = PdfStyle.PLAIN
    leads: bool = False
    kind: str = field(default="line", init=False)


@dataclass(frozen=True)
class PdfQuote:
    """What somebody wrote, as they wrote it: with its lines and its direction of reading."""

    text: str
    kind: str = field(default="quote", init=False)


@dataclass(frozen=True)
class PdfNotice:
    """What the reader must not miss."""

    text: str
    kind: str = field(default="notice", init=False)


@dataclass(frozen=True)
class PdfTitle:
    """A heading within a section. It never stands alone at the end of a page."""

    text: str
    level: int = 2
    kind: str = field(default="title", init=False)


@dataclass(frozen=True)
class PdfFact:
    """A label and what belongs to it."""

    label: str
    lines: Sequence[PdfLine]


@dataclass(frozen=True)
class PdfFacts:
    """Labels and values, one below the other."""

    facts: Sequence[PdfFact]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class PdfTable:
    """Rows of cells, which hold lines; `widths` are shares of the page, 0 for as much as needed."""

    head: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Sequence[PdfLine | PdfQuote]]]
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class PdfPicture:
    """A picture by its `name` in the album, with what is said below it; `alt` is for those who do
    not see it."""

    name: str
    alt: str
    caption: Sequence[PdfLine]


@dataclass(frozen=True)
class Pictures:
    """Pictures, two beside each other."""

    pictures: Sequence[PdfPicture]
    kind: str = field(default="pictures", init=False)


@dataclass(frozen=True)
class Sided:
    """What is one side's, marked by its colour and its name."""

    party: str
    blocks: "Sequence[Block]"
    kind: str = field(default="sided", init=False)


@dataclass(frozen=True)
class Beside:
    """The one side beside the other."""

    columns: Sequence[Sided]
    kind: str = field(default="beside", init=False)


Block = PdfLine | PdfQuote | PdfNotice | PdfTitle | PdfFacts | PdfTable | Pictures | Sided | Beside


@dataclass(frozen=True)
class PdfSection:
    """A part of the PDF that stands in the table of contents."""

    title: str
    blocks: Sequence[Block]
    on_new_page: bool = False


def strong(text: str) -> PdfLine:
    """The name of what follows."""
    return PdfLine(text, PdfStyle.STRONG, leads=True)


def soft(text: str) -> PdfLine:
    return PdfLine(text, PdfStyle.SOFT)


def large(text: str) -> PdfLine:
    return PdfLine(text, PdfStyle.LARGE)


def hash_line(text: str) -> PdfLine:
    """SHA-256, as 64 hexadecimal digits."""
    return PdfLine(text, PdfStyle.HASH)


def facts(*pairs: tuple[str, str]) -> PdfFacts:
    """Plain ones; those without a value are left out."""
    return PdfFacts([PdfFact(label, [PdfLine(value)]) for label, value in pairs if value])
