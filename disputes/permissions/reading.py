"""Read and decided are the same: an act is turned back where something came after what was read.

The number of a case's last event is its version: nothing in a case changes without a line in its
history. Pages send along the one that they showed (`Dispute.read_to`), and the frame of every act
asks here, under the lock.
"""

from collections.abc import Collection

from disputes.errors import Outdated
from disputes.models import Dispute, Event
from disputes.permissions.people import Actor
from disputes.permissions.verbs import DECISIVE, DECLARED
from disputes.states import UNTOLD, EventKind, Party, Verb
from disputes.wording.unread import what_changed


def outdated(dispute: Dispute, verb: Verb, actor: Actor) -> Outdated | None:
    """Why this act would decide on something else than what was read, if so: what others have done
    since, where it matters for the verb. What somebody did themselves they know."""
    return unread(dispute, actor, DECLARED[verb].heeds)


def unread(
    dispute: Dispute, actor: Actor, heeds: Collection[EventKind] = DECISIVE
) -> Outdated | None:
    """The same of these kinds of lines: for what is no verb of a case and ends something in it."""
    if dispute.read_to is None or dispute.read_to >= dispute.event_count:
        return None
    since = dispute.events.filter(number__gt=dispute.read_to, kind__in=heeds)
    if actor.party != Party.PLATFORM:
        since = since.exclude(kind__in=UNTOLD)
    if actor.user is not None:
        since = since.exclude(actor=actor.user)
    came = list(since.order_by("number"))
    to_staff = actor.party == Party.PLATFORM
    return Outdated(what_changed(came, to_staff=to_staff)) if came else None


def decisive_since(dispute: Dispute, number: int) -> list[Event]:
    """What came into the case after this event, of what a decision rests on."""
    return list(dispute.events.filter(number__gt=number, kind__in=DECISIVE).order_by("number"))
