"""One penalty as one record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from disputes.models import Attachment, Ruling
from sellers.models import Breach, Entry, Penalty, PenaltyAppeal
from sellers.states import Trigger


@dataclass(frozen=True)
class PenaltyRecord:
    """A penalty with all that belongs to it.

    `ruling` is the final one of its case, where the penalty is for losing it; `cites` are numbers
    of evidence in the case, `proof` what shows it beside that. `counted_with` are the references of
    other cases in which the same happened, for which this penalty stands, too.
    """

    penalty: Penalty
    breach: Breach
    case: str
    case_url: str
    entries: Sequence[Entry]
    ruling: Ruling | None
    cites: Sequence[int]
    repeats: Breach | None
    appeal: PenaltyAppeal | None
    files: Sequence[Attachment]
    proof: Sequence[Attachment]
    counted_with: Sequence[str]
    appeal_until: datetime
    may_be_appealed: bool

    @property
    def by_hand(self) -> bool:
        return self.breach.trigger == Trigger.BY_HAND

    @property
    def last_line(self) -> int:
        """The number of the last line of the ledger that is in it."""
        return self.entries[-1].number

    @property
    def was_reduced(self) -> bool:
        """Is it fewer points than it began with?"""
        return self.penalty.points < self.entries[0].points


def penalty_record(penalty: Penalty, now: datetime, case_url: str = "") -> PenaltyRecord:
    """`case_url` is where the viewer finds its case."""
    breach = penalty.breach
    appeal = (
        PenaltyAppeal.objects.filter(penalty=penalty).select_related("by", "decided_by").first()
    )
    until = penalty.appeal_until
    ruling = _ruling(breach)
    return PenaltyRecord(
        penalty=penalty,
        breach=breach,
        case=breach.dispute.reference if breach.dispute else "",
        case_url=case_url,
        entries=list(penalty.entries.select_related("by").order_by("number")),
        ruling=ruling,
        cites=ruling.cites if ruling else breach.cites,
        repeats=penalty.repeats,
        appeal=appeal,
        files=list(appeal.files) if appeal else [],
        proof=list(breach.files),
        counted_with=list(
            breach.counted_with.order_by("pk").values_list("dispute__reference", flat=True)
        ),
        appeal_until=until,
        may_be_appealed=appeal is None and penalty.stands and now < until,
    )


def _ruling(breach: Breach) -> Ruling | None:
    if breach.trigger != Trigger.RULING_LOST or breach.dispute is None:
        return None
    rulings = breach.dispute.rulings.filter(against_store=True, ruled_at__lte=breach.at)
    found = rulings.select_related("ground").prefetch_related("citations__evidence")
    return found.order_by("-ruled_at", "-pk").first()
