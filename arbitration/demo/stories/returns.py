"""Stories in which the goods go back, among them returns that the seller contests."""

from arbitration.demo.acts import (
    accept,
    add,
    apply_for,
    arrive,
    confirm,
    contest,
    finish,
    propose,
    read,
    ship,
    write,
)
from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.story import Story, send_back
from arbitration.demo.uploads import DemoPhoto
from disputes.states import FreightPayer, Party, ReturnClaim


def postage(carrier: str, number: str, paid: str) -> DemoPhoto:
    """The receipt of the carrier's counter."""
    printed = f"{carrier}\n\nParcel, up to 2 kg, tracked\n{number}\n\nPaid    {paid}\n\nThank you"
    return DemoPhoto(ItemFlaw.RECEIPT, "The receipt", printed=printed)


STORIES = (
    # The store has agreed to two returns, and has not said where to.
    Story(
        "lamp without an address",
        [
            (
                3.4,
                apply_for(
                    send_back(),
                    "does_not_work",
                    "It flickers, and the shade does not hold. I would like to send it back.",
                    ItemFlaw.BROKEN,
                ),
            ),
            (0.45, accept(Party.SELLER)),
        ],
    ),
    Story(
        "teapot without an address",
        [
            (
                4.2,
                apply_for(
                    send_back(),
                    "damaged",
                    "The spout is chipped, and there were crumbs of clay in the box.",
                    ItemFlaw.BROKEN,
                ),
            ),
            (1.12, accept(Party.SELLER)),
        ],
    ),
    Story(
        "small sneakers",
        [
            (
                2.5,
                apply_for(
                    send_back(),
                    "size",
                    "The box says 42. These are children's shoes, as you see beside the ruler.",
                    ItemFlaw.WRONG_SIZE,
                ),
            ),
            (1.1, accept(Party.SELLER)),
        ],
    ),
    # The store did not answer; the platform forced the return, which costs the store points.
    Story(
        "silent headphones",
        [
            (
                14.9,
                apply_for(
                    send_back(),
                    "does_not_work",
                    "The right side stays silent, and the headband broke when I first put them on.",
                    ItemFlaw.BROKEN,
                ),
            )
        ],
    ),
    Story(
        "watch on its way back",
        [
            (
                13.07,
                apply_for(
                    send_back(),
                    "material",
                    "The strap should be cognac leather. It is black plastic; the label on the "
                    "inside says so.",
                    ItemFlaw.WRONG_COLOUR,
                ),
            ),
            (11.5, accept(Party.SELLER)),
            (
                10.9,
                write(
                    Party.BUYER,
                    "The courier wants a number of whoever takes the parcel. Which one can I give?",
                ),
            ),
            (10.4, read(Party.SELLER)),
            (
                10.35,
                write(
                    Party.SELLER,
                    "Please give the number of our warehouse: +49 30 20934567. Somebody is there "
                    "from 8 to 16.",
                ),
            ),
            (8.4, read(Party.BUYER)),
            (
                8.32,
                ship(
                    "DHL",
                    "JD014600003512478899",
                    1890,
                    postage("DHL", "JD014600003512478899", "USD 18.90"),
                ),
            ),
            (1.05, arrive),
        ],
    ),
    Story(
        "scarf on its way back",
        [
            (
                9.18,
                apply_for(
                    send_back(),
                    "material",
                    "It scratches, and a drop of coffee soaked in at once. This is no merino wool.",
                    ItemFlaw.STAIN,
                ),
            ),
            (
                7.41,
                propose(
                    Party.SELLER,
                    send_back(100, FreightPayer.BUYER),
                    "You are welcome to send it back for the full price if you pay the postage.",
                ),
            ),
            (5.23, accept(Party.BUYER)),
            (2.15, ship("La Poste", "6A18842097315")),
        ],
    ),
    # Back, and paid with what sending it cost
    Story(
        "sneakers with postage",
        [
            (
                21.2,
                apply_for(
                    send_back(),
                    "size",
                    "Far too small for a 43, as the ruler shows.",
                    ItemFlaw.WRONG_SIZE,
                ),
            ),
            (19.6, accept(Party.SELLER)),
            (
                17.4,
                ship(
                    "USPS",
                    "9405511899560863418830",
                    1250,
                    postage("USPS", "9405511899560863418830", "USD 12.50"),
                ),
            ),
            (12.3, arrive),
            (11.4, confirm),
        ],
    ),
    # Contested: in the hearing
    Story(
        "two T-shirts of three back",
        [
            (
                16.3,
                apply_for(
                    send_back(),
                    "size",
                    "All three are tiny. They should be XL.",
                    ItemFlaw.WRONG_SIZE,
                ),
            ),
            (14.5, accept(Party.SELLER)),
            (12.2, ship("UPS", "1Z999AA10173456790")),
            (3.4, arrive),
            (
                1.6,
                contest(
                    "There were two T-shirts in the parcel. The third one is missing.",
                    ItemFlaw.RETURN_PARCEL,
                    claim=ReturnClaim.INCOMPLETE,
                    pieces=2,
                ),
            ),
        ],
    ),
    Story(
        "sunglasses lost on the way back",
        [
            (
                25.2,
                apply_for(
                    send_back(),
                    "colour",
                    "The frame is blue, and I ordered tortoiseshell.",
                    ItemFlaw.WRONG_COLOUR,
                ),
            ),
            (23.4, accept(Party.SELLER)),
            (21.3, ship("Correos", "PQ4F6T0712345678901")),
            (2.6, contest("No parcel has come.", claim=ReturnClaim.NOT_ARRIVED)),
            # So late that the end moves
            (
                0.2,
                add(
                    Party.BUYER,
                    "I have sent it. Here is the receipt of the post office with the number.",
                    postage("Correos", "PQ4F6T0712345678901", "EUR 14.20"),
                ),
            ),
        ],
    ),
    Story(
        "one sneaker back",
        [
            (
                25.11,
                apply_for(
                    send_back(),
                    "size",
                    "I ordered 44. They look right in the picture, but they are far too small.",
                    ItemFlaw.WRONG_SIZE,
                ),
            ),
            (23.36, accept(Party.SELLER)),
            (20.07, ship("USPS", "9405511899560863412277")),
            (2.1, arrive),
            (
                0.8,
                contest(
                    "There was one shoe in the parcel, the left one. We cannot pay for a pair.",
                    ItemFlaw.MISSING_PIECE,
                ),
            ),
        ],
    ),
    # Contested: to be ruled on
    Story(
        "headphones back",
        [
            (
                22.32,
                apply_for(
                    send_back(),
                    "size",
                    "They are made for a small child. The listing says nothing about that.",
                    ItemFlaw.WRONG_SIZE,
                ),
            ),
            (20.18, accept(Party.SELLER)),
            (17.41, ship("UPS", "1Z999AA10123456784")),
            (5.23, arrive),
            (
                3.5,
                contest(
                    "The headphones came back broken. They were in perfect order when we sent "
                    "them, and the buyer complained about nothing but the size.",
                    ItemFlaw.BROKEN,
                ),
            ),
            (
                2.2,
                add(
                    Party.BUYER,
                    "I packed them in their case, in the carton in which they came, as you see. "
                    "They were whole.",
                    ItemFlaw.RETURN_PARCEL,
                ),
            ),
            (1.1, finish(Party.SELLER)),
            (1, finish(Party.BUYER)),
        ],
    ),
)
