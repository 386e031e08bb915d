"""Which arbitrator judges which case."""

from datetime import datetime

from django.utils.translation import gettext as _

from arbitration.access import takeable
from arbitration.kernel.eligible_arbitrators import EligibleArbitrators
from arbitration.models import Handover
from arbitration.permissions import in_hand, uninvolved
from disputes import access, clock
from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.changes import Change, changes_of
from disputes.kernel.record import record
from disputes.kernel.settlement import bound_data
from disputes.kernel.transactions import one_transaction
from disputes.models import Dispute, Policy, User
from disputes.permissions import DECISIVE, SUPERVISE, Actor, declares, is_arbitrator
from disputes.rules import clocks
from disputes.rules.texts import check_text
from disputes.states import PLATFORM_STATES, EventKind, Party, Verb
from disputes.wording import too_late


def _is_free(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.assignee_id is None:
        return None
    return Refused(Code.NOT_ALLOWED, _("Another arbitrator has taken this case."))


@declares(Verb.TAKE, by={Party.PLATFORM: PLATFORM_STATES}, leaves=EventKind.TAKEN, check=_is_free)
def take_next(arbitrator: User, *, holding: int | None = None) -> Dispute:
    """The most urgent case that nobody has and that this arbitrator may judge, now assigned.

    Safe with any number of arbitrators at once: each locks another row. Own purchases, own
    stores, cases that this arbitrator has ruled on or handed back, and own rulings that wait for
    approval are passed over. What was applied for together with it comes with it, as far as it
    waits, too: one person hears of one parcel.

    `holding` is how many cases the arbitrator had in hand when the button was shown: pressed
    twice, it takes one case. Nobody has more than the `cases_in_hand` of the latest policy.
    """
    if not is_arbitrator(arbitrator):
        raise Refused(Code.NOT_ALLOWED, _("Only an arbitrator can take a case."))
    with one_transaction():
        # One arbitrator's requests follow each other here; others do not wait for them.
        User.objects.select_for_update(no_key=True).get(pk=arbitrator.pk)
        room = _room(cases_in_hand(arbitrator), holding)
        now = clock.now()
        waiting = takeable(arbitrator).filter(due_at__gt=now).order_by("due_at", "id")
        taken = access.lock_free(waiting, 1)
        if not taken:
            raise Refused(Code.NOTHING_TO_TAKE, _("No case is waiting for you now."))
        if (group := taken[0].group_id) is not None:
            others = waiting.filter(group=group).exclude(pk=taken[0].pk)
            taken += access.lock_free(others, room - 1)
        changes = changes_of(taken, Actor(arbitrator, Party.PLATFORM), now)
        for change in changes:
            change.dispute.assignee = arbitrator
            change.record_event(EventKind.TAKEN)
        record(changes)
    return taken[0]


def cases_in_hand(arbitrator: User) -> int:
    """How many cases wait for a ruling of this arbitrator."""
    return Dispute.objects.filter(assignee=arbitrator, state__in=PLATFORM_STATES).count()


def _room(in_hand: int, holding: int | None) -> int:
    """How many more cases somebody can have; refused where that is none."""
    if holding is not None and holding != in_hand:
        raise Refused(Code.STALE, _("Your cases have changed meanwhile. Look at them first."))
    most = Policy.objects.latest().cases_in_hand
    if in_hand >= most:
        raise Refused(
            Code.LIMIT_REACHED,
            _("You have %(number)d cases in hand, which is the most. Rule on one first.")
            % {"number": in_hand},
        )
    return most - in_hand


@declares(
    Verb.HAND_BACK,
    by={Party.PLATFORM: Dispute.hand_back},
    leaves=EventKind.HANDED_BACK,
    check=in_hand,
)
def hand_back(arbitrator: User, dispute: Dispute, *, comment: str) -> None:
    """The arbitrator cannot go on with the case: somebody else takes it, who reads the comment. The
    time to rule goes on."""
    comment = check_text(comment, field="comment", sentence=_("Tell the next arbitrator why."))
    with act(Actor(arbitrator, Party.PLATFORM), dispute, Verb.HAND_BACK) as change:
        _hand_over(change, None, Handover.Why.HANDED_BACK, comment)
        change.dispute.hand_back(change.now)
        change.record_event(EventKind.HANDED_BACK)


def _supervises(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if actor.user is None:
        return None
    if not actor.user.has_perm(SUPERVISE):
        return Refused(Code.NOT_ALLOWED, _("Only a supervisor can reassign a case."))
    if clocks.is_over(dispute.decide_by, now):
        return Refused(Code.TOO_LATE, too_late(dispute, now))
    return uninvolved(actor.user, dispute)


@declares(
    Verb.REASSIGN,
    by={Party.PLATFORM: Dispute.reassign},
    leaves=EventKind.REASSIGNED,
    check=_supervises,
    is_supervision=True,
    heeds=DECISIVE | {EventKind.TAKEN, EventKind.REASSIGNED, EventKind.HANDED_BACK},
)
def reassign(supervisor: User, dispute: Dispute, *, to: User) -> None:
    """A supervisor gives the case to another arbitrator, who gets the whole time to rule."""
    with act(Actor(supervisor, Party.PLATFORM), dispute, Verb.REASSIGN) as change:
        if change.dispute.assignee_id == to.pk:
            raise Refused(Code.NOT_ALLOWED, _("This arbitrator has the case already."), field="to")
        if to.pk not in EligibleArbitrators.of([change.dispute]).able(change.dispute):
            raise Refused(
                Code.NOT_ALLOWED,
                _(
                    "This person may not judge this case: not an arbitrator, involved in it, has "
                    "ruled on it before, or has handed it back."
                ),
                field="to",
            )
        _give(change, to, Handover.Why.REASSIGNED)


def reassign_late(change: Change, eligible: EligibleArbitrators) -> None:
    """The time to rule ran out: the next arbitrator gets the case, a supervisor before others where
    it is for the last time. Where nobody can have it, it waits in the queue for as long as the
    platform has; where nobody may even judge it, both sides read so, once."""
    dispute, now = change.dispute, change.now
    if eligible.nobody(dispute):
        _hand_over(change, None, Handover.Why.TIMED_OUT)
        dispute.reassign(now, None)
        change.record_event(EventKind.NO_JUDGE, **bound_data(dispute))
        return
    to = eligible.next_for(dispute, is_last=dispute.last_round_begins(now))
    _give(change, to, Handover.Why.TIMED_OUT)


def _give(change: Change, to: User | None, why: Handover.Why) -> None:
    _hand_over(change, to, why)
    change.dispute.reassign(change.now, to)
    bound = bound_data(change.dispute) if change.dispute.is_last_round else {}
    change.record_event(EventKind.REASSIGNED, arbitrator=to.pk if to else None, **bound)


def _hand_over(change: Change, to: User | None, why: Handover.Why, comment: str = "") -> None:
    """Call it before the transition."""
    change.add(
        Handover(
            dispute=change.dispute,
            giver_id=change.dispute.assignee_id,
            taker=to,
            why=why,
            comment=comment,
            at=change.now,
        )
    )
