"""Recording that a side has seen what the other one shows, and what was written to it."""

from collections.abc import Sequence

from django.db import transaction

from disputes import access, clock
from disputes.kernel.changes import Change
from disputes.kernel.record import record
from disputes.models import Dispute, Evidence, Message
from disputes.permissions import Actor, is_on_side
from disputes.states import OTHER_SIDE, EventKind


def unseen_by(actor: Actor, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What the other side has added or changed since this one saw it; nothing for the platform."""
    other = OTHER_SIDE.get(actor.party)
    return [item for item in evidence if item.party == other and item.seen_at is None]


def unread_by(actor: Actor, messages: Sequence[Message]) -> list[Message]:
    """What was written to this side and was not on its screen so far; nothing for the platform."""
    if actor.party not in OTHER_SIDE:
        return []
    return [message for message in messages if message.seen_at(actor.party) is None]


def record_seen(
    actor: Actor, dispute: Dispute, shown: Sequence[Evidence], messages: Sequence[Message] = ()
) -> None:
    """Record that this evidence and these messages, as they were `shown`, were on the screen of the
    other side.

    Waits for nobody: a reader should not stand in line. When somebody else has the case in hand,
    the next view records it.
    """
    assert actor.user is not None, "somebody looks"
    with transaction.atomic(durable=True):
        locked = access.lock_free(Dispute.objects.filter(pk=dispute.pk), 1)
        if not locked or not is_on_side(actor.user, actor.party, locked[0]):
            return
        [current] = locked
        if current.erased_at is not None:
            return
        change = Change(current, actor, clock.now())
        _see_evidence(change, shown)
        _see_messages(change, messages)
        if change.created:
            record([change])


def _see_evidence(change: Change, shown: Sequence[Evidence]) -> None:
    """It may have been changed since it was read for the page."""
    versions = {item.number: item.version for item in shown}
    current = list(change.dispute.evidence.all()) if shown else []
    seen = [
        item
        for item in unseen_by(change.actor, current)
        if versions.get(item.number) == item.version
    ]
    if not seen:
        return
    for item in seen:
        item.seen_at = change.now
    change.revised += seen
    change.record_event(EventKind.EVIDENCE_SEEN, numbers=[item.number for item in seen])


def _see_messages(change: Change, shown: Sequence[Message]) -> None:
    numbers = [message.number for message in shown]
    current = list(change.dispute.messages.filter(number__in=numbers)) if numbers else []
    seen = unread_by(change.actor, current)
    if not seen:
        return
    for message in seen:
        message.see(change.actor.party, change.now)
    change.seen += seen
    change.record_event(EventKind.MESSAGE_SEEN, numbers=[message.number for message in seen])
