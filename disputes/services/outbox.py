"""Delivering what acts have left in the outbox."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from disputes import clock
from disputes.models import OutboxMessage, Topic
from disputes.services.refunds import execute_refund

log = logging.getLogger(__name__)

# How long a claimed message belongs to the worker that claimed it.
LEASE = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)

_DELIVERIES: dict[str, Callable[[dict[str, Any]], None]] = {Topic.REFUND: execute_refund}


def deliver_outbox(limit: int = 10) -> int:
    """Deliver what is due, oldest first; how many deliveries succeeded.

    1. Claim: move `next_attempt_at` ahead by the lease, and commit. Other workers skip the rows.
    2. Deliver each, outside the transaction, at least once; what is delivered is safe to repeat.
    3. Note the success, or the error and a later attempt. A worker that dies before that leaves
       the message to be claimed again when the lease ends.
    """
    return sum(_deliver(message) for message in _claim(limit))


def _claim(limit: int) -> list[OutboxMessage]:
    with transaction.atomic():
        now = clock.now()
        due = OutboxMessage.objects.filter(delivered_at=None, next_attempt_at__lte=now)
        messages = list(
            due.order_by("next_attempt_at", "id").select_for_update(skip_locked=True)[:limit]
        )
        for message in messages:
            message.attempts += 1
            message.next_attempt_at = now + LEASE
        OutboxMessage.objects.bulk_update(messages, ["attempts", "next_attempt_at"])
    return messages


def _deliver(message: OutboxMessage) -> bool:
    try:
        _DELIVERIES[message.topic](message.payload)
    except Exception as error:
        # Broad on purpose: whatever a gateway raises is kept on the row, seen by staff, and
        # tried again; one bad message must not stop the others.
        log.exception("outbox message %s failed, attempt %d", message.key, message.attempts)
        # Another worker may have delivered it after the lease: its success stands.
        OutboxMessage.objects.filter(pk=message.pk, delivered_at=None).update(
            last_error=f"{type(error).__name__}: {error}"[:2000],
            next_attempt_at=_later(message, clock.now()),
        )
        return False
    message.delivered_at, message.last_error = clock.now(), ""
    message.save(update_fields=["delivered_at", "last_error"])
    return True


def _later(message: OutboxMessage, now: datetime) -> datetime:
    """Twice as long after each failure: 10 s, 20 s, 40 s … at most an hour."""
    return now + min(_LONGEST_WAIT, timedelta(seconds=10 * 2 ** min(message.attempts - 1, 9)))
