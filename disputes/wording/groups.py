"""What is said of several cases at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.errors import Refused
from disputes.models import Event
from disputes.rules.texts import isolated


@contextmanager
def naming(title: str, *, several: bool) -> Iterator[None]:
    """Of several, a refusal names the one that it is about."""
    try:
        yield
    except Refused as refused:
        if several:
            told = {"title": isolated(title), "sentence": refused.message}
            refused.message = _("%(title)s: %(sentence)s") % told
        raise


def in_one_application(event: Event) -> str:
    """How many others the application named that this event tells of."""
    others = len(event.data.get("together", ())) - 1
    if others < 1:
        return ""
    return ngettext(
        "%(number)d other item of the parcel was applied for together with it.",
        "%(number)d other items of the parcel were applied for together with it.",
        others,
    ) % {"number": others}
