"""What a sanction means for a store, in words."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.rules.instants import instant
from sellers.models import Sanction
from sellers.rules.account import SanctionMoved
from sellers.rules.sanctions import Threshold
from sellers.states import Measure, SanctionEnding, SanctionMove

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a measure does; the marketplace carries it out.
MEANING: dict[str, "StrOrPromise"] = {
    Measure.WARNING: gettext_lazy("Nothing is restricted yet."),
    Measure.RESTRICTED: gettext_lazy(
        "The store takes part in no promotions and is shown further down in searches."
    ),
    Measure.PAUSED: gettext_lazy(
        "The store is restricted, and its listings cannot be bought meanwhile."
    ),
    Measure.CLOSED: gettext_lazy("The store sells nothing any more."),
}
# Said with every measure.
STILL_POSSIBLE = gettext_lazy(
    "You can still answer your cases, upload evidence and appeal penalties."
)


def leads_to(threshold: Threshold) -> str:
    """What a threshold leads to, such as "Restricted for 7 days"."""
    if threshold.days is not None:
        return _("%(measure)s for %(days)s") % {
            "measure": threshold.measure.label,
            "days": days_in_words(threshold.days),
        }
    if threshold.notice_days:
        return _("%(measure)s, after a notice of %(days)s") % {
            "measure": threshold.measure.label,
            "days": days_in_words(threshold.notice_days),
        }
    return str(threshold.measure.label)


def headline(sanction: Sanction) -> str:
    """What it is and until when, such as "Restricted until 24 Nov 2026, 14:05 (UTC+01:00)"."""
    measure = sanction.get_measure_display()
    if not sanction.in_force:
        return _("Notice: %(measure)s") % {"measure": measure} if sanction.is_ahead else measure
    if sanction.ends_at is None:
        return _("%(measure)s until the points fall below %(points)d") % {
            "measure": measure,
            "points": sanction.points,
        }
    return _("%(measure)s until %(at)s") % {"measure": measure, **_at(sanction.ends_at)}


def state_of(sanction: Sanction) -> str:
    """Where a sanction stands, as a sentence."""
    if sanction.ending == SanctionEnding.SERVED:
        return _("It ended on %(at)s, since its time was over.") % _at(sanction.ended_at)
    if sanction.ending == SanctionEnding.LIFTED:
        return _("It was lifted on %(at)s, since the points fell below its threshold.") % _at(
            sanction.ended_at
        )
    if sanction.interrupted_at is not None:
        return _("Interrupted since %(at)s, while an appeal is open.") % _at(
            sanction.interrupted_at
        )
    if not sanction.begun:
        return _("It begins on %(at)s, unless the points fall below its threshold before.") % _at(
            sanction.starts_at
        )
    if sanction.ends_at is None:
        return _("In force until the points fall below %(points)d.") % {"points": sanction.points}
    return _("In force until %(at)s.") % _at(sanction.ends_at)


_MOVES: dict[SanctionMove, "StrOrPromise"] = {
    SanctionMove.DECIDED: gettext_lazy(
        "A sanction is decided: %(measure)s, from %(points)d points."
    ),
    SanctionMove.STARTED: gettext_lazy("The sanction of %(points)d points starts: %(measure)s."),
    SanctionMove.INTERRUPTED: gettext_lazy(
        "The sanction of %(points)d points stands still: %(measure)s."
    ),
    SanctionMove.RESUMED: gettext_lazy("The sanction of %(points)d points goes on: %(measure)s."),
    SanctionMove.ENDED: gettext_lazy("The sanction of %(points)d points ends: %(measure)s."),
}
_LIFTED = gettext_lazy(
    "The sanction of %(points)d points is lifted, since the store falls below: %(measure)s."
)


def moved_in_words(moved: SanctionMoved) -> str:
    """What would happen to a sanction, as a sentence."""
    sanction = moved.sanction
    lifted = moved.move == SanctionMove.ENDED and sanction.ending == SanctionEnding.LIFTED
    return str(_LIFTED if lifted else _MOVES[moved.move]) % {
        "points": sanction.points,
        "measure": Measure(sanction.measure).label,
    }


def days_in_words(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def _at(at: datetime | None) -> dict[str, str]:
    assert at is not None, "told only of what has happened"
    return {"at": instant(at)}
