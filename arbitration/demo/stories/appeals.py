"""Stories with a ruling that may be appealed, or that was."""

from arbitration.demo.acts import add, appeal, apply_for, escalate, finish, propose, reject
from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.platform_acts import reassign, request_evidence, rule, take
from arbitration.demo.story import NOTHING, Story, refund, send_back
from arbitration.demo.uploads import DemoPhoto
from disputes.states import Party

HOUR = 1 / 24

STORIES = (
    Story(
        "broken bowls",
        [
            (
                12.07,
                apply_for(
                    refund(),
                    "damaged",
                    "The largest bowl arrived broken and cracked all over. A set of two is no set.",
                    ItemFlaw.BROKEN,
                ),
            ),
            (
                10.32,
                propose(Party.SELLER, refund(30), "We refund a third for the one broken bowl."),
            ),
            (8.18, escalate(Party.BUYER)),
            (6.5, finish(Party.SELLER)),
            (6.4, finish(Party.BUYER)),
            (6.2, take("arbitrator")),
            (
                5.23,
                rule(
                    refund(70),
                    "damaged_or_faulty",
                    "Evidence 1 shows that the largest bowl is broken. Stoneware "
                    "needs more than one layer of paper. The other two can be used, so the "
                    "refund is 70% and the buyer keeps them.",
                ),
            ),
        ],
    ),
    Story(
        "violet T-shirt",
        [
            (
                15.11,
                apply_for(
                    refund(),
                    "colour",
                    "The T-shirt is violet. It should be coral.",
                    ItemFlaw.WRONG_COLOUR,
                ),
            ),
            (
                13.5,
                reject(
                    "You chose “surprise me” in the colour field, and the listing says that we "
                    "then send any colour of the series.",
                ),
            ),
            (11.36, escalate(Party.BUYER)),
            (10.2, add(Party.BUYER, "I did not see that field at all. My order says coral.")),
            (8.6, finish(Party.BUYER)),
            (8.5, finish(Party.SELLER)),
            (8.2, take("arbitrator2")),
            (
                8.15,
                request_evidence(
                    Party.BUYER,
                    "Please show the confirmation of your order with the colour that you chose.",
                    within_days=1,
                ),
            ),
            (
                7 - 2 * HOUR,
                rule(
                    NOTHING,
                    "evidence_missing",
                    "Evidence 1 shows a violet T-shirt, and evidence 2 and 3 disagree on what was "
                    "chosen. The buyer was asked for the order's confirmation and did not add it.",
                    cites=(1, 2, 3),
                ),
            ),
        ],
    ),
    Story(
        "doubtful sunglasses",
        [
            (
                17.07,
                apply_for(
                    refund(),
                    "counterfeit",
                    "The logo is printed on, not engraved, the lenses are not polarised, and the "
                    "case smells of glue. These are not the real ones.",
                    DemoPhoto(ItemFlaw.WRONG_COLOUR, software="Adobe Photoshop 27.1 (Windows)"),
                ),
            ),
            (
                15.5,
                reject(
                    "We buy from the maker and can name the batch. The newer frames carry a "
                    "printed logo.",
                ),
            ),
            (13.32, escalate(Party.BUYER)),
            (11.2, finish(Party.BUYER)),
            (11.1, finish(Party.SELLER)),
            (10.5, take("arbitrator")),
            (
                9.5,
                rule(
                    NOTHING,
                    "evidence_missing",
                    "Evidence 1 shows the frame from the front only, as evidence 2 says. It does "
                    "not show the logo or the lenses, so the claim is not shown.",
                    cites=(1, 2),
                ),
            ),
            (
                4.75,
                appeal(
                    Party.BUYER,
                    "The frame in my photo is blue, and the listing shows tortoiseshell. That "
                    "alone shows that this is another product. The ruling does not mention it.",
                ),
            ),
        ],
    ),
    Story(
        "teapot without lid",
        [
            (
                13.18,
                apply_for(
                    send_back(),
                    "quantity",
                    "The teapot came without its lid. Without it the tea gets cold and it cannot "
                    "be poured safely.",
                    ItemFlaw.MISSING_PIECE,
                ),
            ),
            (
                11.41,
                propose(
                    Party.SELLER,
                    refund(20),
                    "We have no single lids in stock, and offer 20% of the price.",
                ),
            ),
            (9.23, escalate(Party.BUYER)),
            (8.11, finish(Party.BUYER)),
            (7.9, finish(Party.SELLER)),
            (7.2, take("arbitrator")),
            (
                6.5,
                rule(
                    refund(70),
                    "incomplete",
                    "Evidence 1 shows a teapot without its lid. A return across two borders would "
                    "cost more than the teapot, so the buyer keeps it and gets 70%.",
                ),
            ),
            (
                2,
                appeal(
                    Party.SELLER,
                    "70% is far too much: the lid is a tenth of the price. We would rather have "
                    "the teapot back.",
                ),
            ),
            (1.5, reassign("arbitrator2")),
        ],
    ),
)
