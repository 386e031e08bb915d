"""What becomes known of an order after a case about it was opened.

Facts come with their source and become a line in the history of every open case: what a case is
about is never changed behind its back.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from disputes import access, clock
from disputes.errors import Code, Refused
from disputes.kernel.changes import changes_of
from disputes.kernel.record import record
from disputes.kernel.rows import update_rows
from disputes.kernel.transactions import one_transaction
from disputes.models import Dispute, LineSnapshot, Order, OrderLine
from disputes.permissions import Actor
from disputes.rules.money import format_money
from disputes.rules.texts import check_text
from disputes.states import EventKind, Party

PLATFORM = Actor(None, Party.PLATFORM)


class OrderFacts(TypedDict, total=False):
    """What may become known of the way of an order; instants are aware, none takes one back."""

    dispatched_at: datetime | None
    promised_days: int
    delivered_at: datetime | None
    carrier: str
    tracking_number: str


def correct_order(
    order: Order,
    *,
    source: str,
    paid_minor: Mapping[int, int] | None = None,
    **facts: Unpack[OrderFacts],
) -> None:
    """Record facts about an order, with who says so: in the order and in all of its open cases.

    `source` is shown to both sides, such as "the carrier". `paid_minor` is what was paid for lines
    by their number, in minor units. What says nothing new changes nothing. The promise of a case
    that is being negotiated moves its clock forward, never back; closed cases stay as they are.

    Refused when something is delivered before it is dispatched, when there is no such line, or
    when less was paid than was refunded or than an open case asks for.
    """
    source = check_text(source, field="source", most=80, sentence=_("Say who says so."))
    paid = dict(paid_minor or {})
    with one_transaction():
        disputes = _open_cases(order)
        # Orders after cases, as acts lock them; an application locks its line, too.
        lines = list(
            OrderLine.objects.select_related("order")
            .select_for_update(of=("self", "order"))
            .filter(order=order)
            .order_by("number")
        )
        if len(_open_cases(order)) != len(disputes):
            raise Refused(
                Code.BUSY,
                _("A case about this order was opened at this very moment. Please try again."),
            )
        order = lines[0].order if lines else order
        _correct(order, facts)
        _correct_paid(order, lines, disputes, paid)
        _tell(order, {line.pk: line for line in lines}, disputes, source)


def _open_cases(order: Order) -> list[Dispute]:
    disputes = Dispute.objects.filter(line__order=order, closed_at=None).order_by("pk")
    return list(disputes.select_related("policy", "snapshot").select_for_update(of=("self",)))


def _correct(order: Order, facts: OrderFacts) -> None:
    for name, value in facts.items():
        setattr(order, name, value)
    sent, came = order.dispatched_at, order.delivered_at
    if came is not None and (sent is None or came < sent):
        raise Refused(
            Code.ORDER_INVALID,
            _("Nothing is delivered before it is dispatched. Check the two dates."),
            field="delivered_at",
        )
    order.save(update_fields=list(facts))


def _correct_paid(
    order: Order, lines: Sequence[OrderLine], disputes: Sequence[Dispute], paid: Mapping[int, int]
) -> None:
    if unknown := paid.keys() - {line.number for line in lines}:
        raise Refused(Code.NOT_FOUND, _("There is no line %(number)d.") % {"number": min(unknown)})
    asked = _asked(disputes)
    for line in (line for line in lines if line.number in paid):
        least = line.refunded_minor + asked.get(line.pk, 0)
        if paid[line.number] < least:
            raise Refused(
                Code.AMOUNT_INVALID,
                _(
                    "Enter at least %(least)s: that was refunded for this item already, or an open "
                    "case asks for it. End the case first if less was paid."
                )
                % {"least": format_money(least, order.currency)},
                field="paid",
            )
        line.paid_minor = paid[line.number]
        line.save(update_fields=["paid_minor"])


def _asked(disputes: Sequence[Dispute]) -> dict[int, int]:
    """The most that may still be paid for the line of each open case, by the line's id."""
    live = access.live_proposals(disputes)
    found = {}
    for dispute in disputes:
        proposals = [*live[dispute.pk].values(), *filter(None, [dispute.settlement])]
        found[dispute.line_id] = max((each.amount_minor for each in proposals), default=0)
    return found


def _tell(
    order: Order, lines: Mapping[int, OrderLine], disputes: Sequence[Dispute], source: str
) -> None:
    changes = []
    for change in changes_of(disputes, PLATFORM, clock.now()):
        dispute, snapshot = change.dispute, change.dispute.snapshot
        before = snapshot.facts
        snapshot.paid_minor = lines[dispute.line_id].paid_minor
        for name in OrderFacts.__annotations__:
            setattr(snapshot, name, getattr(order, name))
        news = {name: now for name, now in snapshot.facts.items() if now != before[name]}
        if news:
            dispute.wait_for_parcel(change.now, dispute.blocked_until)
            change.record_event(
                EventKind.ORDER_CORRECTED, source=source, facts=news, currency=dispute.currency
            )
            changes.append(change)
    record(changes)
    snapshots = [change.dispute.snapshot for change in changes]
    for snapshot in snapshots:
        snapshot.as_of = snapshot.dispute.event_count
    update_rows(snapshots, [*LineSnapshot.FACTS, "as_of"])
