"""What was bought in the demo: parcels in every stage, those that the stories are about first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.core.files.base import ContentFile

from arbitration.demo.catalogue import PRODUCTS, Product
from arbitration.demo.people import SHOPS
from arbitration.demo.pictures import listing
from disputes.models import OrderLine, Store, User
from disputes.models.orders import private_storage
from disputes.states import FactKind
from disputes.verbs.orders import NewLine, NewOrder, place_orders
from disputes.verbs.parcels import NewFact, Promise

HOUR = 1 / 24
# Of the first store, over some twelve weeks.
EVERYDAY_ORDERS = 180
CURRENCIES = {"buyer": "EUR", "buyer2": "USD", "aiko": "JPY", "camille": "EUR", "noah": "USD"}
CARRIERS = {
    "Harbour & Kiln": ("Blue Heron Post", "BH"),
    "Northlane Outfitters": ("Cargo Nord", "CN"),
    "Meridian Gadgets": ("Swift Parcel", "SP"),
}


@dataclass(frozen=True)
class Purchase:
    """One order. `dispatched` and `delivered` are days before the filling; `None` is not yet."""

    key: str
    buyer: str
    goods: dict[str, int]  # how many of each product, all from one store
    promised_days: int
    dispatched: float | None
    delivered: float | None = None
    placed: float | None = None  # where nothing is dispatched
    has_picture: bool = True


PURCHASES = (
    # Waiting for the seller
    Purchase("cracked headphones", "noah", {"headphones": 1}, 12, 14.27, 5.6),
    Purchase("cracked teapot", "camille", {"teapot": 1}, 12, 12.44, 5.5),
    Purchase("small T-shirts", "buyer2", {"tshirt": 2}, 10, 10.13, 3.31),
    Purchase("two bowls of three", "aiko", {"bowls": 1}, 14, 11.36, 2.17),
    Purchase("sunglasses on the way", "buyer", {"sunglasses": 1}, 20, 9.22),
    Purchase("backpack at customs", "camille", {"backpack": 1}, 14, 21.27),
    # In negotiation
    Purchase("stained scarf", "buyer2", {"scarf": 1}, 10, 12.44, 4.5),
    Purchase("watch with a dark strap", "noah", {"watch": 1}, 14, 20.13, 10.40),
    Purchase("pink phone case", "buyer", {"case": 1}, 12, 13.36, 3.5),
    # Before the platform
    Purchase("broken lamp", "camille", {"lamp": 1}, 15, 18.22, 7.08),
    Purchase("empty parcel", "buyer2", {"case": 2}, 12, 18.27, 9.31),
    Purchase("peeling toy car", "camille", {"car": 2}, 14, 20.44, 10.17),
    Purchase("red backpack", "buyer", {"backpack": 1}, 12, 17.13, 9.40),
    Purchase("four watches", "buyer", {"watch": 4}, 12, 19.36, 9.27),
    Purchase("green mugs", "aiko", {"mug": 2}, 14, 18.36, 8.5),
    Purchase("notebook at the gate", "camille", {"notebook": 3}, 12, 20.22, 9.08),
    Purchase("broken bowls", "buyer", {"bowls": 1}, 12, 22.27, 13.31),
    Purchase("violet T-shirt", "camille", {"tshirt": 1}, 10, 26.44, 16.17),
    Purchase("doubtful sunglasses", "noah", {"sunglasses": 1}, 14, 29.13, 18.40),
    Purchase("teapot without lid", "buyer2", {"teapot": 1}, 12, 24.36, 14.08),
    # Going back
    Purchase("one sneaker back", "noah", {"sneaker": 1}, 14, 38.22, 26.31),
    Purchase("headphones back", "buyer2", {"headphones": 1}, 12, 33.27, 23.17),
    Purchase("small sneakers", "buyer", {"sneaker": 1}, 10, 12.44, 3.40),
    Purchase("silent headphones", "aiko", {"headphones": 1}, 14, 27.13, 16.08),
    Purchase("watch on its way back", "buyer2", {"watch": 1}, 12, 23.36, 14.31),
    Purchase("scarf on its way back", "camille", {"scarf": 1}, 12, 20.22, 10.17),
    Purchase("lamp without an address", "buyer", {"lamp": 1}, 12, 13.31, 4.46),
    Purchase("teapot without an address", "buyer2", {"teapot": 1}, 12, 15.22, 5.31),
    Purchase("two T-shirts of three back", "buyer2", {"tshirt": 3}, 12, 27.31, 17.44),
    Purchase("sunglasses lost on the way back", "buyer", {"sunglasses": 1}, 12, 36.22, 26.31),
    # Closed
    Purchase("sneakers with postage", "buyer2", {"sneaker": 1}, 12, 32.36, 22.31),
    Purchase("bowls without an address", "buyer", {"bowls": 1}, 12, 17.27, 8.31),
    Purchase("crushed parcel", "buyer2", {"mug": 2, "teapot": 1, "bowls": 1}, 12, 19.44, 10.22),
    Purchase("headphones that nobody ruled on", "buyer", {"headphones": 1}, 12, 89.31, 79.40),
    Purchase("ruled T-shirts", "buyer2", {"tshirt": 2}, 12, 34.27, 24.31),
    Purchase("faded notebook", "buyer", {"notebook": 1}, 12, 41.27, 31.40),
    Purchase("unanswered toy car", "camille", {"car": 1}, 14, 36.44, 25.08),
    Purchase("chipped mugs", "buyer2", {"mug": 4}, 12, 44.13, 34.31),
    Purchase("wrong backpack", "aiko", {"backpack": 1}, 14, 60.36, 49.17),
    Purchase("small watch", "noah", {"watch": 1}, 12, 42.22, 32.40),
    Purchase("late scarf", "buyer", {"scarf": 1}, 10, 22.27, 9.08, has_picture=False),
    Purchase("teapot after all", "aiko", {"teapot": 1}, 12, 24.44, 14.31),
    # Parcels that are not sent, lost or late, and some of the pieces
    Purchase("never sent lamp", "buyer2", {"lamp": 1}, 12, None, placed=9.2),
    Purchase("two notebooks of four", "camille", {"notebook": 4}, 12, 11.36, 2.2),
    Purchase("backpacks in two parcels", "noah", {"backpack": 2}, 12, None, placed=14.1),
    Purchase("watch after all", "buyer", {"watch": 1}, 30, 12.2),
    Purchase("car after the refund", "aiko", {"car": 1}, 12, 27.4),
    Purchase("cancelled lamp", "buyer", {"lamp": 1}, 12, None, placed=11.2),
    Purchase("held T-shirt", "buyer2", {"tshirt": 1}, 20, 8.31),
    Purchase("nothing came", "buyer2", {"mug": 2, "teapot": 1, "bowls": 1}, 12, 18.4),
    # Nobody has applied for anything yet: to try it out, in every stage of delivery
    Purchase("blue mug", "buyer", {"mug": 1}, 12, 8.13, 1.17),
    Purchase("not dispatched", "buyer", {"lamp": 1}, 12, None),
    Purchase("before the fifth day", "buyer", {"notebook": 2}, 15, 2.36),
    Purchase("past the fifth day", "buyer", {"tshirt": 1}, 15, 8.22),
    Purchase("late", "buyer", {"backpack": 1, "scarf": 1}, 12, 18.27),
    Purchase("just delivered", "buyer", {"headphones": 1, "case": 2}, 12, 9.3, HOUR),
    Purchase(
        "window about to close", "buyer", {"teapot": 1, "bowls": 1, "notebook": 2}, 12, 13, 5 - HOUR
    ),
    Purchase("window closed", "buyer", {"car": 1}, 12, 20.44, 10.40),
    Purchase("promised quickly", "buyer", {"watch": 1}, 3, 1.13),
    Purchase("window to apply is over", "buyer", {"sunglasses": 1}, 10, 27.36),
    Purchase("not dispatched either", "buyer2", {"headphones": 1}, 14, None),
    Purchase("on its way", "buyer2", {"sneaker": 1, "tshirt": 3}, 12, 6.22),
    Purchase("fine lamp", "buyer2", {"lamp": 2}, 12, 12.27, 2.08),
    Purchase("fine bowls", "aiko", {"bowls": 2, "teapot": 1}, 14, 12.44, 0.5),
    Purchase("just dispatched", "aiko", {"car": 1}, 4, 3 * HOUR),
    Purchase("fine sunglasses", "camille", {"sunglasses": 1, "watch": 1}, 12, 30.13, 20.31),
    Purchase("not dispatched for days", "noah", {"backpack": 1}, 10, None),
    Purchase("fine mugs", "noah", {"mug": 6}, 12, 11.36, 4.17),
)
_PRODUCTS = {product.key: product for product in PRODUCTS}


def add_orders(now: datetime) -> None:
    """All orders, with the listings as they stood; each product's picture is drawn once."""
    pictures = {product.key: _draw(product) for product in PRODUCTS}
    buyers = User.objects.in_bulk(list(CURRENCIES), field_name="username")
    stores = {store.name: store for store in Store.objects.all()}
    place_orders(
        [
            _order(number, purchase, buyers[purchase.buyer], stores, pictures, now)
            for number, purchase in enumerate([*PURCHASES, *_everyday()])
        ]
    )


