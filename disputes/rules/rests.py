"""Times that a clock leaves out: days on which a store is closed, and pauses of the platform.

A clock that is set runs only outside of these. One that runs is moved by a pause that is published
then, by as much of it as the clock does not leave out already; never by closed days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Rest:
    """From the first instant that does not count to the first that counts again: the pause of the
    platform of this number, or the closed days of a store by their id."""

    begins_at: datetime
    ends_at: datetime
    pause: int | None = None
    closed: int | None = None
    why: str = ""  # of a pause

    @property
    def data(self) -> dict[str, Any]:
        """As an event keeps it, and a case."""
        return {
            "from": self.begins_at.isoformat(),
            "until": self.ends_at.isoformat(),
            "pause": self.pause,
            "closed": self.closed,
            "why": self.why,
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Rest":
        begins_at, ends_at = map(datetime.fromisoformat, (data["from"], data["until"]))
        return cls(begins_at, ends_at, data["pause"], data["closed"], data["why"])


@dataclass(frozen=True)
class PauseTerms:
    """One pause, and which cases it is about: all of these that are said must fit.

    `promised_until` is what was published; where the pause was ended early, `ends_at` is when.
    """

    number: int
    begins_at: datetime
    promised_until: datetime
    why: str = ""
    ends_at: datetime | None = None
    store: int | None = None
    client: int | None = None
    carrier: str = ""
    country: str = ""
    states: frozenset[str] = frozenset()

    @property
    def promised(self) -> Rest:
        """For clocks that ran when it was published."""
        return Rest(self.begins_at, self.promised_until, self.number, why=self.why)

    @property
    def in_force(self) -> Rest:
        """For clocks that are set from now on."""
        ends_at = self.promised_until if self.ends_at is None else self.ends_at
        ends_at = max(self.begins_at, ends_at)
        return Rest(self.begins_at, ends_at, self.number, why=self.why)

    def is_about(self, case: "CaseTraits", state: str) -> bool:
        return (
            self.store in (None, case.store)
            and self.client in (None, case.client)
            and self.country in ("", case.country)
            and (not self.carrier or self.carrier.casefold() == case.carrier.casefold())
            and (not self.states or state in self.states)
        )


@dataclass(frozen=True)
class CaseTraits:
    """What pauses ask of a case. Ids of store and marketplace; who carries the return, or the
    parcel as long as nothing has gone back; the country that a return goes to."""

    store: int
    client: int | None
    carrier: str = ""
    country: str = ""


@dataclass(frozen=True)
class Resting:
    """All the rests that clocks of one case may leave out, as they stand now."""

    pauses: Sequence[PauseTerms] = ()
    closed: Sequence[Rest] = ()  # announced by its store
    client: int | None = None
    carrier: str = ""

    def of_platform(self, traits: CaseTraits, state: str) -> list[Rest]:
        """What is paused in this state."""
        return [each.in_force for each in self.pauses if each.is_about(traits, state)]


def union(rests: Iterable[Rest]) -> list[Rest]:
    """The same times, the earliest first, none of them in two rests."""
    found: list[Rest] = []
    for rest in sorted(rests, key=lambda one: one.begins_at):
        if found and rest.begins_at <= found[-1].ends_at:
            found[-1] = replace(found[-1], ends_at=max(found[-1].ends_at, rest.ends_at))
        elif rest.begins_at < rest.ends_at:
            found.append(rest)
    return found


def length(rests: Iterable[Rest]) -> timedelta:
    """How long they are together; what lies in several counts once."""
    return sum((rest.ends_at - rest.begins_at for rest in union(rests)), timedelta())


def after(now: datetime, time: timedelta, rests: Iterable[Rest] = ()) -> datetime:
    """So much time from now that is in none of the rests."""
    end = now + time
    for rest in union(rests):
        begins_at = max(rest.begins_at, now)
        if begins_at >= end:
            break
        end += max(rest.ends_at - begins_at, timedelta())
    return end


def start(end: datetime, time: timedelta, rests: Iterable[Rest] = ()) -> datetime:
    """The latest instant from which so much time is left before this end, in none of the rests."""
    begin = end - time
    for rest in reversed(union(rests)):
        ends_at = min(rest.ends_at, end)
        if ends_at <= begin:
            break
        begin -= max(ends_at - rest.begins_at, timedelta())
    return begin


def moved(end: datetime, new: Sequence[Rest], counted: Sequence[Rest]) -> datetime:
    """The end of a clock that runs, moved by the new rests that begin before it: by what of them
    is not in those that it has `counted`. Never back."""
    counted = list(counted)
    for rest in sorted(new, key=lambda one: one.begins_at):
        if rest.begins_at >= end:
            break
        end += length([*counted, rest]) - length(counted)
        counted.append(rest)
    return end


def before(end: datetime, rests: Iterable[Rest]) -> list[Rest]:
    """Those that a clock with this end leaves out."""
    return [rest for rest in rests if rest.begins_at < end]


def without(now: datetime, end: datetime, rests: Iterable[Rest]) -> datetime:
    """When a clock that was set now would end if none of these counted."""
    running = [replace(rest, begins_at=max(rest.begins_at, now)) for rest in before(end, rests)]
    return end - length(running)
