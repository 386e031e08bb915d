"""What the workers would do next: to be read before a pause ends, or a copy begins to work.

Unlike the gauges, all of it is counted to the end: a person asks once, and wants the whole.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet, Sum

from arbitration.background.retention import expired_disputes
from arbitration.kernel.set_aside import due_disputes
from arbitration.operations.gauges import dead_letters, pending_messages
from disputes import clock
from disputes.models import Dispute, Mail, Notice, OutboxMessage, Refund, Topic
from disputes.models.mail import WAITING
from disputes.rules.money import format_money
from disputes.states import State
from sellers.background.ledger_sweep import stores_to_catch_up
from sellers.models import Breach
from sellers.states import BreachState

_SOON = timedelta(days=1)
_CONSEQUENCES = {
    State.AWAITING_SELLER: "the seller was silent: the buyer's request is carried out",
    State.NEGOTIATING: "the case goes to the platform",
    State.HEARING: "the file closes",
    State.AWAITING_RULING: "another arbitrator gets the case; at last the request is carried out",
    State.RULED: "the ruling is carried out",
    State.APPEALED: "another arbitrator gets the appeal; at last the ruling is carried out",
    State.AWAITING_ADDRESS: "no return address was given: the refund is paid",
    State.AWAITING_RETURN: "no return was sent: closed in the seller's favour",
    State.RETURN_IN_TRANSIT: "the seller did not contest: the refund is paid",
}


def pending_work() -> Iterator[str]:
    """A line for each kind of thing, in the order in which the workers would come to it."""
    now = clock.now()
    yield from _messages(now)
    yield from _mails(now)
    yield from _deadlines(now)
    unbooked = Breach.objects.filter(state=BreachState.NOTED).count()
    yield f"Breaches of rules that would be booked, with their points: {unbooked:,}"
    due = stores_to_catch_up(now).count()
    yield f"Stores whose points or sanctions have something due: {due:,}"
    yield f"Closed cases whose words and photos would be erased: {expired_disputes(now).count():,}"
    yield "Files that would be deleted: manage.py sweep_files --dry-run -v 2"


def _messages(now: datetime) -> Iterator[str]:
    due = pending_messages().filter(next_attempt_at__lte=now)
    refunds = due.filter(topic=Topic.REFUND)
    yield f"Refunds that would be paid: {refunds.count():,}{_sums(refunds)}"
    for topic in Topic:
        if topic != Topic.REFUND:
            yield f"{topic.label}: {due.filter(topic=topic).count():,}"
    later = pending_messages().filter(next_attempt_at__gt=now)
    yield f"Messages to be tried again later: {later.count():,}"
    yield f"Messages that were given up, and stay so: {dead_letters().count():,}"


def _mails(now: datetime) -> Iterator[str]:
    planned = Mail.objects.filter(WAITING, next_attempt_at__lte=now)
    yield f"Mails that would be sent: {planned.count():,}"
    told = Notice.objects.filter(mail_due_at__lte=now)
    yield f"Notices that would be mailed: {told.count():,}"


def _sums(refunds: QuerySet[OutboxMessage]) -> str:
    keys = refunds.order_by().values("key")
    unpaid = Refund.objects.filter(key__in=keys, paid_at=None)
    sums = (
        unpaid.values_list("currency")
        .annotate(sum=Sum(F("amount_minor") + F("freight_minor")))
        .order_by("currency")
    )
    return "".join(f", {format_money(total, currency)}" for currency, total in sums)


def _deadlines(now: datetime) -> Iterator[str]:
    overdue = _by_state(due_disputes(now))
    yield f"Cases whose deadline has passed: {sum(overdue.values()):,}"
    for state, number in overdue.items():
        yield f"  {State(state).label}: {number:,} ({_CONSEQUENCES[State(state)]})"
    soon = due_disputes(now + _SOON).filter(due_at__gt=now).count()
    yield f"Cases whose deadline passes within the next 24 hours: {soon:,}"


def _by_state(disputes: QuerySet[Dispute]) -> dict[str, int]:
    counted = disputes.order_by("state").values_list("state").annotate(number=Count("pk"))
    return dict(counted)