def _everyday() -> list[Purchase]:
    """Orders of the last weeks with which all went well: so many that the store's rates count."""
    buyers = list(CURRENCIES)[-3:]
    return [
        Purchase(f"everyday {number}", buyers[number % 3], {"mug": 1}, 12, 12 + number * 0.4, 5.7)
        for number in range(EVERYDAY_ORDERS)
    ]


def lines_by_purchase() -> dict[tuple[str, int], OrderLine]:
    """Each line by the key of its purchase and its number: the orders stand in the order of the
    list."""
    lines = OrderLine.objects.filter(
        order__store__name__in=[shop.name for shop in SHOPS]
    ).select_related("order__store", "order__buyer")
    orders = groupby(lines.order_by("order_id", "number"), key=lambda line: line.order_id)
    return {
        (purchase.key, line.number): line
        for purchase, (_, of_order) in zip(PURCHASES, orders, strict=False)
        for line in of_order
    }


def product_of(line: OrderLine) -> Product:
    """What was listed."""
    return next(product for product in PRODUCTS if product.title == line.title)


def _draw(product: Product) -> str:
    """The name under which the listing picture is kept."""
    return private_storage().save(f"listing/{product.key}.jpg", ContentFile(listing(product)))


def _order(
    number: int,
    purchase: Purchase,
    buyer: User,
    stores: Mapping[str, Store],
    pictures: Mapping[str, str],
    now: datetime,
) -> NewOrder:
    [shop] = (shop for shop in SHOPS if set(purchase.goods) <= set(shop.sells))
    dispatched_at = _before(now, purchase.dispatched)
    carrier, code = CARRIERS[shop.name] if dispatched_at else ("", "")
    currency = CURRENCIES[purchase.buyer]
    return NewOrder(
        buyer=buyer,
        lines=[
            _line(stores[shop.name], _PRODUCTS[key], quantity, picture, currency)
            for key, quantity in purchase.goods.items()
            for picture in [pictures[key] if purchase.has_picture else ""]
        ],
        currency=currency,
        placed_at=(dispatched_at or _before(now, purchase.placed) or now) - timedelta(hours=19),
        promise=Promise(days=purchase.promised_days),
        facts=[
            NewFact(kind, at, f"{kind}-{number}")
            for kind, at in (
                (FactKind.SHIPPED, dispatched_at),
                (FactKind.DELIVERED, _before(now, purchase.delivered)),
            )
            if at is not None
        ],
        source=carrier,
        carrier=carrier,
        tracking_number=f"{code}{482_103_377 + 7_919 * number}" if code else "",
    )


def _line(store: Store, product: Product, quantity: int, picture: str, currency: str) -> NewLine:
    price_minor, shipping_minor = product.price_minor, 0 if product.price_minor > 5000 else 490
    if currency == "JPY":  # no decimals, and about one and a half yen to the cent
        price_minor, shipping_minor = price_minor * 3 // 20 * 10, 600 if shipping_minor else 0
    return NewLine(
        store=store,
        title=product.title,
        description=product.description,
        picture=picture,
        quantity=quantity,
        price_minor=price_minor,
        shipping_minor=shipping_minor,
        paid_minor=price_minor * quantity + shipping_minor,
    )


def _before(now: datetime, days: float | None) -> datetime | None:
    return None if days is None else now - timedelta(days=days)
