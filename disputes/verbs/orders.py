"""Orders come in: the one door, whoever brings them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.parcel_state import derive
from disputes.kernel.transactions import one_transaction
from disputes.models import (
    Client,
    Order,
    OrderLine,
    Parcel,
    ParcelFact,
    ParcelItem,
    Policy,
    Store,
    User,
)
from disputes.models.references import new_reference
from disputes.rules.incoming import (
    check_aware,
    check_count,
    check_currency,
    check_id,
    check_line,
    check_minor,
)
from disputes.rules.texts import check_length, check_text, one_line
from disputes.verbs.parcels import NewFact, Promise, fact_row

_MOST_PIECES = 100_000


@dataclass(frozen=True)
class NewLine:
    """One item of an order, with the listing as it stands. Money is in minor units.

    `paid_minor` is what the buyer paid for the line, shipping included and vouchers taken off.
    `picture` is the name under which `private_storage` keeps it; a listing may have none.
    """

    store: Store
    title: str
    price_minor: int
    paid_minor: int
    quantity: int = 1
    shipping_minor: int = 0
    description: str = ""
    picture: str = ""


@dataclass(frozen=True)
class NewOrder:
    """What a buyer bought at once, from one store or several. Instants are aware.

    `handling_days` is how long the seller may take to dispatch; where the order does not say it,
    the policy does. What is known of its way already comes as `facts` of a `source`.
    """

    buyer: User
    lines: Sequence[NewLine]
    currency: str
    placed_at: datetime
    promise: Promise
    handling_days: int | None = None
    client: Client | None = None
    external_id: str = ""
    facts: Sequence[NewFact] = ()
    source: str = ""
    carrier: str = ""
    tracking_number: str = ""


def place_orders(new: Sequence[NewOrder]) -> list[list[Order]]:
    """Keep these orders, all or none: of each, an order for each of its stores, with one
    `external_id`.

    All pieces of a store wait in one parcel until they are packed otherwise (`parcels.pack`). An
    order that comes once more, by its `external_id`, is the one that is there; refused where it
    says something else by now, or where a number, an instant or a currency is not one.
    """
    checked = [_checked(order) for order in new]
    with one_transaction():
        now, policy = clock.now(), Policy.objects.latest()
        answers = [_there(order) or _rows_of(order, policy, now) for order in checked]
        made = [row for answer in answers for row in answer if isinstance(row, _Rows)]
        _save(made)
    return [[row.order if isinstance(row, _Rows) else row for row in answer] for answer in answers]


@dataclass(frozen=True)
class _Rows:
    """An order of one store, before it is saved."""

    order: Order
    parcel: Parcel
    items: Sequence[ParcelItem]
    facts: Sequence[ParcelFact]


def _rows_of(new: NewOrder, policy: Policy, now: datetime) -> list[_Rows]:
    return [
        _rows_of_store(new, store, list(lines), policy, now)
        for store, lines in groupby(new.lines, key=lambda line: line.store)
    ]


def _rows_of_store(
    new: NewOrder, store: Store, lines: Sequence[NewLine], policy: Policy, now: datetime
) -> _Rows:
    order = Order(
        reference=new_reference(Order, "O"),
        client=new.client,
        external_id=new.external_id,
        buyer=new.buyer,
        store=store,
        currency=new.currency,
        placed_at=new.placed_at,
        handling_days=policy.handling_days if new.handling_days is None else new.handling_days,
    )
    parcel = Parcel(
        order=order,
        number=1,
        promised_days=new.promise.days,
        promised_on=new.promise.on,
        carrier=new.carrier,
        tracking_number=new.tracking_number,
    )
    facts = [fact_row(parcel, fact, new.source, now) for fact in new.facts]
    for fact in facts:
        fact.known_at = fact.reported_at
    derive(parcel, facts, policy, now)
    items = [
        ParcelItem(
            order=order,
            number=number,
            parcel=parcel,
            line=OrderLine(order=order, number=number, **_content(line)),
            pieces=line.quantity,
        )
        for number, line in enumerate(lines, start=1)
    ]
    return _Rows(order, parcel, items, facts)


def _save(made: Sequence[_Rows]) -> None:
    Order.objects.bulk_create(rows.order for rows in made)
    Parcel.objects.bulk_create(rows.parcel for rows in made)
    items = [item for rows in made for item in rows.items]
    OrderLine.objects.bulk_create(item.line for item in items)
    ParcelItem.objects.bulk_create(items)
    ParcelFact.objects.bulk_create(fact for rows in made for fact in rows.facts)


def _checked(order: NewOrder) -> NewOrder:
    """The order in its normal form: its lines by store, each checked."""
    if not order.lines:
        raise Refused(Code.ORDER_INVALID, _("Give at least one line."), field="lines")
    check_id(order.external_id, field="external_id")
    check_currency(order.currency)
    check_aware(order.placed_at, field="placed_at")
    order.promise.check()
    if order.handling_days is not None:
        check_count(order.handling_days, field="handling_days", least=0, most=365)
    lines = sorted((_checked_line(line) for line in order.lines), key=lambda line: line.store.pk)
    return replace(
        order,
        lines=lines,
        carrier=check_line(order.carrier, field="carrier"),
        tracking_number=check_line(order.tracking_number, field="tracking_number"),
    )


def _checked_line(line: NewLine) -> NewLine:
    no_title = _("Give the title of the listing.")
    return replace(
        line,
        title=check_text(one_line(line.title), field="title", most=200, sentence=no_title),
        description=check_length(line.description, field="description", most=100_000),
        quantity=check_count(line.quantity, field="quantity", most=_MOST_PIECES),
        price_minor=check_minor(line.price_minor, field="price_minor"),
        shipping_minor=check_minor(line.shipping_minor, field="shipping_minor"),
        paid_minor=check_minor(line.paid_minor, field="paid_minor"),
    )


def _there(new: NewOrder) -> list[Order]:
    """The order that was placed under this id before; refused where it is another one."""
    if not new.external_id:
        return []
    there = Order.objects.filter(client=new.client, external_id=new.external_id)
    before = list(there.order_by("store_id").prefetch_related("lines"))
    if not before:
        return []
    head = (new.buyer.pk, new.currency, new.placed_at)
    same = all((order.buyer_id, order.currency, order.placed_at) == head for order in before)
    kept = [(order.store_id, _content(line)) for order in before for line in order.lines.all()]
    if not same or kept != [(line.store.pk, _content(line)) for line in new.lines]:
        raise Refused(
            Code.CONFLICT,
            _("There is another order with this id. Note what changed of it as a correction."),
            field="external_id",
        )
    return before


def _content(line: NewLine | OrderLine) -> dict[str, object]:
    names = [field.name for field in fields(NewLine) if field.name != "store"]
    return {name: getattr(line, name) for name in names}
