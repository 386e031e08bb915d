"""Delivering what acts have left in the outbox."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from disputes import clock
from disputes.background import sweep
from disputes.background.delivery import Delivery
from disputes.background.erasure import FileErasure
from disputes.background.refunds import RefundDelivery
from disputes.kernel.failures import brief, place, wait_after
from disputes.kernel.rows import update_rows
from disputes.kernel.story import told_as
from disputes.models import OutboxMessage, Topic

log = logging.getLogger(__name__)

BATCH = 100
# How long claimed messages belong to the worker that claimed them.
LEASE = timedelta(minutes=1)
# Seconds that a topic may take before the next one is served. So much less than the lease that a
# last call, however slow, and its record still fall into it.
TIME_SLICE = 2
# Seconds after which no further round begins. Beat ticks again in two, and deadlines need the
# worker, too: behind messages and ledgers that took 20 and 30 they came 80 seconds late.
ROUNDS = 5
# Their waits add up to some eleven hours: a bad night of the gateway passes by itself, and what
# it did not cure, people must look at in the morning.
MAX_ATTEMPTS = 20
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)

# Apps above the core add their own topics here, in `AppConfig.ready`.
deliveries: dict[str, type[Delivery]] = {
    Topic.REFUND: RefundDelivery,
    Topic.ERASE_FILES: FileErasure,
}


@dataclass(frozen=True)
class Delivered:
    """What became of the messages that were tried; `failed` ones are tried again later."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0

    def __add__(self, other: "Delivered") -> "Delivered":
        return Delivered(
            self.delivered + other.delivered,
            self.failed + other.failed,
            self.given_up + other.given_up,
        )

    def __bool__(self) -> bool:
        return self != Delivered()


@told_as("outbox")
def deliver_outbox(seconds: float = ROUNDS, limit: int = BATCH) -> Delivered:
    """Deliver what is due. In each round every topic has its time slice, so that one with a slow
    receiver does not hold up the others.

    Any number of workers may do so at once. A batch goes through three steps:

    1. Claim: move `next_attempt_at` ahead by the lease, and commit. Other workers skip the rows.
    2. Send each, outside any transaction, at least once: whoever receives it counts a key once.
    3. Note all successes in one transaction, then each failure with a later attempt. When a
       worker dies before that, the messages are claimed again once the lease is over.
    """
    return sum(sweep.run(lambda: _round(limit), sweep.within(seconds)), Delivered())


def _round(limit: int) -> Delivered:
    return sum((_deliver_for_a_slice(topic, limit) for topic in list(deliveries)), Delivered())


def _deliver_for_a_slice(topic: str, limit: int) -> Delivered:
    going_on = sweep.within(TIME_SLICE)
    return sum(sweep.run(lambda: _deliver_batch(topic, limit, going_on), going_on), Delivered())


def _deliver_batch(topic: str, limit: int, going_on: sweep.GoingOn) -> Delivered | None:
    messages = _claim(topic, limit)
    return _deliver(topic, messages, going_on) if messages else None


_CLAIM = """
WITH due AS (
    SELECT id FROM disputes_outboxmessage
    WHERE topic = %(topic)s AND next_attempt_at <= %(now)s
        AND delivered_at IS NULL AND given_up_at IS NULL
    ORDER BY next_attempt_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE disputes_outboxmessage AS message SET next_attempt_at = %(leased_until)s
FROM due WHERE message.id = due.id RETURNING message.*
"""


def _claim(topic: str, limit: int) -> list[OutboxMessage]:
    """The messages that have waited longest, leased to us."""
    now = clock.now()
    values = {"topic": topic, "now": now, "limit": limit, "leased_until": now + LEASE}
    return sorted(OutboxMessage.objects.raw(_CLAIM, values), key=lambda message: message.pk)


