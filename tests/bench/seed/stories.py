"""What has happened in the cases: each follows one of a few courses."""

from dataclasses import dataclass

from disputes.states import EventKind, Party, State

_ASKED = (EventKind.OPENED, Party.BUYER, State.AWAITING_SELLER)
_REFUSED = (EventKind.REJECTED, Party.SELLER, State.NEGOTIATING)
_OFFERED = (EventKind.PROPOSED, Party.SELLER, State.NEGOTIATING)
_ESCALATED = (EventKind.ESCALATED, Party.BUYER, State.HEARING)
_CLOSED_FILE = (EventKind.EVIDENCE_CLOSED, Party.PLATFORM, State.AWAITING_RULING)
_HEARD = (_ASKED, _REFUSED, _ESCALATED, _CLOSED_FILE)
_RULED = (*_HEARD, (EventKind.RULED, Party.PLATFORM, State.RULED))
_AGREED = (_ASKED, (EventKind.ACCEPTED, Party.SELLER, State.AWAITING_RETURN))

SPARE = "spare"
CLOSED = "closed"


@dataclass(frozen=True)
class Story:
    """A course: its events, how many of a hundred open cases take it, and the state's clock."""

    name: str
    share: int
    days: int
    events: tuple[tuple[EventKind, Party, State], ...]

    @property
    def state(self) -> State:
        return self.events[-1][2]


STORIES = (
    Story("asked", 45, 5, (_ASKED,)),
    Story("refused", 10, 7, (_ASKED, _REFUSED)),
    Story("offered", 10, 7, (_ASKED, _OFFERED)),
    Story("heard", 10, 3, (_ASKED, _REFUSED, _ESCALATED)),
    Story("waiting", 5, 2, _HEARD),
    Story("ruled", 5, 7, _RULED),
    Story("appealed", 1, 5, (*_RULED, (EventKind.APPEALED, Party.BUYER, State.APPEALED))),
    Story("agreed", 7, 7, _AGREED),
    Story(
        "sent",
        7,
        7,
        (*_AGREED, (EventKind.RETURN_SHIPPED, Party.BUYER, State.RETURN_IN_TRANSIT)),
    ),
    # Beyond the hundred: what the sweeps of the bench close, and what was closed long ago.
    Story(SPARE, 0, 5, (_ASKED,)),
    Story(
        CLOSED,
        0,
        0,
        (
            _ASKED,
            (EventKind.ACCEPTED, Party.SELLER, State.RESOLVED),
            (EventKind.REFUND_PAID, Party.PLATFORM, State.RESOLVED),
        ),
    ),
)
assert sum(story.share for story in STORIES) == 100
