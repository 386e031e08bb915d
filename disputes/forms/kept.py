"""What somebody had typed into a form when the session ended, carried over the sign-in."""

import json
import re

from django.http import HttpRequest

Fields = list[tuple[str, str]]
_OURS = "csrfmiddlewaretoken"
_HALF = re.compile("[\ud800-\udfff]")


def typed_in(request: HttpRequest) -> Fields:
    """The fields of a form that was sent, but for passwords; none where nothing was typed."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != _OURS and "password" not in name
        for value in values
    ]
    return fields if request.FILES or any(value.strip() for _name, value in fields) else []


def written(fields: Fields) -> str:
    """As one hidden field carries them."""
    return json.dumps(fields)


def read(kept: str) -> Fields:
    """What `written` made; whatever else somebody sent is nothing."""
    try:
        found = json.loads(kept)
        fields = [(name, value) for name, value in found]
    except (ValueError, TypeError, RecursionError):  # no JSON, and no list of pairs
        return []
    return fields if all(_is_text(part) for pair in fields for part in pair) else []


def _is_text(part: object) -> bool:
    """What a browser can have sent, and a page can show: JSON can name halves of a character."""
    return isinstance(part, str) and "\0" not in part and not _HALF.search(part)
