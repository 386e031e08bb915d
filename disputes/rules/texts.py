"""What people write: not nothing where it is needed, and not without end."""

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused

MAX_TEXT = 4000  # characters


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


def check_length(text: str, *, field: str = "text", most: int = MAX_TEXT) -> str:
    """Words may be left out here, but not go on for ever."""
    text = storable(text).replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Refused(
            Code.TEXT_MISSING,
            _("Shorten this to %(most)d characters; it has %(now)d.")
            % {"most": most, "now": len(text)},
            field=field,
        )
    return text


def storable(text: str) -> str:
    """The text without U+0000, which PostgreSQL neither stores nor looks for."""
    return text.replace("\x00", "")
