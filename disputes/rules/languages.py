"""In which language somebody writes, as far as their browser tells."""

import re

from babel import Locale, UnknownLocaleError

_FIRST = re.compile(r"\s*([a-z]{2,3})(?![a-z])", re.IGNORECASE)


def primary_language(header: str) -> str:
    """The first language of an Accept-Language header as ISO 639, such as "es" of "es-MX,en;q=0.8";
    empty when it names none that is known. Browsers put the one that people prefer first."""
    first = _FIRST.match(header)
    code = first[1].lower() if first else ""
    return code if code and language_name(code, "en") != code else ""


def language_name(code: str, viewer_language: str) -> str:
    """What the viewer's language calls this one; the code itself where nobody knows it."""
    try:
        return Locale(code).get_language_name(viewer_language) or code
    except UnknownLocaleError:
        return code
