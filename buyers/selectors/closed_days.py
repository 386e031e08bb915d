"""What stores tell buyers of the days on which they are closed."""

from collections.abc import Iterable

from disputes.models import ClosedDays
from disputes.rules.rests import Rest


def notes_of(rests: Iterable[Rest]) -> list[str]:
    """What the stores say of these days, where they say something."""
    closed = [rest.closed for rest in rests if rest.closed is not None]
    if not closed:
        return []
    rows = ClosedDays.objects.filter(pk__in=closed).exclude(note="")
    return list(rows.order_by("begins_at").values_list("note", flat=True))
