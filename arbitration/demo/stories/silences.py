"""Stories in which somebody stays silent: the store, or the platform."""

from arbitration.demo.acts import accept, apply_for, escalate, finish, reject
from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.story import Story, refund, send_back
from disputes.states import Party

STORIES = (
    # Three requests about one parcel: each is forced, and the silence counts once
    Story(
        "crushed parcel",
        [
            (
                9.4,
                apply_for(
                    refund(), "damaged", "The carton was crushed. See this mug.", ItemFlaw.BROKEN
                ),
            )
        ],
    ),
    Story(
        "crushed parcel",
        [(9.35, apply_for(refund(), "damaged", "The teapot is broken, too.", ItemFlaw.BROKEN))],
        line=2,
    ),
    Story(
        "crushed parcel",
        [(9.3, apply_for(refund(), "damaged", "And so are the bowls.", ItemFlaw.BROKEN))],
        line=3,
    ),
    # The store agreed to a return, and never said where to
    Story(
        "bowls without an address",
        [
            (
                7.4,
                apply_for(
                    send_back(),
                    "damaged",
                    "The smallest bowl is cracked. I want to send the set back.",
                    ItemFlaw.BROKEN,
                ),
            ),
            (5.2, accept(Party.SELLER)),
        ],
    ),
    # The platform let all of its time pass
    Story(
        "headphones that nobody ruled on",
        [
            (
                78.2,
                apply_for(
                    refund(),
                    "does_not_work",
                    "The headband broke on the second day.",
                    ItemFlaw.BROKEN,
                ),
            ),
            (76.4, reject("It does not break by itself. Somebody has bent it.")),
            (74.3, escalate(Party.BUYER)),
            (73.2, finish(Party.BUYER)),
            (73.1, finish(Party.SELLER)),
        ],
    ),
)
