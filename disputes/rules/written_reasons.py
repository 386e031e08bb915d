"""What the reasons of a ruling say: how much, of which evidence and files, and in whose words."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from disputes.rules.texts import is_visible

# A number by itself: "evidence 2", "#2", "(2)", and not the 2 of 12, 2.50, 2:30 or 2 %.
_NUMBER = re.compile(r"(?<![\d.,:/-])\d{1,4}(?!\d|[.,:/-]\d|\s?%)")
# What may stand between the word for evidence and its number.
_SIGN = r"(?:no\.?|nr\.?|n[.º°]{1,2}|number|№|#|رقم|第)"
# "evidence 2", "evidence no. 2 and 3", "evidence 2, 4".
_NUMBERS = rf"\s*{_SIGN}?\s*((?:\d{{1,4}})(?:\s*(?:,|،|、|&|/|and|or)\s*\d{{1,4}})*)"
# What a file shows, by how such words begin in many languages.
_SHOWN = (
    "(?:photo|foto|фото|φωτο|pictur|imag|immag|bild|scan|screenshot|documen|dokumen|докумен|pdf|file|"
    "page|label|receipt|invoice|写真|照片|图片|圖片|사진|صور|תמונ|फोटो|ภาพ|ảnh)"
)
_WORD_BEFORE = re.compile(rf"(\w+)\s*{_SIGN}?\s*$", re.IGNORECASE)
# Letters of a word for evidence at least.
_LEAST = 4
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
    return {int(found) for found in _NUMBER.findall(_plain(text))}


def words_for_evidence(text: str, cites: Collection[int], *known: str) -> set[str]:
    """How it calls evidence, in whatever language: by words that are `known`, and by what stands
    before the numbers that are cited and that no known word names."""
    text, named = _plain(text), set(evidence_in(text, known))
    found = (number for number in _NUMBER.finditer(text) if int(number[0]) in set(cites) - named)
    return {*known, *filter(None, (_word_before(text[: number.start()]) for number in found))}


def evidence_in(text: str, words: Collection[str]) -> list[int]:
    """Which evidence it names by one of these words."""
    return list(_each(_called(words) + _NUMBERS, text))


def evidence_with_files_in(text: str, words: Collection[str]) -> list[int]:
    """Of which evidence it names a photo or a document: "the photo in evidence 2"."""
    before = rf"(?<!\w){_SHOWN}\w*(?:\s+(?:\w{{1,4}}|[dn]all?[ae]|[dn]ell?[ae])){{0,2}}\s+"
    after = rf"\s*(\d{{1,4}})\s*\w{{0,3}}?\s*{_SHOWN}"
    called = _called(words)
    return [*_each(before + called + _NUMBERS, text), *_each(called + after, text)]


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


def _word_before(text: str) -> str:
    """Its last word, without its ending; of broad letters, which are written without blanks, the
    last two. None where it is too short to be more than a preposition."""
    found = _WORD_BEFORE.search(text)
    word = found[1] if found else ""
    if len(word) > 1 and all(map(_is_broad, word[-2:])):
        return word[-2:]
    return word[: max(_LEAST, len(word) - 1)].casefold() if len(word) >= _LEAST else ""


def _called(words: Collection[str]) -> str:
    """Any of these words, in any number or case of its language."""
    narrow = [re.escape(word) for word in sorted(words) if not _is_broad(word[-1])]
    broad = [re.escape(word) for word in sorted(words) if _is_broad(word[-1])]
    return "(?:" + "|".join([rf"(?<!\w)(?:{'|'.join(narrow)})\w{{0,3}}", *broad]) + ")"


def _each(pattern: str, text: str) -> Iterator[int]:
    for found in re.finditer(pattern, _plain(text), re.IGNORECASE):
        yield from map(int, re.findall(r"\d+", found[1]))


def _plain(text: str) -> str:
    """With one sign for what is the same: "２" and "②" are a 2."""
    return unicodedata.normalize("NFKC", text)


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _is_broad(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
