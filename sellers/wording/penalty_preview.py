"""What an act would cost a store, in whole sentences, said before it is done."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.rules.policy import days
from disputes.templatetags.redress import counted
from sellers.rules.previews import PenaltyPreview
from sellers.rules.sanctions import AccountSanction
from sellers.states import Measure
from sellers.wording.measures import days_in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def points_in_words(number: int) -> str:
    return ngettext("%(number)d point", "%(number)d points", number) % {"number": number}


def points_moved(before: int, after: int) -> list[str]:
    return [
        _("The store has %(points)s now.") % {"points": points_in_words(before)},
        _("The store then has %(points)s.") % {"points": points_in_words(after)},
    ]


def penalty_in_words(penalty: PenaltyPreview) -> str:
    """Such as "6 points, which would bring the store from 8 to 14 and restrict it for 7 days"."""
    if not penalty.is_complete:
        booked = penalty_in_words(replace(penalty, is_complete=True))
        return _("%(cost)s, by what is booked so far") % {"cost": booked}
    if penalty.is_counted:
        return _("no further points, since it is one breach with another that was counted")
    cost = _moved_by(penalty)
    if penalty.sanction is not None:
        cost = _("%(cost)s and %(sanction)s") % {
            "cost": cost,
            "sanction": leads_to(penalty.sanction),
        }
    if penalty.before != penalty.present:
        cost = _("%(cost)s (now it has %(present)d)") % {"cost": cost, "present": penalty.present}
    return "; ".join([cost, *_with_appeals(penalty)])


def _moved_by(penalty: PenaltyPreview) -> str:
    points = points_in_words(penalty.points)
    if penalty.repeated:
        points = _("%(points)s, more since it is repeated") % {"points": points}
    return _("%(points)s, which would bring the store from %(before)d to %(after)d") % {
        "points": points,
        "before": penalty.before,
        "after": penalty.after,
    }


def _with_appeals(penalty: PenaltyPreview) -> Iterator[str]:
    """What depends on points that count only once an appeal is decided, or go on now."""
    for sanction in penalty.resumed:
        yield _("the sanction of %(points)d points goes on") % {"points": sanction.points}
    if penalty.sanction_after_appeals is not None:
        yield _(
            "with the %(suspended)s under appeal it would have %(has)d, which would %(sanction)s "
            "as soon as they count"
        ) % {
            "suspended": points_in_words(penalty.suspended),
            "has": penalty.after + penalty.suspended,
            "sanction": leads_to(penalty.sanction_after_appeals),
        }


def still_to_book(waiting: int) -> str:
    """Said where acts of a store wait to be booked; so many, as `pages.count` says."""
    return ngettext(
        "%(number)s act of the store is still being booked. Until then it may come to more.",
        "%(number)s acts of the store are still being booked. Until then it may come to more.",
        waiting,
    ) % {"number": counted(waiting)}


def leads_to(sanction: AccountSanction) -> str:
    """What a sanction does, as the end of a sentence."""
    if sanction.ends_at is not None:
        length = (sanction.ends_at - sanction.starts_at) // days(1)
        return str(_FOR_DAYS[sanction.measure]) % {"days": days_in_words(length)}
    notice = (sanction.starts_at - sanction.decided_at) // days(1)
    return str(_UNTIL_THEY_FALL[sanction.measure]) % {"days": days_in_words(notice)}


_FOR_DAYS: dict[Measure, "StrOrPromise"] = {
    Measure.RESTRICTED: gettext_lazy("restrict it for %(days)s"),
    Measure.PAUSED: gettext_lazy("restrict it and pause its listings for %(days)s"),
}
_UNTIL_THEY_FALL: dict[Measure, "StrOrPromise"] = {
    Measure.WARNING: gettext_lazy("lead to a warning"),
    Measure.CLOSED: gettext_lazy("close it after %(days)s of notice"),
}
