"""For which forms files are taken one by one: those that the person can open now, and no others.

The page of each form with files says so itself, by `opens`; what nobody says is no form.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from disputes.access import not_found
from disputes.models import User

# Raises `Refused` unless this person can open the form now; the names are groups of the pattern.
Check = TypeVar("Check", bound=Callable[..., None])
_checks: list[tuple[re.Pattern[str], Callable[..., None]]] = []
REFERENCE = r"R-[0-9A-Z]{4}-[0-9A-Z]{4}"


def opens(pattern: str) -> Callable[[Check], Check]:
    """This function checks forms with keys of this pattern: it gets the user, the key, and the
    named groups."""

    def add(check: Check) -> Check:
        _checks.append((re.compile(pattern, re.ASCII), check))
        return check

    return add


def check_form(user: User, key: str) -> None:
    """Refused unless this is the key of a form that this person can open now."""
    for pattern, check in _checks:
        if found := pattern.fullmatch(key):
            check(user, key, **found.groupdict())
            return
    raise not_found()
