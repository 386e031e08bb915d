"""Stories that wait for the seller, or that both sides still talk about."""

from arbitration.demo.acts import apply_for, change, propose, read, reject, report, write
from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.story import Story, refund, send_back
from disputes.states import Party, ReportReason

MINUTE = 1 / 1440
HOUR = 1 / 24

STORIES = (
    # Two whose time to answer runs out soon after the filling: the platform can be seen to step in.
    Story(
        "cracked headphones",
        [
            (
                5 - 6 * MINUTE,
                apply_for(
                    refund(),
                    "damaged",
                    "The headband is broken in two. The box was fine, so it must have happened "
                    "before it was packed. I cannot wear them like this.",
                    ItemFlaw.BROKEN,
                ),
            )
        ],
    ),
    Story(
        "cracked teapot",
        [
            (
                5 - 10 * MINUTE,
                apply_for(
                    refund(),
                    "damaged",
                    "The tip of the spout has come off, and there are cracks all around it. There "
                    "was only one thin layer of paper. I would like my money back.",
                    ItemFlaw.BROKEN,
                ),
            )
        ],
    ),
    Story(
        "small T-shirts",
        [
            (
                2.2,
                apply_for(
                    refund(60),
                    "size",
                    "I ordered two in L. Both have an L on the label and are tiny, as the ruler "
                    "shows. I could give them to my little nephew for a part of the price.",
                    ItemFlaw.WRONG_SIZE,
                ),
            ),
            (
                1.1,
                change(
                    send_back(),
                    "My nephew does not want them after all. I would rather send both back.",
                ),
            ),
        ],
    ),
    Story(
        "two bowls of three",
        [
            (
                3 * HOUR,
                apply_for(
                    refund(40),
                    "quantity",
                    "The set should have three bowls. The smallest one is missing, and there was "
                    "no empty place in the carton where it could have been.",
                    ItemFlaw.MISSING_PIECE,
                ),
            )
        ],
    ),
    Story(
        "sunglasses on the way",
        [
            (
                1.4,
                apply_for(
                    refund(),
                    "in_transit",
                    "The tracking has said “accepted by carrier” for more than a week and nothing "
                    "moves. I leave for my holiday soon and need to buy another pair.",
                ),
            )
        ],
    ),
    Story(
        "backpack at customs",
        [
            (
                4.07,
                apply_for(
                    refund(),
                    "customs",
                    "Customs holds the parcel because the invoice on the outside is missing. I "
                    "wrote to you twice about it and got no answer.",
                ),
            )
        ],
    ),
    Story(
        "stained scarf",
        [
            (
                3.6,
                apply_for(
                    refund(),
                    "quality",
                    "There is a dark stain near one end of the scarf. I washed it by hand as the "
                    "label says and it did not go away. It was meant as a present.",
                    ItemFlaw.STAIN,
                ),
            ),
            (
                2.1,
                propose(
                    Party.SELLER,
                    refund(40),
                    "We are sorry about the stain. A cleaner can take it out, so we offer 40% of "
                    "the price for that, and you keep the scarf.",
                ),
            ),
        ],
    ),
    Story(
        "watch with a dark strap",
        [
            (
                8.9,
                apply_for(
                    send_back(),
                    "colour",
                    "The strap is nearly black. The picture shows a warm cognac brown, and that "
                    "is why I chose this watch.",
                    ItemFlaw.WRONG_COLOUR,
                ),
            ),
            (
                7 - 4 * HOUR,
                propose(
                    Party.SELLER,
                    refund(25),
                    "Leather varies from hide to hide. Please keep the watch; we return a quarter "
                    "of the price.",
                ),
            ),
            (
                5.1,
                write(
                    Party.BUYER,
                    "Thank you for the quick answer. Is the strap the same on all of them, or did "
                    "I get one from another batch? The number inside is 4471-22.",
                ),
            ),
            (4.9, read(Party.SELLER)),
            (
                4.85,
                write(
                    Party.SELLER,
                    "4471-22 is from the latest batch, which came out darker. We have two of the "
                    "older ones left. WhatsApp me on +86 138 0013 8000 and I send you pictures.",
                ),
            ),
            (4.6, read(Party.BUYER)),
            (
                4.55,
                write(
                    Party.BUYER,
                    "Your number is hidden here. Please add the pictures to the case instead.",
                ),
            ),
            (
                4.5,
                report(Party.BUYER, 2, ReportReason.ELSEWHERE, "I would rather stay here."),
            ),
            (
                4.32,
                propose(
                    Party.BUYER,
                    refund(60),
                    "A new strap of this kind costs about 90 dollars. With 60% I would keep it.",
                ),
            ),
            (
                1.5,
                propose(
                    Party.SELLER,
                    refund(35),
                    "35% is as far as we can go. We would add a cognac strap to your next order.",
                ),
            ),
            (
                1.4,
                write(
                    Party.SELLER,
                    "I have asked our workshop: a strap of the older colour can be sent in March. "
                    "Would that help you decide?",
                ),
            ),
        ],
    ),
    Story(
        "pink phone case",
        [
            (
                2.4,
                apply_for(
                    refund(),
                    "colour",
                    "The case is pink, not lilac. I held it beside the listing on a second screen "
                    "in daylight and there is no way to mistake it.",
                    ItemFlaw.WRONG_COLOUR,
                ),
            ),
            (
                1.2,
                reject(
                    "We photograph every order before it leaves. This picture shows your parcel "
                    "with the lilac case in it.",
                    ItemFlaw.PACKED,
                ),
            ),
        ],
    ),
)
