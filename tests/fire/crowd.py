"""Many cases at once, filed by the steps of the service itself, in batches."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from disputes import clock
from disputes.kernel.changes import Change
from disputes.kernel.line_snapshots import take_snapshot
from disputes.kernel.record import record
from disputes.kernel.settlement import offer_data, put_forward
from disputes.models import Dispute, Policy, Reason
from disputes.models.references import new_reference
from disputes.permissions import Actor
from disputes.rules import clocks
from disputes.states import EventKind, Party
from tests.support.goods import sent_items
from tests.support.terms import FULL_REFUND, PAID
from tests.support.world import World

_BATCH = 1000


def file_due(world: World, number: int, *, first: timedelta, last: timedelta) -> list[Dispute]:
    """Cases that wait for their seller, due one after the other between these two times from now.

    A negative time is one that has passed.
    """
    policy, now = Policy.objects.latest(), clock.now()
    answer = clocks.seller_answer(policy, now) - now
    step = (last - first) / max(number - 1, 1)
    opened = [now - answer + first + step * i for i in range(number)]
    found: list[Dispute] = []
    for start in range(0, number, _BATCH):
        found += _file(world, policy, opened[start : start + _BATCH])
    return found


def file_overdue(world: World, number: int) -> list[Dispute]:
    """Cases whose deadlines have passed within the last three days."""
    return file_due(world, number, first=timedelta(days=-3), last=timedelta(seconds=-1))


def _file(world: World, policy: Policy, opened: Sequence[datetime]) -> list[Dispute]:
    reason = Reason.objects.get(code="in_transit")
    with transaction.atomic(durable=True):
        sent = [at - timedelta(days=20) for at in opened]
        items = sent_items(world.buyer.pk, world.store.pk, sent, paid_minor=PAID)
        changes = []
        for item, at in zip(items, opened, strict=True):
            dispute = Dispute(
                reference=new_reference(Dispute, "R"),
                item=item,
                line=item.line,
                pieces=1,
                store=world.store,
                buyer=world.buyer,
                policy=policy,
                reason=reason,
                reason_labels=reason.path,
                received=False,
                opened_at=at,
                due_at=clocks.seller_answer(policy, at),
            )
            snapshot = take_snapshot(dispute, item, "")
            change = Change(dispute, Actor(world.buyer, Party.BUYER), at)
            request = put_forward(change, FULL_REFUND, "It never came.")
            change.record_event(
                EventKind.OPENED, **offer_data(request.offer, "USD"), line=snapshot.content
            )
            change.add(snapshot)
            changes.append(change)
        record(changes)
    return [change.dispute for change in changes]
