"""How many cases buyers can file: each is an act of its own, in a transaction of its own."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import psycopg

from disputes import clock
from disputes.models import (
    Dispute,
    Event,
    Evidence,
    LineSnapshot,
    Order,
    ParcelItem,
    Policy,
    Proposal,
    Reason,
)
from disputes.rules.solutions import Offer
from disputes.states import Solution
from disputes.verbs.applications import open_dispute
from tests.bench.ground import Ground
from tests.bench.measure import by_turns, seconds
from tests.bench.report import Figure
from tests.bench.rows import insert
from tests.support.goods import sent_items

_PAID = 2300
_WORDS = "The parcel never came."
File = Callable[[ParcelItem], object]


def filing(ground: Ground) -> Figure:
    """Cases filed a second by one process, against the same rows inserted by bare SQL."""
    size, database = ground.size, ground.use(ground.size.many)
    with database.connect() as sql:
        buyer, reason = database.buyer, Reason.objects.get(code="in_transit")
        offer = Offer(Solution.REFUND, _PAID)

        def file(item: ParcelItem) -> None:
            open_dispute(buyer, item, reason=reason, offer=offer, text=_WORDS)

        def items() -> list[ParcelItem]:
            return _items(buyer.pk, size.opened)

        _rate(items(), file)  # the first time, code and caches are cold
        value, floor = by_turns(
            size.repeats,
            lambda: _rate(items(), file),
            lambda: _rate(items(), partial(_insert, sql, _statement(reason), buyer.pk)),
        )
    return Figure(
        value=value,
        floor=floor,
        unit="cases/s",
        more={"cases": size.opened},
        notes=(f"{size.opened:,} one by one: case, request, statement, event; without a photo",),
    )


def _rate(items: Sequence[ParcelItem], file: File) -> float:
    """File a case about each, see that it is there; cases a second."""
    passed = seconds(lambda: [file(item) for item in items])
    opened = Event.objects.filter(dispute__item__in=items, number=1, kind="opened").count()
    if opened != len(items):
        raise RuntimeError(f"{opened} cases of {len(items)} were filed")
    return len(items) / passed


def _items(buyer: int, number: int) -> list[ParcelItem]:
    """So many new orders whose parcels are long overdue."""
    store = Order.objects.values_list("store", flat=True)[0]
    sent = clock.now() - timedelta(days=20)
    return sent_items(buyer, store, [sent] * number, paid_minor=_PAID)


def _insert(sql: psycopg.Connection, statement: str, buyer: int, item: ParcelItem) -> None:
    with sql.transaction():
        locked = "SELECT store_id FROM disputes_orderline AS line JOIN disputes_order AS o "
        locked += "ON o.id = order_id WHERE line.id = %s FOR UPDATE OF line"
        found = sql.execute(locked, [item.line_id]).fetchone()
        assert found is not None, "the line was just made"
        about = {"line": item.line_id, "item": item.pk}
        values = about | {"store": found[0], "buyer": buyer, "words": _WORDS}
        sql.execute(statement, values)


def _statement(reason: Reason) -> str:
    """The rows of one case; hashes as long as the real ones."""
    dispute = {
        "reference": "'F-' || %(line)s",
        "line_id": "%(line)s",
        "item_id": "%(item)s",
        "pieces": "1",
        "store_id": "%(store)s",
        "buyer_id": "%(buyer)s",
        "reason_id": str(reason.pk),
        "reason_labels": "ARRAY['Still in transit']",
        "policy_id": str(Policy.objects.latest().pk),
        "received": "false",
        "opened_at": "now()",
        "due_at": "now() + interval '5 days'",
        "event_count": "1",
        "chain_head": "repeat('0', 64)",
        "last_event_at": "now()",
    }
    by_buyer = {"dispute_id": "id", "party": "'buyer'"}
    request = {
        "version": "1",
        "solution": "'refund'",
        "amount_minor": str(_PAID),
        "currency": "'USD'",
        "text": "%(words)s",
        "made_by_id": "%(buyer)s",
        "made_at": "now()",
    }
    statement = {
        "number": "1",
        "author_id": "%(buyer)s",
        "text": "%(words)s",
        "added_at": "now()",
    }
    opened = {
        "number": "1",
        "kind": "'opened'",
        "actor_id": "%(buyer)s",
        "to_state": "'awaiting_seller'",
        "due_at": "now() + interval '5 days'",
        "at": "now()",
        "data": "jsonb_build_object('text', %(words)s::text, 'amount_minor', 2300)",
        "data_hash": "repeat('0', 64)",
        "hash": "repeat('0', 64)",
    }
    of_line = ["number", "title", "description", "picture", "quantity", "price_minor"]
    of_line += ["shipping_minor", "paid_minor"]
    of_line += ["refunded_elsewhere_minor"]
    of_order = ("currency", "placed_at", "cancelled_at")
    of_parcel = ("dispatched_at", "promised_days", "promised_on", "delivered_at", "status")
    snapshot = (
        {name: f"line.{name}" for name in of_line}
        | {name: f"o.{name}" for name in of_order}
        | {name: f"parcel.{name}" for name in of_parcel}
        | {"pieces": "1", "parcel_number": "1"}
    )
    snapshot |= {"dispute_id": "kase.id", "order_reference": "o.reference"}
    bought = "kase, disputes_orderline AS line JOIN disputes_order AS o ON o.id = order_id "
    bought += "JOIN disputes_parcel AS parcel ON parcel.order_id = o.id WHERE line.id = %(line)s"
    return (
        f"WITH kase AS ({insert(Dispute, '(SELECT) AS nothing', dispute)} RETURNING id), "
        f"snapshot AS ({insert(LineSnapshot, bought, snapshot)}), "
        f"request AS ({insert(Proposal, 'kase', by_buyer | request)}), "
        f"statement AS ({insert(Evidence, 'kase', by_buyer | statement)}) "
        f"{insert(Event, 'kase', by_buyer | opened)}"
    )
