"""Stories that are over, each in another way."""

from arbitration.demo.acts import (
    accept,
    accept_ruling,
    appeal,
    apply_for,
    arrive,
    confirm,
    escalate,
    finish,
    propose,
    reject,
    ship,
    withdraw,
)
from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.platform_acts import rule, take
from arbitration.demo.story import NOTHING, Story, refund, send_back
from arbitration.demo.uploads import DemoPhoto
from disputes.states import Party

STORIES = (
    # Agreed
    Story(
        "faded notebook",
        [
            (
                30.07,
                apply_for(
                    refund(),
                    "colour",
                    "The cover is raspberry, not midnight blue.",
                    ItemFlaw.WRONG_COLOUR,
                ),
            ),
            (
                29.2,
                propose(
                    Party.SELLER,
                    refund(50),
                    "You are right, that is the wrong one. Keep it for half the price?",
                ),
            ),
            (28.43, accept(Party.BUYER)),  # so early that it is a good mark
        ],
    ),
    # Forced, because the store did not answer
    Story(
        "unanswered toy car",
        [
            (
                24.18,
                apply_for(
                    refund(),
                    "quality",
                    "There is a brown mark on the car that does not wash off.",
                    DemoPhoto(ItemFlaw.STAIN, seed=31),  # shown again in a later case
                ),
            )
        ],
    ),
    # Ruled, and nobody appealed
    Story(
        "chipped mugs",
        [
            (
                33.41,
                apply_for(
                    refund(),
                    "damaged",
                    "A piece has broken out of each of the four mugs; this is one of them. There "
                    "was no paper between them.",
                    ItemFlaw.BROKEN,
                ),
            ),
            (31.23, reject("Mugs do not break by themselves. They were whole when they left.")),
            (29.11, escalate(Party.BUYER)),
            (27.5, finish(Party.BUYER)),
            (27.4, finish(Party.SELLER)),
            (27.36, take("arbitrator")),
            (
                26.07,
                rule(
                    refund(),
                    "no_defence",
                    "Evidence 1 shows the damage. The seller has put nothing against it.",
                ),
            ),
        ],
    ),
    # Ruled as the seller had offered, which the buyer accepted
    Story(
        "ruled T-shirts",
        [
            (
                23.2,
                apply_for(
                    refund(),
                    "quality",
                    "Both T-shirts have a brown mark on the front.",
                    ItemFlaw.STAIN,
                ),
            ),
            (21.4, propose(Party.SELLER, refund(40), "The mark is small. Keep them for 60%?")),
            (20.3, escalate(Party.BUYER)),
            (18.6, finish(Party.BUYER)),
            (18.5, finish(Party.SELLER)),
            (18.2, take("arbitrator")),
            (
                17.5,
                rule(
                    refund(40),
                    "differs_from_listing",
                    "Evidence 1 shows a mark as large as a coin. The T-shirts can be worn, so 40% "
                    "is fair, as the seller offered.",
                ),
            ),
            (16.6, accept_ruling(Party.BUYER)),
        ],
    ),
    # Ruled again on appeal, the other way round
    Story(
        "wrong backpack",
        [
            (
                48.32,
                apply_for(
                    refund(),
                    "wrong_item",
                    "What came is not a backpack at all. Somebody else probably has mine.",
                    ItemFlaw.WRONG_ITEM,
                ),
            ),
            (
                46.18,
                reject("We sent the backpack. The picture was taken at packing.", ItemFlaw.PACKED),
            ),
            (44.41, escalate(Party.SELLER)),
            (42.5, finish(Party.BUYER)),
            (42.4, finish(Party.SELLER)),
            (42.23, take("arbitrator")),
            (
                41.11,
                rule(
                    NOTHING,
                    "matches_listing",
                    "Evidence 2, taken at packing, shows the backpack in an open parcel.",
                    cites=(2,),
                ),
            ),
            (
                37.36,
                appeal(
                    Party.BUYER,
                    "The picture shows some parcel with no label. Mine has a label, and other "
                    "goods in it.",
                ),
            ),
            (36.07, take("arbitrator2")),
            (
                35.32,
                rule(
                    refund(),
                    "differs_from_listing",
                    "The parcel in evidence 2 cannot be told to be the buyer's, and evidence 1 "
                    "plainly shows another product.",
                    cites=(1, 2),
                ),
            ),
        ],
    ),
    # Sent back and confirmed
    Story(
        "small watch",
        [
            (
                31.18,
                apply_for(
                    send_back(),
                    "size",
                    "The case is far smaller than the 40 mm of the listing.",
                    ItemFlaw.WRONG_SIZE,
                ),
            ),
            (29.41, accept(Party.SELLER)),
            (27.23, ship("USPS", "9405511899560863409914")),
            (18.11, arrive),
            (17.36, confirm),
        ],
    ),
    # Withdrawn
    Story(
        "teapot after all",
        [
            (
                13.32,
                apply_for(
                    refund(25),
                    "quality",
                    "There are brown stains on the glaze that do not wash off.",
                    ItemFlaw.STAIN,
                ),
            ),
            (
                11.5,
                reject("These are iron specks in the clay. Each piece of this series has them."),
            ),
            (10.5, withdraw),
        ],
    ),
)