def _deliver(topic: str, messages: Sequence[OutboxMessage], going_on: sweep.GoingOn) -> Delivered:
    """Send at least one of these messages, and as many as the time slice allows; give back the
    rest."""
    sent: list[OutboxMessage] = []
    failures: dict[OutboxMessage, Exception] = {}
    try:
        delivery = deliveries[topic](messages)
    except Exception as error:  # noqa: BLE001 - as below; it concerns the whole batch
        return _record_failures(dict.fromkeys(messages, error))
    for number, message in enumerate(messages, start=1):
        try:
            delivery.send(message)
        except Exception as error:  # noqa: BLE001 - whatever a receiver raises is kept on the row
            failures[message] = error
        else:
            sent.append(message)
        if not going_on():
            _give_back(messages[number:])
            break
    delivered = _record_sent(delivery, sent, failures)
    return Delivered(delivered) + _record_failures(failures)


def _give_back(messages: Sequence[OutboxMessage]) -> None:
    """Messages that were not tried are due as they were, unless the lease was over already."""
    if messages:
        still_ours = OutboxMessage.objects.filter(
            pk__in=_ids(messages), next_attempt_at=messages[0].next_attempt_at
        )
        still_ours.update(next_attempt_at=F("next_attempt_at") - LEASE)


def _record_sent(
    delivery: Delivery, sent: Sequence[OutboxMessage], failures: dict[OutboxMessage, Exception]
) -> int:
    """Record these as sent, together or, where one of them cannot be recorded, one by one; how many
    were. All must be over before the lease is."""

    def note(batch: Sequence[OutboxMessage]) -> int:
        with sweep.one_batch():
            messages = _locked(batch)
            delivery.record_sent(messages)
            return OutboxMessage.objects.filter(pk__in=_ids(messages)).update(
                delivered_at=clock.now(),
                attempts=F("attempts") + 1,
                last_error="",
                given_up_at=None,
            )

    def blame(message: OutboxMessage, error: Exception) -> int:
        failures[message] = error
        return 0

    return sum(sweep.isolate(sent, note, blame, parts=sweep.singly)) if sent else 0


def _record_failures(failures: Mapping[OutboxMessage, Exception]) -> Delivered:
    """Keep each error on its row, with the time of the next attempt or the end of all attempts."""
    if not failures:
        return Delivered()
    with transaction.atomic(durable=True):
        now = clock.now()
        messages = _locked(failures)
        for message in messages:
            message.attempts += 1
            message.last_error = brief(failures[message])
            message.next_attempt_at = now + wait_after(
                message.attempts, first=FIRST_WAIT, longest=LONGEST_WAIT
            )
            message.given_up_at = now if message.attempts >= MAX_ATTEMPTS else None
        update_rows(messages, ["attempts", "last_error", "next_attempt_at", "given_up_at"])
    for message in messages:
        _tell(message, failures[message])
    given_up = sum(message.given_up_at is not None for message in messages)
    return Delivered(failed=len(messages) - given_up, given_up=given_up)


def _locked(messages: Collection[OutboxMessage]) -> list[OutboxMessage]:
    """Those that no other worker has delivered since our lease was over, as they stand now."""
    undelivered = OutboxMessage.objects.filter(pk__in=_ids(messages), delivered_at=None)
    return list(undelivered.order_by("pk").select_for_update())


def _ids(messages: Collection[OutboxMessage]) -> list[int]:
    return [message.pk for message in messages]


def _tell(message: OutboxMessage, error: Exception) -> None:
    level, then, result = logging.WARNING, "is tried again", "failed"
    if message.given_up_at is not None:
        level, then = logging.ERROR, "is given up until a supervisor has it tried again"
        result = "given up"
    log.log(
        level,
        "delivery of %s failed, attempt %d, and %s: %s at %s",
        message.key,
        message.attempts,
        then,
        message.last_error,
        place(error),
        extra={"refund": message.key, "result": result} if message.topic == Topic.REFUND else {},
    )
