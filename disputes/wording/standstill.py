"""What came to a standstill, said as it is: since when, what is being done, and that nobody need do
anything."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from disputes.models import Dispute
from disputes.rules.clocks import is_over
from disputes.rules.instants import instant
from disputes.wording.return_steps import NextStep

# Until then it is work that goes on; beat ticks every few seconds.
_LATE = timedelta(minutes=2)

# Whoever enforces deadlines says here which of these cases, by id, could not be moved on, and since
# when.
lookups: list[Callable[[Sequence[int]], Mapping[int, datetime]]] = []


def stuck_since(disputes: Iterable[Dispute], now: datetime) -> dict[int, datetime]:
    """Those of these cases whose deadline could not be enforced, by id, and since when. Asks only
    where one is over."""
    over = [dispute.pk for dispute in disputes if is_over(dispute.due_at, now)]
    found: dict[int, datetime] = {}
    for lookup in lookups if over else ():
        found |= lookup(over)
    return found


def overdue_step(due_at: datetime, now: datetime, stuck: datetime | None) -> NextStep:
    """Where a case stands whose clock has run out."""
    title, text = _("The platform carries out what follows"), _("The time to act is over.")
    if stuck is not None:
        title = _("What follows could not be carried out yet")
        text = f"{text} {_could_not(stuck)}"
    elif now - due_at > _LATE:
        title = _("What follows is late")
        text = f"{text} {_late(due_at)}"
    return NextStep(title, text, yours=False)


def too_late(dispute: Dispute, now: datetime) -> str:
    """The refusal for somebody who acts after the deadline, though no worker has enforced it
    yet."""
    assert dispute.due_at is not None, "only a case with a clock can be too late"
    said = _("The time for this ended on %(instant)s.") % {"instant": instant(dispute.due_at)}
    stuck = stuck_since([dispute], now).get(dispute.pk)
    if stuck is not None:
        return f"{said} {_could_not(stuck)}"
    if now - dispute.due_at > _LATE:
        return f"{said} {_late(dispute.due_at)}"
    goes_on = _("The platform is carrying out what follows; look at this page again in a minute.")
    return f"{said} {goes_on}"


def _could_not(since: datetime) -> str:
    return _(
        "What follows could not be carried out since %(since)s. It is tried again and again, and "
        "the platform's staff sees it in their list of what needs mending. You need not do "
        "anything."
    ) % {"since": instant(since)}


def _late(due_at: datetime) -> str:
    return _(
        "What follows should have been carried out on %(due)s. It waits for the platform's "
        "computers, and is carried out as soon as they work again. You need not do anything."
    ) % {"due": instant(due_at)}
