"""A sanction with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from disputes.models import Policy
from sellers.models import Penalty, Sanction
from sellers.selectors.standing import Links, PenaltyLine, penalty_line


@dataclass(frozen=True)
class Statement:
    """A sanction and the penalties that it rests on, the oldest first.

    `appeals_suspend`: do points not count while an appeal is open?
    """

    sanction: Sanction
    penalties: Sequence[PenaltyLine]
    appeals_suspend: bool


def statement_of(sanction: Sanction, links: Links) -> Statement:
    found = Penalty.objects.filter(breach__in=sanction.because)
    penalties = found.select_related("rule", "breach__dispute").order_by("given_at", "pk")
    return Statement(
        sanction,
        [penalty_line(penalty, links) for penalty in penalties],
        appeals_suspend=Policy.objects.latest().suspend_on_appeal,
    )
