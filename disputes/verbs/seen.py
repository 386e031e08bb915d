"""Recording that a side has seen the evidence of the other one."""

from collections.abc import Sequence

from django.db import transaction

from disputes import access, clock
from disputes.kernel.changes import Change
from disputes.kernel.record import record
from disputes.models import Dispute, Evidence
from disputes.permissions import Actor, is_on_side
from disputes.states import OTHER_SIDE, EventKind


def unseen_by(actor: Actor, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What the other side has added or changed since this one saw it; nothing for the platform."""
    other = OTHER_SIDE.get(actor.party)
    return [item for item in evidence if item.party == other and item.seen_at is None]


def record_seen(actor: Actor, dispute: Dispute, shown: Sequence[Evidence]) -> None:
    """Record that this evidence, as it was `shown`, was on the screen of the other side.

    Waits for nobody: a reader should not stand in line. When somebody else has the case in hand,
    the next view records it.
    """
    assert actor.user is not None, "somebody looks"
    with transaction.atomic(durable=True):
        locked = access.lock_free(Dispute.objects.filter(pk=dispute.pk), 1)
        if not locked or not is_on_side(actor.user, actor.party, locked[0]):
            return
        [current] = locked
        # It may have been changed, or erased, since it was read for the page.
        versions = {item.number: item.version for item in shown}
        seen = [
            item
            for item in unseen_by(actor, list(current.evidence.all()))
            if versions.get(item.number) == item.version
        ]
        if not seen or current.erased_at is not None:
            return
        change = Change(current, actor, clock.now())
        for item in seen:
            item.seen_at = change.now
        change.revised += seen
        change.record_event(EventKind.EVIDENCE_SEEN, numbers=[item.number for item in seen])
        record([change])
