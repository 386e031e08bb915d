"""What people write: not nothing where it is needed, not without end, and whole."""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.errors import Code, Refused

MAX_TEXT = 4000  # characters

# Unicode calls these letters, symbols or marks, and draws nothing: fillers of Hangul, the blank of
# Braille. Source: property Default_Ignorable_Code_Point, and U+2800 by its picture.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Zero width joiners: Persian and the scripts of India need them within words, emoji to be one.
_JOINERS = frozenset("\u200c\u200d")
# What follows a black flag to make it that of England, Scotland or Wales.
_FLAG = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]+)")


def check_text(
    text: str, *, field: str = "text", sentence: str | None = None, most: int = MAX_TEXT
) -> str:
    """What somebody wrote, without outer blanks; refused when there is nothing or too much."""
    text = check_length(text, field=field, most=most)
    if not text:
        raise Refused(
            Code.TEXT_MISSING, sentence or _("Say in a few words what happened."), field=field
        )
    return text


def check_reasons(text: str, least: int, *, field: str = "reasons", sentence: str) -> str:
    """Reasons of the platform that somebody has to live with: of so many letters and digits at
    least, so that they say something."""
    text = check_text(text, field=field, sentence=sentence)
    if sum(unicodedata.category(sign)[0] in "LN" for sign in text) < least:
        raise Refused(
            Code.TEXT_MISSING,
            ngettext(
                "Say more: at least %(number)d letter.",
                "Say more: at least %(number)d letters.",
                least,
            )
            % {"number": least},
            field=field,
        )
    return text


def check_length(text: str, *, field: str = "text", most: int = MAX_TEXT) -> str:
    """Words may be left out here, but not go on for ever. What nobody can see is left out, too."""
    text = storable(text).replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Refused(
            Code.TEXT_MISSING,
            _("Shorten this to %(most)d characters; it has %(now)d.")
            % {"most": most, "now": len(text)},
            field=field,
        )
    return text if is_visible(text) else ""


def is_visible(text: str) -> bool:
    """Is there a letter, number, sign or picture in it?"""
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANKS for sign in text)


def one_line(text: str) -> str:
    """The text on one line, with single blanks and without what is not seen itself and changes how
    the rest is: controls, marks that turn the direction, lone surrogates. Joiners and flags stay.

    Empty where nothing of it is visible.
    """
    parts = _FLAG.split(text)
    parts[::2] = ["".join(map(_seen, part)) for part in parts[::2]]
    line = " ".join("".join(parts).split())
    return line if is_visible(line) else ""


def isolated(text: str) -> str:
    """The text for the middle of a sentence of ours: where it is read from the right, it does not
    turn round what stands behind it. On pages, `<bdi>` does the same for what stands alone."""
    turns = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return f"\u2068{text}\u2069" if turns else text


def cut(text: str, most: int) -> str:
    """Its beginning of at most so many characters, which breaks nothing that is drawn as one."""
    end = min(most, len(text))
    while 0 < end < len(text) and (_continues(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return text[:end]


def storable(text: str) -> str:
    """The text without U+0000, which PostgreSQL neither stores nor looks for."""
    return text.replace("\x00", "")


def _seen(sign: str) -> str:
    if sign.isspace():
        return " "
    hidden = unicodedata.category(sign)[0] == "C" and sign not in _JOINERS
    return "" if hidden else sign


def _continues(sign: str) -> bool:
    """Is it drawn with what stands before it: an accent, a joiner, a skin tone, part of a flag?"""
    return (
        unicodedata.category(sign)[0] == "M"
        or sign in _JOINERS
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
        or "\U000e0020" <= sign <= "\U000e007f"
    )
