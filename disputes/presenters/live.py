"""What a page that follows says of itself and of what is new, see `disputes/parts/live.html`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes import wording
from disputes.models import Event, User
from disputes.selectors import DisputeView
from disputes.states import EventKind, Party
from disputes.templatetags.redress import counted

_NO_NEWS = (EventKind.EVIDENCE_SEEN, EventKind.MESSAGE_SEEN)


@dataclass(frozen=True)
class Live:
    """`left` and `acted` are seconds: until the clock of the page runs out, and since somebody
    acted; from both follows how often the script asks. `said` is one short sentence about what is
    new; with `newer` it is about what a list does not show yet. `page` is where to look again, if
    not here."""

    made_at: datetime
    address: str = ""
    page: str = ""
    left: int | None = None
    acted: int | None = None
    said: str = ""
    newer: bool = False


def live_case(
    view: DisputeView, user: User, address: str = "", page: str = "", seen: int | None = None
) -> Live:
    """The page of a case, or what has changed since a page that had `seen` so many events."""
    news = [] if seen is None else view.events[seen:]
    return Live(
        made_at=view.now,
        address=address,
        page=page,
        left=view.deadline.seconds_left if view.deadline else None,
        acted=int((view.now - view.events[-1].at).total_seconds()),
        said=_said(news, view.viewer, user),
    )


def live_list(now: datetime, address: str = "", newer: int = 0) -> Live:
    """A list, or that so many cases are newer than it."""
    if newer <= 0:
        return Live(now, address)
    said = ngettext(
        "%(number)s case is new or has changed.",
        "%(number)s cases are new or have changed.",
        newer,
    ) % {"number": counted(newer)}
    return Live(now, address, acted=0, said=said, newer=True)


def _said(news: Sequence[Event], viewer: Party, user: User) -> str:
    """What others did last. That somebody has seen something is no news."""
    others = [event for event in news if event.actor_id != user.pk and event.kind not in _NO_NEWS]
    if not others:
        return ""
    # Of what came with one act, its first line says which it was.
    last = next(event for event in others if event.at == others[-1].at)
    return _("New at %(time)s: %(sentence)s") % {
        "time": date_format(timezone.localtime(last.at), "H:i"),
        "sentence": wording.sentence(last, to_staff=viewer == Party.PLATFORM),
    }
