"""How far a case has come, as one line: applied, the seller's answer, the platform, the return, the
refund."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disputes.models import Dispute
from disputes.states import RETURN_STATES, SettledBy, Solution, State

_BY_PLATFORM = (SettledBy.RULING, SettledBy.APPEAL, SettledBy.NO_RULING)
_WITH_PLATFORM = (State.HEARING, State.AWAITING_RULING, State.RULED, State.APPEALED)
_WITH_SELLER = (State.AWAITING_SELLER, State.NEGOTIATING)


@dataclass(frozen=True)
class Stage:
    """`where` is "done", "now" or "ahead"."""

    label: str
    where: str


def progress(dispute: Dispute) -> list[Stage]:
    """The stages of this case, with those that it may still come to; a case that ended shows only
    what it went through. It reads the settlement, nothing else."""
    stages = [_("Applied"), *_between(dispute)]
    if dispute.closed_at is None:
        now = _now(dispute)
        place = stages.index(now)
        where = ["done"] * place + ["now"] + ["ahead"] * (len(stages) - place)
        return [Stage(*each) for each in zip([*stages, _("Refund")], where, strict=True)]
    return [Stage(label, "done") for label in [*stages, _ending(dispute)]]


def _between(dispute: Dispute) -> list[str]:
    """From the application to the end. The platform is ahead as long as no solution is found, and a
    return as soon as one is agreed or ruled."""
    answer, platform, sent_back = _("Seller's answer"), _("Platform decides"), _("Return")
    if dispute.state == State.WITHDRAWN:
        return []
    settled, by = dispute.settlement, dispute.settled_by
    went_to_platform = by in _BY_PLATFORM or dispute.state in _WITH_PLATFORM
    may_go_to_platform = dispute.state in _WITH_SELLER
    goes_back = dispute.return_shipped_at is not None or (
        settled is not None
        and settled.solution == Solution.RETURN_AND_REFUND
        and (dispute.state in RETURN_STATES or dispute.address is not None)
    )
    found = [answer]
    if goes_back and dispute.return_contested_at is not None:
        return [*found, sent_back, platform]
    if went_to_platform or may_go_to_platform:
        found.append(platform)
    return [*found, sent_back] if goes_back else found


def _now(dispute: Dispute) -> str:
    if dispute.state in RETURN_STATES:
        return _("Return")
    return _("Platform decides") if dispute.state in _WITH_PLATFORM else _("Seller's answer")


def _ending(dispute: Dispute) -> str:
    if dispute.state == State.WITHDRAWN:
        return _("Withdrawn")
    return _("Refund") if hasattr(dispute, "refund") else _("Closed without a refund")
