"""Orders come in by one door, which checks them whoever brings them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from disputes import clock
from disputes.errors import Code
from disputes.models import Client, Order, Store, User
from disputes.states import FactKind
from disputes.verbs.introductions import known_person, known_store
from disputes.verbs.orders import NewLine, NewOrder, place_orders
from disputes.verbs.parcels import NewFact, Promise
from tests.support.people import make_store
from tests.support.rows import everything, refused
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PLACED = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


def mug(store: Store, **changed: Any) -> NewLine:
    return replace(NewLine(store, "Blue mug", price_minor=5890, paid_minor=5890), **changed)


def order(world: World, *lines: NewLine, **changed: Any) -> NewOrder:
    lines = lines or (mug(world.store),)
    return replace(NewOrder(world.buyer, lines, "EUR", PLACED, Promise(days=10)), **changed)


def test_an_order_is_kept_as_it_is(world: World) -> None:
    [[kept]] = place_orders([order(world, mug(world.store, quantity=3, shipping_minor=490))])
    kept = Order.objects.get(pk=kept.pk)
    line, parcel, item = kept.lines.get(), kept.parcels.get(), kept.items.get()
    assert (kept.buyer, kept.store, kept.currency, kept.placed_at) == (
        world.buyer,
        world.store,
        "EUR",
        PLACED,
    )
    assert (line.quantity, line.paid_minor, line.shipping_minor) == (3, 5890, 490)
    assert (item.line, item.parcel, item.pieces, item.number) == (line, parcel, 3, 1)
    assert kept.handling_days == 7, "as the policy says"
    assert parcel.missing_from == PLACED + 7 * DAY


@pytest.mark.parametrize(
    ("field", "line", "head"),
    [
        ("paid_minor", {"paid_minor": Decimal("58.90")}, {}),
        ("paid_minor", {"paid_minor": 58.9}, {}),
        ("paid_minor", {"paid_minor": "5890"}, {}),
        ("paid_minor", {"paid_minor": True}, {}),
        ("paid_minor", {"paid_minor": -1}, {}),
        ("paid_minor", {"paid_minor": 2**53 + 1}, {}),
        ("price_minor", {"price_minor": Decimal(5890)}, {}),
        ("shipping_minor", {"shipping_minor": -1}, {}),
        ("quantity", {"quantity": 0}, {}),
        ("quantity", {"quantity": 1.5}, {}),
        ("currency", {}, {"currency": "EURO"}),
        ("currency", {}, {"currency": "eur"}),
        ("currency", {}, {"currency": "DEM"}),
        ("placed_at", {}, {"placed_at": datetime(2026, 11, 1)}),  # noqa: DTZ001
        ("promise", {}, {"promise": Promise()}),
        ("promised_days", {}, {"promise": Promise(days=-1)}),
        ("handling_days", {}, {"handling_days": 366}),
        ("external_id", {}, {"external_id": "x" * 129}),
        ("occurred_at", {}, {"facts": [NewFact("shipped", datetime(2026, 11, 1), "s")]}),  # noqa: DTZ001
    ],
)
def test_what_is_not_whole_known_or_aware_is_refused_beside_its_field(
    world: World, field: str, line: dict[str, Any], head: dict[str, Any]
) -> None:
    good = order(world)
    with refused(Code.ORDER_INVALID, field=field):
        place_orders([good, order(world, mug(world.store, **line), **head)])


def test_an_order_without_lines_or_a_line_without_a_title_is_none(world: World) -> None:
    with refused(Code.ORDER_INVALID, field="lines"):
        place_orders([replace(order(world), lines=[])])
    with refused(Code.TEXT_MISSING, field="title"):
        place_orders([order(world, mug(world.store, title="\u200b "))])


def test_several_sellers_have_an_order_each_and_the_buyer_sees_one_number(world: World) -> None:
    other = make_store(world.other_seller)
    lines = [mug(other, title="Lamp"), mug(world.store), mug(other, title="Scarf")]
    [placed] = place_orders([order(world, *lines, external_id="2026-4711")])
    assert [(each.store, each.external_id) for each in placed] == [
        (world.store, "2026-4711"),
        (other, "2026-4711"),
    ]
    assert [line.title for line in placed[1].lines.all()] == ["Lamp", "Scarf"]
    assert [line.number for line in placed[1].lines.all()] == [1, 2]
    page = signed_in(world.buyer).get("/buyer/?q=2026-4711").text
    assert page.count("on the marketplace") == 2


def test_an_order_that_comes_again_is_the_one_that_is_there(world: World) -> None:
    client = Client.objects.create(name="bazaar")
    new = order(world, client=client, external_id="4711")
    first = place_orders([new])
    before = everything()
    assert place_orders([new]) == first
    assert everything() == before
    with refused(Code.CONFLICT, field="external_id"):
        place_orders([replace(new, lines=[mug(world.store, paid_minor=1)])])
    # Another marketplace has numbers of its own; and no number is no name.
    place_orders([replace(new, client=Client.objects.create(name="souk"))])
    place_orders([order(world), order(world)])
    assert Order.objects.count() == 4


def test_what_is_known_already_comes_with_it_and_counts_from_when_it_was_said(
    world: World,
) -> None:
    now = clock.now()
    facts = [
        NewFact(FactKind.SHIPPED, now - 9 * DAY, "s"),
        NewFact(FactKind.DELIVERED, now - 7 * DAY, "d"),
    ]
    [[kept]] = place_orders([order(world, facts=facts, source="the carrier")])
    parcel = kept.parcels.get()
    assert (parcel.dispatched_at, parcel.delivered_at) == (now - 9 * DAY, now - 7 * DAY)
    assert parcel.received_until == now - 2 * DAY


def test_a_date_may_be_promised_before_the_dispatch(world: World) -> None:
    [[kept]] = place_orders([order(world, promise=Promise(on=date(2026, 12, 24)))])
    parcel = kept.parcels.get()
    assert parcel.dispatched_at is None
    assert parcel.promised_until == datetime(2026, 12, 25, tzinfo=UTC)
    assert "24 Dec 2026" in signed_in(world.buyer).get("/buyer/").text


def test_a_listing_may_have_no_picture(world: World) -> None:
    now = clock.now()
    facts = [NewFact("shipped", now - 9 * DAY, "s"), NewFact("delivered", now - DAY, "d")]
    [[kept]] = place_orders([order(world, currency="USD", facts=facts, source="the carrier")])
    dispute = world.open_dispute(kept.lines.get(), offer=world.half_of(5890))
    for user, page in (
        (world.buyer, f"/buyer/cases/{dispute.reference}/"),
        (world.seller, f"/seller/cases/{dispute.reference}/"),
        (world.buyer, f"/buyer/cases/{dispute.reference}/case-file.pdf"),
        (world.buyer, f"/buyer/cases/{dispute.reference}/compare/"),
        (world.arbitrator, address(dispute)),
    ):
        assert signed_in(user).get(page, follow=True).status_code == 200, page
    page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
    assert "The listing had no picture." in page
    assert "no-picture" in signed_in(world.buyer).get("/buyer/").text


def test_stores_and_people_are_known_by_the_marketplaces_ids(world: World) -> None:
    client = Client.objects.create(name="bazaar")
    first = known_store(client, "s-1", name="Blue")
    second = known_store(client, "s-2", name="Blue")
    assert (first.name, second.name) == ("Blue", "Blue")
    assert known_store(client, "s-1", name="Bluer") == first
    assert Store.objects.get(pk=first.pk).name == "Bluer"
    nobody = known_person(client, "u" * 128)
    assert not nobody.has_usable_password()
    assert nobody.name == nobody.username != ""
    assert known_person(client, "u" * 128, name="Ana", email="ana@example.org") == nobody
    assert User.objects.get(pk=nobody.pk).name == "Ana"
    assert known_person(client, "u" * 128).name == "Ana", "what is not told stays"
    with refused(Code.TEXT_MISSING, field="external_id"):
        known_person(client, "")
    with refused(Code.ORDER_INVALID, field="external_id"):
        known_store(client, " s-1", name="Blue")
    place_orders([replace(order(world, mug(first)), buyer=nobody)])
