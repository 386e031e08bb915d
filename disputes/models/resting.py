"""The clock of a case, and what it leaves out: days on which the store is closed, and pauses of the
platform."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.sides import TwoSides
from disputes.rules.rests import CaseTraits, PauseTerms, Rest, Resting, before, moved
from disputes.states import State

# What else ends while the clock runs.
_ENDS = ("due_at", "asked_until", "answers_until", "decide_by")


class Rested(TwoSides):
    """The clocks, and what moves them from outside the case."""

    if TYPE_CHECKING:
        state: str
        store_id: int
        decide_by: datetime | None
        held_until: datetime | None
        return_carrier: str
        return_country: str
        return_delivered_at: datetime | None

    # No columns: what clocks leave out that are set now, and the pauses that are still to move
    # those that run, as `kernel.rests` finds them with the lock.
    resting = Resting()
    unread_pauses: Sequence[PauseTerms] = ()

    # The clock: the first instant at which it is too late to act. Final states have none.
    due_at = models.DateTimeField(_("due"), null=True)
    # When whoever the clock waits for is reminded next; no state depends on it.
    remind_at = models.DateTimeField(_("next reminder"), null=True)
    # Until when the `asked_sides` have time to answer.
    asked_until = models.DateTimeField(_("to be answered until"), null=True)
    # Under appeal: until when a side can answer, so that nothing is ruled before it; see
    # `awaits_answer`. In a hearing the clock of the case says so.
    answers_until = models.DateTimeField(_("can be answered until"), null=True)
    # What the clocks that run leave out, as `Rest.data`, the earliest first.
    rests = models.JSONField(_("times that do not count"), default=list)
    # The number of the last pause that these clocks know of: later ones are still to move them.
    pauses_read = models.PositiveIntegerField(_("pauses read"), default=0)

    class Meta:
        abstract = True

    def rests_in(self, state: str, *, for_seller: bool = False) -> Sequence[Rest]:
        """What a clock leaves out that is set now, in this state."""
        paused = self.resting.of_platform(self._traits, state)
        return [*paused, *self.resting.closed] if for_seller else paused

    @property
    def waits_for_seller(self) -> bool:
        """Alone, so that the days on which the store is closed do not count: not while both sides
        talk or are heard, and not while the goods are on their way."""
        if self.state == State.RETURN_IN_TRANSIT:
            return self.return_delivered_at is not None
        return self.state in (State.AWAITING_SELLER, State.AWAITING_ADDRESS)

    @property
    def rested(self) -> list[Rest]:
        """What the clock that runs leaves out."""
        if self.due_at is None:
            return []
        return before(self.due_at, map(Rest.of, self.rests))

    def pause(self, pause: PauseTerms) -> Mapping[str, datetime]:
        """Move what ends after this pause begins, by what does not rest already; the ends of
        before of what moved, by name. A deadline that was over by then stays so."""
        self.pauses_read = pause.number
        if self.due_at is None or not pause.is_about(self._traits, self.state):
            return {}
        ends = (*_ENDS, "held_until") if self.state == State.AWAITING_SELLER else _ENDS
        told = {name: end for name in ends if (end := getattr(self, name)) is not None}
        counted = [Rest.of(each) for each in self.rests]
        # What it can reach of earlier pauses by being moved.
        ahead = [
            one
            for one in self.rests_in(self.state)
            if (one.pause or 0) < pause.number and one.begins_at >= self.due_at
        ]
        for name, end in told.items():
            if end > pause.begins_at:
                later = [one for one in ahead if one.begins_at >= end]
                paused = moved(end, [pause.promised, *later], before(end, counted))
                setattr(self, name, paused)
        changed = {name: end for name, end in told.items() if getattr(self, name) != end}
        if changed:
            self.rest([*counted, pause.promised, *ahead], pause.begins_at)
        return changed

    def rest(self, rests: Sequence[Rest], now: datetime) -> None:
        """These are what the clocks leave out, as far as they have not ended before."""
        ends = [end for name in _ENDS if (end := getattr(self, name)) is not None]
        kept = dict.fromkeys(rests)
        lying = [one for one in before(max(ends), kept) if one.ends_at > now] if ends else []
        self.rests = [one.data for one in sorted(lying, key=lambda one: one.begins_at)]

    @property
    def _traits(self) -> CaseTraits:
        carrier = self.return_carrier or self.resting.carrier
        return CaseTraits(self.store_id, self.resting.client, carrier, self.return_country)
