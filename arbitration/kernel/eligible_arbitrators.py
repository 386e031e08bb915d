"""Who may judge which case now, with their loads."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from django.db.models import Count, Q

from arbitration.permissions import barred
from disputes.models import Dispute, User
from disputes.permissions import SUPERVISE, arbitrators, judges
from disputes.states import PLATFORM_STATES


@dataclass
class EligibleArbitrators:
    """Read once for a whole batch: for the clock, for whoever chooses an arbitrator, and for
    whether a second one can approve a ruling.

    Supervisors who are no arbitrators judge where no arbitrator may.
    """

    people: dict[int, User] = field(default_factory=dict)
    # All of them are among the people.
    arbitrators: Set[int] = frozenset()
    supervisors: Set[int] = frozenset()
    load: Counter[int] = field(default_factory=Counter)
    barred: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, disputes: Sequence[Dispute]) -> "EligibleArbitrators":
        """Those who may judge these cases; a fixed number of queries, or none where no case needs
        an arbitrator."""
        disputes = [dispute for dispute in disputes if dispute.state in PLATFORM_STATES]
        if not disputes:
            return cls()
        in_hand = Count("assigned_cases", filter=Q(assigned_cases__state__in=PLATFORM_STATES))
        people: dict[int, User] = {}
        load = Counter[int]()
        for user in judges().annotate(in_hand=in_hand):
            people[user.pk], load[user.pk] = user, user.in_hand
        arbitrate = set(arbitrators().values_list("pk", flat=True))
        supervise = set(judges(SUPERVISE).values_list("pk", flat=True))
        return cls(people, arbitrate, supervise, load, barred(disputes))

    def able(self, dispute: Dispute) -> set[int]:
        """The ids of those who could take over this case, or approve its ruling."""
        others = self._has(dispute)
        return self._unbarred(dispute, self.arbitrators - others) or self._unbarred(
            dispute, self.supervisors - others
        )

    def nobody(self, dispute: Dispute) -> bool:
        """May nobody at all judge this case, whoever has it and whoever wrote a ruling included?"""
        return not self._unbarred(dispute, self.people.keys())

    def next_for(self, dispute: Dispute, *, is_last: bool = False) -> User | None:
        """Of those who may judge this case, the one with the fewest, who gets it now; where
        `is_last`, a supervisor before others. Where nobody else can approve the ruling that waits
        in it, the arbitrator who proposed that."""
        author = self.people.keys() & {dispute.proposed_by_id or 0}
        able = self.able(dispute) or self._unbarred(dispute, author)
        if is_last:
            able = self._unbarred(dispute, self.supervisors - self._has(dispute)) or able
        chosen = min(able, key=lambda user_id: (self.load[user_id], user_id), default=0)
        self.load[chosen] += 1
        self.load[dispute.assignee_id or 0] -= 1
        return self.people.get(chosen)

    def _has(self, dispute: Dispute) -> set[int]:
        """Whoever has the case, or has written the ruling that waits in it."""
        return {dispute.assignee_id or 0, dispute.proposed_by_id or 0}

    def _unbarred(self, dispute: Dispute, people: Set[int]) -> set[int]:
        return set(people - self.barred[dispute.pk])
