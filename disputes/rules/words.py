"""What people write: not nothing where it is needed, and not without end."""

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused

MAX_WORDS = 4000  # characters


def check_words(
    words: str, *, field: str = "words", sentence: str | None = None, most: int = MAX_WORDS
) -> str:
    """What somebody wrote, without outer blanks; refused when there is nothing or too much."""
    words = check_length(words, field=field, most=most)
    if not words:
        raise Refused(
            Code.WORDS_MISSING, sentence or _("Say in a few words what happened."), field=field
        )
    return words


def check_length(words: str, *, field: str = "words", most: int = MAX_WORDS) -> str:
    """Words may be left out here, but not go on for ever."""
    words = storable(words).replace("\r\n", "\n").strip()
    if len(words) > most:
        raise Refused(
            Code.WORDS_MISSING,
            _("Shorten this to %(most)d characters; it has %(now)d.")
            % {"most": most, "now": len(words)},
            field=field,
        )
    return words


def storable(text: str) -> str:
    """The text without U+0000, which PostgreSQL neither stores nor looks for."""
    return text.replace("\x00", "")
