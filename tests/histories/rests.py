"""Days on which a store is closed, and pauses of the platform, as the design has them: what of a
time counts is found here by walking over it, from one edge to the next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """From the first instant that does not count to the first that counts again; of a pause by its
    number, of closed days by their id in the product."""

    begin: datetime
    end: datetime
    pause: int | None = None
    closed: int | None = None


@dataclass
class PauseSaid:
    """One pause as it was published. Without states and store it is about every case."""

    number: int
    begin: datetime
    until: datetime
    states: frozenset[str] = frozenset()
    store: frozenset[str] | None = None
    ended_at: datetime | None = None

    def is_about(self, store: frozenset[str], state: str) -> bool:
        return self.store in (None, store) and (not self.states or state in self.states)

    @property
    def promised(self) -> Span:
        return Span(self.begin, self.until, self.number)

    @property
    def in_force(self) -> Span:
        ended = self.until if self.ended_at is None else self.ended_at
        return Span(self.begin, max(self.begin, ended), self.number)


@dataclass
class ClosedSaid:
    """Announced days of a store."""

    store: frozenset[str]
    span: Span
    taken_back_at: datetime | None = None

    def counts(self, used: Collection[int | None]) -> bool:
        """In the year: not what was taken back before it began, and before a clock left it out."""
        back = self.taken_back_at
        return back is None or back >= self.span.begin or self.span.closed in used


@dataclass
class Times:
    """All that was said so far; every case reads it."""

    pauses: list[PauseSaid] = field(default_factory=list)
    closed: list[ClosedSaid] = field(default_factory=list)
    used: set[int | None] = field(default_factory=set)  # closed days that a clock has left out

    def paused(self, store: frozenset[str], state: str, now: datetime) -> list[Span]:
        about = [each.in_force for each in self.pauses if each.is_about(store, state)]
        return [span for span in about if max(span.begin, now) < span.end]

    def closed_days(self, store: frozenset[str], now: datetime) -> list[Span]:
        """What a clock that waits for the store leaves out, and is set now."""
        return [
            each.span
            for each in self.closed
            if each.store == store and each.taken_back_at is None and each.span.end > now
        ]


def when_over(now: datetime, time: timedelta, spans: Collection[Span]) -> datetime:
    """When so much of the time from now has passed that lies in none of these."""
    edges = sorted({now, *(at for span in spans for at in span[:2] if at > now)})
    for edge, following in zip(edges, [*edges[1:], None], strict=True):
        if time <= timedelta():
            return edge
        if any(span.begin <= edge < span.end for span in spans):
            continue
        if following is None or time <= following - edge:
            return edge + time
        time -= following - edge
    raise AssertionError("after the last edge everything counts")


def rests_between(begin: datetime, end: datetime, spans: Collection[Span]) -> timedelta:
    """How much of this time lies in one of these."""
    inside = [at for span in spans for at in span[:2] if begin < at < end]
    edges = sorted({begin, end, *inside})
    return sum(
        (
            after - at
            for at, after in pairwise(edges)
            if any(span.begin <= at < span.end for span in spans)
        ),
        timedelta(),
    )


def later(end: datetime, new: Sequence[Span], counted: Collection[Span]) -> datetime:
    """The end of a clock that runs: each new span that begins before it adds what of it is in none
    of those that counted."""
    known = set(counted)
    for span in sorted(new):
        if span.begin < end:
            length = span.end - span.begin
            end += length - rests_between(span.begin, span.end, known)
            known.add(span)
    return end
