"""What changed while somebody had a page open, for whoever is turned back by it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from disputes.errors import Outdated
from disputes.models import Event
from disputes.rules.instants import instant
from disputes.states import EventKind, Party
from disputes.wording.history import sentence

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# More than these are not listed: the case shows them all.
_LISTED = 3


def what_changed(events: Sequence[Event], *, to_staff: bool = False) -> str:
    """What came after a page was read, and how to go on; the latest of it, if it was much."""
    told = [changed(event, to_staff=to_staff) for event in events[-_LISTED:]]
    if more := len(events) - len(told):
        told.insert(
            0,
            ngettext(
                "%(number)d more thing has changed.", "%(number)d more things have changed.", more
            )
            % {"number": more},
        )
    return " ".join([*told, gettext("You had not read that yet. Look at it, then decide again.")])


def changed(event: Event, *, to_staff: bool = False) -> str:
    """One change, and when it was."""
    kind, at = EventKind(event.kind), {"instant": instant(event.at)}
    if template := _CHANGED.get(kind) or _CHANGED_BY.get((kind, Party(event.party))):
        return str(template) % {**event.data, **at}
    return gettext("On %(instant)s: %(sentence)s") % {
        **at,
        "sentence": sentence(event, to_staff=to_staff),
    }


def came_later(at: datetime) -> Outdated:
    """Of a list that is dealt with as a whole: there is more in it than was read."""
    return Outdated(
        gettext(
            "The list was changed on %(instant)s: there are more by now. You had not read that "
            "yet. Look at it, then decide again."
        )
        % {"instant": instant(at)}
    )


_CHANGED = {
    EventKind.CHANGED: _("The request was changed on %(instant)s."),
    EventKind.EVIDENCE_ADDED: _("Evidence %(number)s was added on %(instant)s."),
    EventKind.EVIDENCE_CHANGED: _("Evidence %(number)s was changed on %(instant)s."),
    EventKind.ORDER_CORRECTED: _("What is known of the order was changed on %(instant)s."),
}
_CHANGED_BY: "dict[tuple[EventKind, Party], StrOrPromise]" = {
    (EventKind.PROPOSED, Party.BUYER): _("The buyer's proposal was changed on %(instant)s."),
    (EventKind.PROPOSED, Party.SELLER): _("The seller's proposal was changed on %(instant)s."),
}
