"""Stories of parcels: not sent, lost, late, and of some of the pieces."""

from arbitration.demo.acts import accept, apply_for
from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.parcel_acts import (
    apply_for_all,
    apply_for_pieces,
    came_after_all,
    cancel,
    happens,
    hold,
    send_apart,
)
from arbitration.demo.story import Story, refund, send_back
from disputes.states import FactKind, Party

STORIES = (
    Story(
        "never sent lamp",
        [
            (
                1.3,
                apply_for(
                    refund(),
                    "never_dispatched",
                    "Nine days ago I paid, and nothing has been sent. The shop does not answer.",
                ),
            )
        ],
    ),
    Story(
        "cancelled lamp",
        [
            (
                2.3,
                apply_for(
                    refund(),
                    "never_dispatched",
                    "I ordered this lamp for the new year, and it was never sent.",
                ),
            ),
            (1.1, cancel(refunded_minor=4650)),
        ],
    ),
    Story(
        "held T-shirt",
        [
            (
                2.4,
                apply_for(refund(), "in_transit", "The tracking has said “in transit” for a week."),
            ),
            (1.3, hold),
        ],
    ),
    Story(
        "two notebooks of four",
        [
            (
                0.9,
                apply_for_pieces(
                    2,
                    refund(),
                    "damaged",
                    "Two of the four are stained, the other two are fine. I keep those.",
                    ItemFlaw.STAIN,
                ),
            )
        ],
    ),
    Story(
        "backpacks in two parcels",
        [
            (13.2, send_apart(1)),
            (4.6, happens(FactKind.DELIVERED, first=True)),
            (
                2.4,
                apply_for_pieces(
                    1,
                    refund(),
                    "in_transit",
                    "One of the two came. The other is in a parcel that has not moved for days.",
                ),
            ),
            (0.8, happens(FactKind.LOST)),
        ],
    ),
    Story(
        "nothing came",
        [
            (
                1.6,
                apply_for_all(
                    "in_transit",
                    "None of the three things in this parcel has come. The tracking stands still.",
                ),
            )
        ],
    ),
    Story(
        "watch after all",
        [
            (
                6.1,
                apply_for(refund(), "in_transit", "The tracking has not moved for a week."),
            ),
            (5.2, hold),
            (2.2, happens(FactKind.DELIVERED)),
            (
                1.2,
                came_after_all(
                    send_back(),
                    "colour",
                    "Now it is here, and the strap is dark brown instead of sand.",
                    ItemFlaw.WRONG_COLOUR,
                ),
            ),
        ],
    ),
    Story(
        "car after the refund",
        [
            (
                11.3,
                apply_for(refund(), "in_transit", "It should have been here a week ago."),
            ),
            (9.1, accept(Party.SELLER)),
            (3.4, happens(FactKind.DELIVERED)),
        ],
    ),
)
