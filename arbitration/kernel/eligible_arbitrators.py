"""The arbitrators with their loads, and who may not judge what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from disputes.models import Dispute, User
from disputes.permissions import arbitrators, barred
from disputes.states import PLATFORM_STATES


@dataclass
class EligibleArbitrators:
    """Read once for a whole batch.

    Serves the clock: when an arbitrator lets it run out, the one with the fewest cases gets it.
    """

    people: dict[int, User] = field(default_factory=dict)
    load: Counter[int] = field(default_factory=Counter)
    barred: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, disputes: Sequence[Dispute]) -> "EligibleArbitrators":
        """Those who may judge these cases; four queries, or none where no case needs an
        arbitrator."""
        disputes = [dispute for dispute in disputes if dispute.state in PLATFORM_STATES]
        if not disputes:
            return cls()
        in_hand = Count("assigned_cases", filter=Q(assigned_cases__state__in=PLATFORM_STATES))
        people: dict[int, User] = {}
        load = Counter[int]()
        for user in arbitrators().annotate(in_hand=in_hand):
            people[user.pk], load[user.pk] = user, user.in_hand
        return cls(people, load, barred(disputes))

    def able(self, dispute: Dispute) -> set[int]:
        """The ids of the arbitrators who could take over this case."""
        return self.people.keys() - self.barred[dispute.pk] - {dispute.assignee_id}

    def next_for(self, dispute: Dispute) -> User | None:
        """The arbitrator with the fewest cases who may judge this one, and gets it now. Where
        nobody else can approve the ruling that waits in it, the arbitrator who proposed that."""
        able = self.able(dispute) or self.people.keys() & {dispute.proposed_by_id or 0}
        chosen = min(able, key=lambda user_id: (self.load[user_id], user_id), default=0)
        self.load[chosen] += 1
        self.load[dispute.assignee_id or 0] -= 1
        return self.people.get(chosen)
