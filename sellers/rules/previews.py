"""What was tried on a copy of an account, beside the account as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sellers.rules.account import PenaltyAccount, SanctionMoved
from sellers.rules.sanctions import AccountSanction
from sellers.states import EntryKind, SanctionMove


@dataclass(frozen=True)
class PenaltyPreview:
    """What breaches would come to: their points, more where one `repeated` another of its kind,
    and what counts `before` and `after` them. `present` is what counts now; less may count before
    something that is still to come, since points expire.

    `suspended` are points of others that appeals suspend. Where the breaches are one with another
    that `is_counted`, there are no points. `moves` is what would happen to sanctions. It is by all
    that is known or, where that `is_complete` not, by what is booked so far.
    """

    points: int
    repeated: bool
    before: int
    after: int
    present: int
    suspended: int
    moves: Sequence[SanctionMoved]
    is_counted: bool = False
    is_complete: bool = True

    @property
    def sanction(self) -> AccountSanction | None:
        """The strictest new one that holds, or will after its notice."""
        return self._strictest(stands_still=False)

    @property
    def sanction_after_appeals(self) -> AccountSanction | None:
        """The strictest new one that stands still while points are suspended."""
        return self._strictest(stands_still=True)

    @property
    def resumed(self) -> list[AccountSanction]:
        """Those that stood still, and would go on."""
        return [each.sanction for each in self.moves if each.move == SanctionMove.RESUMED]

    def _strictest(self, *, stands_still: bool) -> AccountSanction | None:
        decided = [each.sanction for each in self.moves if each.move == SanctionMove.DECIDED]
        found = [each for each in decided if (each.interrupted_at is not None) == stands_still]
        return max(found, key=lambda sanction: sanction.points, default=None)


def previewed(
    account: PenaltyAccount,
    *,
    present: int,
    before: int,
    lines: int,
    moves: int,
    is_counted: bool,
    is_complete: bool,
) -> PenaltyPreview:
    """What is in this copy from these numbers of `lines` and `moves` on."""
    new = [line for line in account.lines[lines:] if line.kind == EntryKind.GIVEN]
    given = [account.penalties[line.penalty] for line in new]
    return PenaltyPreview(
        points=sum(line.points for line in new),
        repeated=any(penalty.points > penalty.base for penalty in given),
        before=before,
        after=account.balance,
        present=present,
        suspended=account.suspended,
        moves=account.moves[moves:],
        is_counted=is_counted,
        is_complete=is_complete,
    )
