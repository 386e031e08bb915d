"""What the demo stores sell."""

from dataclasses import dataclass
from enum import StrEnum


class ItemFlaw(StrEnum):
    """What a photo shows: what is wrong with the goods, or the parcel that they travelled in."""

    WRONG_COLOUR = "wrong_colour"
    BROKEN = "broken"
    MISSING_PIECE = "missing_piece"
    STAIN = "stain"
    WRONG_SIZE = "wrong_size"
    WRONG_ITEM = "wrong_item"
    EMPTY_PARCEL = "empty_parcel"
    RETURN_PARCEL = "return_parcel"  # closed, with the return label: evidence of the buyer
    PACKED = "packed"  # open, before dispatch: evidence of the seller
    RECEIPT = "receipt"  # of the post office: what it cost to send it back


@dataclass(frozen=True, slots=True)
class Product:
    """One listing. `price_minor` is in cents; the caller picks the currency."""

    key: str
    title: str
    description: str
    colour: str
    wrong_colour: str  # what arrives when the colour is wrong
    price_minor: int


PRODUCTS = (
    Product(
        "mug",
        "Stoneware mug, ocean blue, 350 ml",
        "Hand-glazed stoneware with an unglazed foot. Dishwasher and microwave safe.",
        "#2f6fc4",
        "#3f9b52",
        1890,
    ),
    Product(
        "tshirt",
        "Organic cotton T-shirt “Sunrise”, coral",
        "Heavy organic cotton, regular fit, screen-printed by hand. Pre-washed, so it keeps its "
        "size.",
        "#e8705f",
        "#7d6bb5",
        2450,
    ),
    Product(
        "sneaker",
        "Canvas sneakers, teal, EU 36–46",
        "Light canvas upper on a natural rubber sole. Sold as a pair, with spare laces.",
        "#1f9a94",
        "#c4513d",
        5990,
    ),
    Product(
        "headphones",
        "Over-ear wireless headphones, sand",
        "Active noise cancelling, 40 hours of battery, soft memory-foam cushions. With case and "
        "USB-C cable.",
        "#d9b88f",
        "#5d6f86",
        12900,
    ),
    Product(
        "backpack",
        "City backpack 22 l, forest green",
        "Water-repellent recycled canvas with leather straps and a padded 15-inch laptop sleeve.",
        "#3c7a57",
        "#a5523f",
        7400,
    ),
    Product(
        "lamp",
        "Adjustable desk lamp, mustard yellow",
        "Steel arm with two joints and a weighted base. A warm white LED bulb is included.",
        "#e3a92b",
        "#4f86ad",
        4650,
    ),
    Product(
        "watch",
        "Classic wristwatch 40 mm, cognac leather",
        "Quartz movement, sapphire glass, stainless steel case, water-resistant to 5 bar.",
        "#a8622f",
        "#33373f",
        15900,
    ),
    Product(
        "case",
        "Phone case with ring, lilac botanical",
        "Shock-absorbing silicone with a soft lining and a metal ring that is also a stand.",
        "#9c86d6",
        "#e59bb3",
        1690,
    ),
    Product(
        "car",
        "Wooden toy car, cherry red",
        "Solid beech, water-based paint and rounded edges. For children from 18 months.",
        "#d43f3a",
        "#3d7fc9",
        2290,
    ),
    Product(
        "scarf",
        "Merino wool scarf, burgundy check, 180 cm",
        "Woven from extra-fine merino wool with hand-knotted fringes. Warm, and never scratchy.",
        "#8f2f45",
        "#3f6b74",
        3980,
    ),
    Product(
        "teapot",
        "Ceramic teapot with strainer, celadon, 1.1 l",
        "Wheel-thrown and glazed in soft celadon green. Pours without a drip.",
        "#86b8a1",
        "#c98f76",
        4290,
    ),
    Product(
        "sunglasses",
        "Polarised sunglasses, tortoiseshell",
        "Full UV400 protection in a light acetate frame. With a hard case and a cleaning cloth.",
        "#7a4a26",
        "#3b4a8c",
        6500,
    ),
    Product(
        "bowls",
        "Nordic bowl set of 3, terracotta",
        "Three stoneware bowls of 18, 15 and 12 cm that stack neatly. Oven safe up to 220 °C.",
        "#c8694a",
        "#5f7f9c",
        3450,
    ),
    Product(
        "notebook",
        "Dotted notebook A5 with pen, midnight blue",
        "192 pages of 120 g paper that lie flat, elastic band, two ribbons and a matching pen.",
        "#2a3f73",
        "#b8456a",
        2150,
    ),
)
