"""What the reasons of a ruling say: how much, of which evidence and files, and in whose words."""

import re
import unicodedata
from collections.abc import Iterator

from disputes.rules.texts import is_visible

# A number by itself: "evidence 2", "#2", "(2)", and not the 2 of 12, 2.50, 2:30 or 2 %.
_NUMBER = re.compile(r"(?<![\d.,:/-])\d{1,4}(?!\d|[.,:/-]\d|\s?%)")
# "evidence 2", "evidence no. 2 and 3", "evidence 2, 4".
_NUMBERS = r"\s*(?:no\.?|nr\.?|number|#)?\s*((?:\d{1,4})(?:\s*(?:,|&|/|and|or)\s*\d{1,4})*)"
# "the tracking page in evidence 2".
_SHOWN_IN = re.compile(
    r"\b(?:photo(?:graph)?|picture|image|scan|screenshot|document|pdf|file|page|label|receipt|invoice)"
    r"s?\s+(?:in|of|from|with)\s+evidence" + _NUMBERS,
    re.IGNORECASE,
)
_FILE = re.compile(
    r"[\w()-]+(?:\.[\w()-]+)*\.(?:jpe?g|png|webp|gif|heic|heif|avif|tiff?|bmp|pdf)\b", re.IGNORECASE
)
# So many letters in a row are no coincidence; in scripts of broad letters each says more.
_QUOTED, _QUOTED_BROAD = 24, 10


def letters(text: str) -> int:
    """How much it says: its letters and digits. The same one several times in a row counts once, a
    broad one, as of Chinese, twice."""
    signs = (sign for sign in re.sub(r"(.)\1+", r"\1", text) if sign.isalnum() and is_visible(sign))
    return sum(2 if _is_broad(sign) else 1 for sign in signs)


def numbers_in(text: str) -> set[int]:
    """The numbers that stand by themselves in it, in whatever digits."""
    return {int(found) for found in _NUMBER.findall(text)}


def evidence_in(text: str, word: str) -> list[int]:
    """Which evidence it names, in English, or by the viewer's `word` for it."""
    pattern = re.compile(rf"\b(?:evidence|{re.escape(word)}){_NUMBERS}", re.IGNORECASE)
    return list(_each(pattern, text))


def evidence_with_files_in(text: str) -> list[int]:
    """Of which evidence it names a photo or a document."""
    return list(_each(_SHOWN_IN, text))


def files_in(text: str) -> list[str]:
    """The names of files in it."""
    return _FILE.findall(text)


def quotes(text: str, source: str) -> bool:
    """Does it say in the same words what the source says?"""
    said, source = _bare(text), _bare(source)
    length = _QUOTED_BROAD if any(map(_is_broad, source)) else _QUOTED
    if len(source) < length:
        return len(source) >= length // 2 and source in said
    return any(source[at : at + length] in said for at in range(len(source) - length + 1))


def _each(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    for found in pattern.finditer(text):
        yield from map(int, re.findall(r"\d+", found[1]))


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _is_broad(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
