"""A penalty in words: who gave it, and what an appeal brings about."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.models import Policy
from sellers.models import Breach


def given_by(breach: Breach) -> str:
    """Without names: a store is told the office, not the person."""
    if breach.found_by_id is None:
        return _("The platform, by itself")
    if breach.reviewed_by_id is None:
        return _("A supervisor")
    return _("A supervisor, approved by a second one")


def appeal_consequences(policy: Policy) -> list[str]:
    """What will happen when a penalty is appealed now, beside what becomes of its points."""
    days = policy.penalty_decision_days
    return [
        ngettext(
            "A supervisor who had no part in it decides within %(number)d day, with reasons. If "
            "nobody does, the penalty is revoked.",
            "A supervisor who had no part in it decides within %(number)d days, with reasons. If "
            "nobody does, the penalty is revoked.",
            days,
        )
        % {"number": days},
        _("It cannot get worse: the points stay, are fewer, or go."),
        _("You can appeal a penalty once, and add nothing afterwards."),
    ]
