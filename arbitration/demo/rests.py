"""Closed days of a demo's store, and a pause of the platform.

Each act can be done twice: whoever completes an interrupted filling does all of them again.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from arbitration.background.pauses import spread_pauses
from arbitration.demo.standing import OUTFITTERS
from arbitration.verbs.pauses import PausedCases, pause_clocks
from disputes import clock
from disputes.models import ClockPause, ClosedDays, Store, User
from disputes.states import State
from sellers.verbs.closed_days import announce_closed_days

_ANNOUNCED, _PUBLISHED = 12.1, 0.6  # days before the filling
_DAY = timedelta(days=1)


def close_for_holidays() -> None:
    """From the third day after the filling on."""
    store = Store.objects.get(name=OUTFITTERS)
    if ClosedDays.objects.filter(store=store).exists():
        return
    first_on = (clock.now() + _ANNOUNCED * _DAY).date() + 3 * _DAY
    announce_closed_days(
        store.members.get(),
        store,
        first_on=first_on,
        last_on=first_on + 3 * _DAY,
        zone="Europe/Dublin",
        note="We are away for the long weekend.",
    )


def pause_for_a_strike() -> None:
    if not ClockPause.objects.exists():
        pause_clocks(
            User.objects.get(username="ruth"),
            PausedCases(
                carrier="Swift Parcel", states=[State.AWAITING_RETURN, State.RETURN_IN_TRANSIT]
            ),
            until=clock.now() + 3 * _DAY,
            why="Swift Parcel is on strike. Parcels are neither taken nor delivered.",
        )
    spread_pauses()


# Days before the filling, and what was done.
RESTS: Sequence[tuple[float, Callable[[], object]]] = (
    (_ANNOUNCED, close_for_holidays),
    (_PUBLISHED, pause_for_a_strike),
)
