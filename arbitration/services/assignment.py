"""Which arbitrator judges which case."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from disputes import access, clock
from disputes.errors import Code, Refused
from disputes.models import Dispute, StoreMember, User
from disputes.permissions import ARBITRATE, Actor, barring_rulings, is_arbitrator, may_judge
from disputes.services.act import act
from disputes.services.changes import Change, changes_of
from disputes.services.record import record
from disputes.services.transactions import one_transaction
from disputes.states import PLATFORM_STATES, EventKind, Party, Verb


def arbitrators() -> QuerySet[User]:
    """Everybody who may rule, superusers only when they are arbitrators by a group."""
    return User.objects.with_perm(
        ARBITRATE, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
    ).filter(is_active=True, is_staff=True)


def take_next(arbitrator: User) -> Dispute:
    """The most urgent case that nobody has and that this arbitrator may judge, now assigned.

    Safe with any number of arbitrators at once: each locks another row. Own purchases, own
    stores, and cases that this arbitrator has ruled on are passed over.
    """
    if not is_arbitrator(arbitrator):
        raise Refused(Code.NOT_ALLOWED, _("Only an arbitrator can take a case."))
    with one_transaction():
        now = clock.now()
        ruled_before = barring_rulings().filter(arbitrator=arbitrator)
        waiting = (
            Dispute.objects.filter(state__in=PLATFORM_STATES, assignee=None, due_at__gt=now)
            .exclude(buyer=arbitrator)
            .exclude(store__in=arbitrator.stores.all())
            .exclude(Exists(ruled_before.filter(dispute=OuterRef("pk"))))
            .order_by("due_at", "id")
        )
        changes = changes_of(access.lock_free(waiting, 1), Actor(arbitrator, Party.PLATFORM), now)
        if not changes:
            raise Refused(Code.NOTHING_TO_TAKE, _("No case is waiting for you now."))
        [change] = changes
        change.dispute.assignee = arbitrator
        change.note(EventKind.TAKEN)
        record(changes)
    return change.dispute


def reassign(supervisor: User, case: Dispute, *, to: User) -> None:
    """A supervisor gives the case to another arbitrator, who gets the whole time to rule."""
    with act(Actor(supervisor, Party.PLATFORM), case, Verb.REASSIGN) as change:
        if change.dispute.assignee_id == to.pk:
            raise Refused(Code.NOT_ALLOWED, _("This arbitrator has the case already."), field="to")
        if not may_judge(to, change.dispute):
            raise Refused(
                Code.NOT_ALLOWED,
                _(
                    "This person may not judge this case: not an arbitrator, involved in it, or "
                    "has ruled on it before."
                ),
                field="to",
            )
        give(change, to)


def give(change: Change, arbitrator: User | None) -> None:
    """The case goes to this arbitrator, or back to the queue when there is none."""
    change.dispute.reassign(change.now, arbitrator)
    change.note(EventKind.REASSIGNED, arbitrator=arbitrator.pk if arbitrator else None)


@dataclass
class Bench:
    """The arbitrators with their loads, and who may not judge what: read once for a whole batch.

    Serves the clock: when an arbitrator lets it run out, the one with the fewest cases gets it.
    """

    people: dict[int, User] = field(default_factory=dict)
    load: Counter[int] = field(default_factory=Counter)
    barred: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Sequence[Change]) -> "Bench":
        """For these cases; four queries, or none where no case needs an arbitrator."""
        cases = [c.dispute for c in changes if c.dispute.state in PLATFORM_STATES]
        if not cases:
            return cls()
        in_hand = Count("assigned_cases", filter=Q(assigned_cases__state__in=PLATFORM_STATES))
        people: dict[int, User] = {}
        load = Counter[int]()
        for user in arbitrators().annotate(in_hand=in_hand):
            people[user.pk], load[user.pk] = user, user.in_hand
        barred = {case.pk: {case.buyer_id, case.assignee_id or 0} for case in cases}
        for case_id, user_id in (
            barring_rulings().filter(dispute__in=barred).values_list("dispute_id", "arbitrator_id")
        ):
            barred[case_id].add(user_id)
        members: dict[int, set[int]] = {}
        for store_id, user_id in StoreMember.objects.filter(
            store__in={case.store_id for case in cases}
        ).values_list("store_id", "user_id"):
            members.setdefault(store_id, set()).add(user_id)
        for case in cases:
            barred[case.pk] |= members.get(case.store_id, set())
        return cls(people, load, barred)

    def reassign(self, change: Change) -> None:
        """Give the case to the free-est arbitrator who may judge it; the queue if there is none."""
        able = self.people.keys() - self.barred[change.dispute.pk]
        chosen = min(able, key=lambda user_id: (self.load[user_id], user_id), default=0)
        self.load[chosen] += 1
        self.load[change.dispute.assignee_id or 0] -= 1
        give(change, self.people.get(chosen))
