"""What an act would cost a store, in whole sentences, said before it is done."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disputes.rules.policy import days
from disputes.templatetags.redress import counted
from sellers.rules.account import PenaltyPreview
from sellers.rules.sanctions import AccountSanction
from sellers.states import Measure
from sellers.wording.measures import days_in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def points_in_words(number: int) -> str:
    return ngettext("%(number)d point", "%(number)d points", number) % {"number": number}


def penalty_in_words(penalty: PenaltyPreview) -> str:
    """Such as "6 points, which would bring the store to 14 and restrict it for 7 days"."""
    if not penalty.is_complete:
        booked = penalty_in_words(replace(penalty, is_complete=True))
        return _("%(cost)s, by what is booked so far") % {"cost": booked}
    points = points_in_words(penalty.points)
    if penalty.repeated:
        points = _("%(points)s, more since it is repeated") % {"points": points}
    brings = {"points": points, "balance": penalty.balance}
    if penalty.sanction is None:
        return _("%(points)s, which would bring the store to %(balance)d") % brings
    return _("%(points)s, which would bring the store to %(balance)d and %(sanction)s") % {
        **brings,
        "sanction": _leads_to(penalty.sanction),
    }


def still_to_book(waiting: int) -> str:
    """Said where acts of a store wait to be booked; so many, as `pages.count` says."""
    return ngettext(
        "%(number)s act of the store is still being booked. Until then it may come to more.",
        "%(number)s acts of the store are still being booked. Until then it may come to more.",
        waiting,
    ) % {"number": counted(waiting)}


def _leads_to(sanction: AccountSanction) -> str:
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
