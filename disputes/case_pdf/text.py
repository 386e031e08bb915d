"""How text is prepared for paper: what stands in it, and where its lines may break."""

import re
import unicodedata
from datetime import datetime

from disputes.rules.instants import instant

# Longer than any word of a language that is written with spaces. Scripts from U+0900 on break
# between their letters by rules of their own.
_ENDLESS = re.compile(r"[^\s\u0900-\U0010ffff]{32,}")
_PIECE = 16
_KANA, _HANGUL = re.compile("[\u3041-\u30ff]"), re.compile("[\uac00-\ud7a3]")
_BREAK = "\u200b"  # a space without width


def foreign(text: str) -> str:
    """What somebody wrote, inside a line of ours: it does not turn the direction of the rest."""
    return f"\u2068{text}\u2069" if text else ""


def carrier_and_number(carrier: str, number: str) -> str:
    """Each by itself, and the number from the left, as `presenters.parts` has them for a page."""
    digits = f"\u2066{number}\u2069" if number else ""
    return " ".join(filter(None, (foreign(carrier), digits)))


def breakable(text: str) -> str:
    """The same, with places to break in what would else run over the edge of the page."""
    return _ENDLESS.sub(lambda word: _BREAK.join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    """Never between a letter and the accent that belongs to it."""
    pieces, piece = [], ""
    for letter in word:
        if len(piece) >= _PIECE and not unicodedata.combining(letter):
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def clean(text: str) -> str:
    """Without what is no text: a page shows no controls either."""
    return "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter) != "Cc"
    )


def language(text: str) -> str | None:
    """Where one can tell by the script: Chinese, Japanese and Korean share signs, which each
    draws in its own way."""
    if _KANA.search(text):
        return "ja"
    return "ko" if _HANGUL.search(text) else None


def reads_from_the_right(text: str) -> bool:
    """Told by its first letter that has a direction, as `dir="auto"` on a page."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def moment(at: datetime | None) -> str:
    """An instant in the reader's zone, with its offset; nothing where there is none."""
    return "" if at is None else instant(at)
