"""The arbitrators with their loads, and who may not judge what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from disputes.models import Dispute, StoreMember, User
from disputes.permissions import ARBITRATE, barring_rulings, holders
from disputes.states import PLATFORM_STATES


def arbitrators() -> QuerySet[User]:
    """Everybody who may rule."""
    return holders(ARBITRATE).filter(is_active=True, is_staff=True)


@dataclass
class EligibleArbitrators:
    """Read once for a whole batch.

    Serves the clock: when an arbitrator lets it run out, the one with the fewest cases gets it.
    """

    people: dict[int, User] = field(default_factory=dict)
    load: Counter[int] = field(default_factory=Counter)
    barred: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, cases: Sequence[Dispute]) -> "EligibleArbitrators":
        """For these cases; four queries, or none where no case needs an arbitrator."""
        cases = [case for case in cases if case.state in PLATFORM_STATES]
        if not cases:
            return cls()
        in_hand = Count("assigned_cases", filter=Q(assigned_cases__state__in=PLATFORM_STATES))
        people: dict[int, User] = {}
        load = Counter[int]()
        for user in arbitrators().annotate(in_hand=in_hand):
            people[user.pk], load[user.pk] = user, user.in_hand
        barred = {
            case.pk: {case.buyer_id, case.assignee_id or 0, case.proposed_by_id or 0}
            for case in cases
        }
        judges = barring_rulings().filter(dispute__in=barred)
        for case_id, *ruled in judges.values_list("dispute_id", "arbitrator_id", "approved_by_id"):
            barred[case_id].update(ruled)
        members: dict[int, set[int]] = {}
        for store_id, user_id in StoreMember.objects.filter(
            store__in={case.store_id for case in cases}
        ).values_list("store_id", "user_id"):
            members.setdefault(store_id, set()).add(user_id)
        for case in cases:
            barred[case.pk] |= members.get(case.store_id, set())
        return cls(people, load, barred)

    def able(self, case: Dispute) -> set[int]:
        """Who could take over this case."""
        return self.people.keys() - self.barred[case.pk]

    def next_for(self, case: Dispute) -> User | None:
        """The free-est arbitrator who may judge this case, and gets it now; whoever proposed the
        ruling that waits in it, where nobody else can approve it."""
        able = self.able(case) or self.people.keys() & {case.proposed_by_id or 0}
        chosen = min(able, key=lambda user_id: (self.load[user_id], user_id), default=0)
        self.load[chosen] += 1
        self.load[case.assignee_id or 0] -= 1
        return self.people.get(chosen)
