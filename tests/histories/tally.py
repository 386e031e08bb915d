"""How much was tried, and with which outcome: histories in which nothing happens prove nothing."""

from collections import Counter

from disputes.errors import Code
from disputes.states import EventKind, Verb

DONE = "done"
BROKEN = "broken off"

# What the clock brings about by itself.
CONSEQUENCES = (
    EventKind.FORCED,
    EventKind.ESCALATED,
    EventKind.EVIDENCE_CLOSED,
    EventKind.REASSIGNED,
    EventKind.RULING_CARRIED_OUT,
    EventKind.RETURN_LAPSED,
    EventKind.RETURN_PASSED,
)
# What happens beside the verbs.
OCCASIONS = (
    "application",
    "second application",
    "application for several",
    "act in several",
    "facts",
    "parcel correction",
    "order correction",
    "packing",
    "policy",
    "closed days",
    "pause",
    "spread of a pause",
    "look",
    "sweep",
    "case set aside",
    "delivery",
    "second delivery",
    "erasure",
)


REFUSALS = (
    Code.NOT_FOUND,
    Code.NOT_ALLOWED,
    Code.WRONG_STATE,
    Code.TOO_LATE,
    Code.STALE,
    Code.NOTHING_CHANGED,
    Code.CASE_EXISTS,
    Code.ORDER_INVALID,
    Code.REASON_INVALID,
    Code.WINDOW_CLOSED,
    Code.STILL_IN_TRANSIT,
    Code.LIMIT_REACHED,
    Code.AMOUNT_INVALID,
    Code.SOLUTION_INVALID,
    Code.TRACKING_INVALID,
    Code.PHOTO_REQUIRED,
    Code.NOTHING_TO_TAKE,
)


class Tally(Counter[str]):
    """Counts by "what: outcome", so that tallies of several processes add up."""

    def add(self, what: str, outcome: str = DONE) -> None:
        self[f"{what}: {outcome}"] += 1

    def never_done(self) -> list[str]:
        """What should have come to pass at least once, and did not."""
        wanted = [*Verb, *(f"clock {kind}" for kind in CONSEQUENCES), *OCCASIONS]
        outcomes = {key.split(": ")[1] for key in self}
        return [
            *(what for what in wanted if not self[f"{what}: {DONE}"]),
            *(code for code in REFUSALS if code not in outcomes),
        ]

    def table(self) -> list[str]:
        """One line for each thing that was tried."""
        outcomes: dict[str, list[str]] = {}
        for key, number in self.most_common():
            what, outcome = key.split(": ")
            outcomes.setdefault(what, []).append(f"{number} {outcome}")
        return [f"{what:24} {', '.join(found)}" for what, found in sorted(outcomes.items())]
