"""Stories in which the platform collects evidence or has to rule for the first time."""

from arbitration.demo.acts import (
    add,
    apply_for,
    escalate,
    finish,
    propose,
    read,
    reject,
    withdraw,
    write,
)
from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.platform_acts import request_evidence, rule, take, write_to_sides
from arbitration.demo.story import Story, refund, send_back
from arbitration.demo.uploads import DemoPhoto
from disputes.states import AskedFor, Party

MINUTE = 1 / 1440

STORIES = (
    # The file is open
    Story(
        "broken lamp",
        [
            (
                6.07,
                apply_for(
                    refund(),
                    "damaged",
                    "A piece of the lamp's shade had broken off when I opened the box. The edge is "
                    "sharp, and I do not dare to plug it in.",
                    ItemFlaw.BROKEN,
                ),
            ),
            (
                4.5,
                reject(
                    "The lamp left us in one piece, as the picture shows. Please turn to the "
                    "carrier for damage on the way.",
                    ItemFlaw.PACKED,
                ),
            ),
            (1.1, escalate(Party.BUYER)),
            (
                0.8,
                add(
                    Party.BUYER,
                    "The carrier says that the packing was too thin for a lamp of this weight. "
                    "Here is the damage from another side.",
                    ItemFlaw.BROKEN,
                ),
            ),
            (
                0.5,
                add(
                    Party.SELLER,
                    "We have sent 400 of these lamps in the same carton and had three complaints.",
                ),
            ),
            (0.4, finish(Party.BUYER)),
        ],
    ),
    Story(
        "empty parcel",
        [
            (
                8.32,
                apply_for(
                    refund(),
                    "empty_parcel",
                    "I ordered two phone cases. The parcel was closed with tape, and inside there "
                    "was nothing but paper.",
                    ItemFlaw.EMPTY_PARCEL,
                ),
            ),
            (
                6.18,
                reject(
                    "Both cases were in the parcel when it was closed. It weighed 310 g at the "
                    "counter.",
                    ItemFlaw.PACKED,
                ),
            ),
            (3 - 40 * MINUTE, escalate(Party.BUYER)),
            (
                1.5,
                add(
                    Party.BUYER,
                    "The label on my parcel says 90 g. Something is wrong with those 310 g.",
                ),
            ),
        ],
    ),
    Story(
        "peeling toy car",
        [
            (
                9.41,
                apply_for(
                    refund(),
                    "quality",
                    "The paint came off both cars on the first afternoon, and one has a brown "
                    "mark that does not wash off. Small children put these in their mouths.",
                    DemoPhoto(ItemFlaw.STAIN, seed=31),
                ),
            ),
            (
                7.5,
                reject("Our paint is water-based and tested. These are marks of normal play."),
            ),
            (5.23, escalate(Party.BUYER)),
            (4.2, finish(Party.BUYER)),
            (4.1, finish(Party.SELLER)),
            (3.5, take("arbitrator2")),
            (
                3.1,
                write_to_sides(
                    "I have your case since today. Please keep to what can be shown; there is no "
                    "need to answer this."
                ),
            ),
            (2.9, read(Party.BUYER)),
            (
                2.85,
                write(Party.BUYER, "Thank you. My pictures were taken on the day it came."),
            ),
            (
                2.5,
                request_evidence(
                    Party.SELLER,
                    "Please show the test report for this paint, with the number of the batch.",
                    AskedFor.STOCK_PHOTOS,
                ),
            ),
        ],
    ),
    # The file is closed
    Story(
        "red backpack",
        [
            (
                8.11,
                apply_for(
                    send_back(),
                    "colour",
                    "I ordered forest green and got a brick red backpack. The label in it even "
                    "says “forest green”, so somebody mixed up the labels.",
                    DemoPhoto(ItemFlaw.WRONG_COLOUR, "In daylight, by the window", "item-whole"),
                ),
            ),
            (
                6.5,
                reject(
                    "The label in your backpack says forest green, and that is what we sent. "
                    "Screens show colours differently.",
                ),
            ),
            (4.36, escalate(Party.BUYER)),
            (
                3.1,
                add(
                    Party.BUYER,
                    "Here it is once more on another day. No screen turns green into red.",
                    DemoPhoto(ItemFlaw.WRONG_COLOUR, "The same, two days later"),
                ),
            ),
            (1.6, finish(Party.BUYER)),
            (1.5, finish(Party.SELLER)),
            (0.2, take("arbitrator")),
        ],
    ),
    # Withdrawn when it came, and asked for again about something else
    Story(
        "late scarf",
        [
            (
                11.07,
                apply_for(
                    refund(),
                    "in_transit",
                    "The promised date is over and the tracking has not moved for a week.",
                ),
            ),
            (8.8, withdraw),
            (
                6.2,
                apply_for(
                    refund(50),
                    "quality",
                    "It came after all, and now I see a stain on it. I ask for half the price.",
                    ItemFlaw.STAIN,
                ),
            ),
            (5.3, reject("First it was late, now it is stained. We sent it without a stain.")),
            (3.2, escalate(Party.BUYER)),
            (0.9, finish(Party.BUYER)),
            (0.8, finish(Party.SELLER)),
        ],
    ),
    # A large amount: the ruling waits for a second arbitrator
    Story(
        "four watches",
        [
            (
                8.61,
                apply_for(
                    send_back(),
                    "colour",
                    "I ordered four watches with cognac straps as presents for my team. All four "
                    "came with dark straps, and the boxes are labelled cognac.",
                    ItemFlaw.WRONG_COLOUR,
                ),
            ),
            (
                7.2,
                reject(
                    "The leather darkens with light. These are cognac straps of a newer batch.",
                    ItemFlaw.PACKED,
                ),
            ),
            (4.9, escalate(Party.BUYER)),
            (2.6, finish(Party.SELLER)),
            (2.5, finish(Party.BUYER)),
            (2.2, take("arbitrator")),
            (
                1.4,
                rule(
                    send_back(),
                    "differs_from_listing",
                    "The listing shows a light brown strap, and evidence 1 shows a black one. No "
                    "light, of which evidence 2 speaks, turns cognac into black. The goods go "
                    "back, and all that was paid is refunded.",
                    cites=(1, 2),
                ),
            ),
        ],
    ),
    Story(
        "green mugs",
        [
            (
                7.07,
                apply_for(
                    refund(),
                    "colour",
                    "The listing shows ocean blue. Both mugs that came are green, like grass.",
                    ItemFlaw.WRONG_COLOUR,
                ),
            ),
            (
                5.5,
                propose(
                    Party.SELLER,
                    refund(30),
                    "Each glaze is mixed by hand and may lean towards green. We offer 30%.",
                ),
            ),
            (3.2, escalate(Party.BUYER)),
            (
                2,
                add(
                    Party.SELLER,
                    "This is the parcel before it left us. The mugs came from a blue batch.",
                    ItemFlaw.PACKED,
                ),
            ),
            (1.4, finish(Party.BUYER)),
            (1.3, finish(Party.SELLER)),
        ],
    ),
    Story(
        "notebook at the gate",
        [
            (
                7.5,
                apply_for(
                    refund(),
                    "says_delivered",
                    "The tracking says “delivered, left at the gate”. There is no gate at our "
                    "house, and neither of my neighbours has seen a parcel.",
                ),
            ),
            (
                6.32,
                reject(
                    "The carrier has delivered, so our part is done. Please ask in your street."
                ),
            ),
            # Nobody says to be done: the file closes by itself three days later.
            (3.9, escalate(Party.SELLER)),
            (
                3.3,
                add(Party.BUYER, "The carrier's depot told me that they hold no signature."),
            ),
        ],
    ),
)
