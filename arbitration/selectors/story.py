"""A case's whole story for operators: what happened when, and nothing of what people wrote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from arbitration.models import SetAside
from disputes.models import Dispute, OutboxMessage, Refund
from disputes.rules.money import format_money
from sellers.models import Breach, Penalty


@dataclass(frozen=True)
class Moment:
    """One thing that happened, at this instant."""

    at: datetime
    told: str


def story_of(dispute: Dispute) -> list[Moment]:
    """Events, money, messages, people of the platform, points: in the order in which they happened.

    A fixed number of queries, but for those of each penalty.
    """
    moments = [
        *_events(dispute),
        *_refunds(dispute),
        *_messages(dispute),
        *_handovers(dispute),
        *_failures(dispute),
        *_points(dispute),
    ]
    return sorted(moments, key=lambda moment: moment.at)


def state_of(dispute: Dispute) -> list[str]:
    """Where it stands now, and what still waits for something."""
    due = utc(dispute.due_at) if dispute.due_at else "never"
    waiting = [_waiting(message) for message in _messages_about(dispute)]
    aside = [
        f"set aside after {row.failures} failures, tried again at {utc(row.retry_at)}: {row.error}"
        for row in SetAside.objects.filter(dispute=dispute)
    ]
    return [f"{dispute.state}, due {due}", *aside, *filter(None, waiting)]


def utc(at: datetime) -> str:
    """An instant in UTC, to the millisecond, as the lines of the log have it."""
    return f"{at.astimezone(UTC).isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"


def _events(dispute: Dispute) -> Iterator[Moment]:
    for event in dispute.events.order_by("number"):
        due = utc(event.due_at) if event.due_at else "never"
        who = f"{event.party}, user {event.actor_id}" if event.actor_id else event.party
        yield Moment(
            event.at,
            f"event {event.number}, {event.kind} by {who}: {event.from_state or 'new'} → "
            f"{event.to_state}, due {due}",
        )


def _refunds(dispute: Dispute) -> Iterator[Moment]:
    for refund in Refund.objects.filter(dispute=dispute):
        amount = format_money(refund.total_minor, refund.currency)
        yield Moment(refund.decided_at, f"refund {refund.key} requested: {amount}")
        if refund.paid_at is not None:
            said = refund.gateway_reference or "no reference"
            yield Moment(refund.paid_at, f"refund {refund.key} paid, gateway says {said}")


def _messages(dispute: Dispute) -> Iterator[Moment]:
    for message in _messages_about(dispute):
        yield Moment(message.created_at, f"message {message.key} ({message.topic}) written")
        if message.delivered_at is not None:
            tried = _attempts(message)
            yield Moment(message.delivered_at, f"message {message.key} delivered after {tried}")
        elif message.given_up_at is not None:
            yield Moment(
                message.given_up_at,
                f"message {message.key} given up after {_attempts(message)}: {message.last_error}",
            )


def _messages_about(dispute: Dispute) -> Sequence[OutboxMessage]:
    """Found by their keys, which `kernel.settlement` and `background.retention` make."""
    keys = [f"{topic}-{dispute.reference}" for topic in ("refund", "erase")]
    return list(OutboxMessage.objects.filter(key__in=keys).order_by("pk"))


def _waiting(message: OutboxMessage) -> str:
    if message.delivered_at is not None:
        return ""
    error = f": {message.last_error}" if message.last_error else ""
    if message.given_up_at is not None:
        return f"message {message.key} waits for a supervisor after {_attempts(message)}{error}"
    return (
        f"message {message.key} is tried again at {utc(message.next_attempt_at)}, after "
        f"{_attempts(message)}{error}"
    )


def _attempts(message: OutboxMessage) -> str:
    return f"{message.attempts} attempt{'' if message.attempts == 1 else 's'}"


def _handovers(dispute: Dispute) -> Iterator[Moment]:
    for handover in dispute.handovers.all():
        giver, taker = (
            f"user {pk}" if pk else "nobody" for pk in (handover.giver_id, handover.taker_id)
        )
        yield Moment(handover.at, f"case left {giver} for {taker}: {handover.why}")


def _failures(dispute: Dispute) -> Iterator[Moment]:
    for row in SetAside.objects.filter(dispute=dispute):
        yield Moment(
            row.first_failed_at, f"deadline {utc(row.due_at)} could not be enforced: {row.error}"
        )


def _points(dispute: Dispute) -> Iterator[Moment]:
    for breach in Breach.objects.filter(dispute=dispute).select_related("rule"):
        store = f"store {breach.store_id}"
        yield Moment(breach.at, f"breach {breach.key} of {store}: {breach.trigger}, {breach.state}")
        for penalty in Penalty.objects.filter(breach=breach).select_related("rule"):
            for entry in penalty.entries.all():
                yield Moment(
                    entry.at,
                    f"penalty {penalty.pk} of {store} ({penalty.rule.code}): {entry.kind}, "
                    f"{entry.points:+} points, balance {entry.balance}",
                )
