"""How often somebody can still apply for a refund of the same item, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.models import Dispute


def used_up(dispute: Dispute | None) -> str:
    """Why no other application follows this one, which was withdrawn; empty where another one may,
    and where there is none."""
    if dispute is None or dispute.applications_left:
        return ""
    return ngettext(
        "You have applied for a refund of this item %(number)d time, which is the most.",
        "You have applied for a refund of this item %(number)d times, which is the most.",
        dispute.application,
    ) % {"number": dispute.application}


def before_withdrawal(dispute: Dispute) -> str:
    """What is left to the buyer after withdrawing."""
    left = dispute.applications_left
    if not left:
        return _("You cannot apply for a refund of this item again.")
    return ngettext(
        "You can apply for this item once more, only while the time to apply for it lasts.",
        "You can apply for this item %(number)d more times, only while the time to apply for it "
        "lasts.",
        left,
    ) % {"number": left}


def after_withdrawal(dispute: Dispute) -> str:
    """The same, said to both sides."""
    if dispute.applications_left:
        return _("A new request is possible while the time to apply lasts.")
    return _("No other request about this item is possible.")
