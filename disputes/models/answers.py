"""What one side adds, the other can answer: the ends of the evidence, and who is done with it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.policy import Policy
from disputes.models.resting import Rested
from disputes.rules import clocks
from disputes.states import OTHER_SIDE, Party, State

# In which what one side adds must leave the other time to answer before it ends.
_ANSWERED = frozenset({State.HEARING, State.APPEALED})


class Answers(Rested):
    """The clock of the case, and until when what lies in it can be answered."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+", db_index=False)
    # How often what became known of the order has moved the end, as `extensions` of a side does.
    fact_extensions = models.PositiveSmallIntegerField(_("moved by facts"), default=0)

    class Meta:
        abstract = True

    def leave_time_to_answer(self, now: datetime, party: Party) -> datetime | None:
        """What this side has added takes back that the other one is done, and moves the end where
        too little time would be left; the new end, where it moved."""
        if self.state not in _ANSWERED:
            return None
        self.side(OTHER_SIDE[party]).finished_at = None
        end = self.end_moved_by(now, party)
        if end is None:
            return None
        if not self.side(party).asked:
            self.side(party).extensions += 1
        return self._move_the_end(end)

    def leave_both_time_to_answer(self, now: datetime) -> datetime | None:
        """The same for what neither side has said: a fact about the order on which a ruling can
        rest. It moves the end as often as one side could; never one that is over."""
        if self.state not in _ANSWERED or clocks.is_over(self.due_at, now):
            return None
        for side in self.sides:
            side.finished_at = None
        if not self.is_too_late_to_answer(now):
            return None
        if self.fact_extensions >= self.policy.answer_extensions:
            return None
        self.fact_extensions += 1
        return self._move_the_end(self._answer(now))

    def end_moved_by(self, now: datetime, party: Party) -> datetime | None:
        """To when the end would move if this side added something now; none where it stays."""
        if not self.is_too_late_to_answer(now) or not self.may_move_the_end(party):
            return None
        return self._answer(now)

    def _answer(self, now: datetime) -> datetime:
        return clocks.answer(self.policy, now, self.rests_in(self.state))

    def is_too_late_to_answer(self, now: datetime) -> bool:
        """Would less time than a side must have be left to answer what comes now?"""
        if self.state not in _ANSWERED:
            return False
        end = self.answers_until if self.state == State.APPEALED else self.due_at
        assert end is not None, "a hearing and an appeal have an end"
        return end < self._answer(now)

    def may_move_the_end(self, party: Party) -> bool:
        """Each side may so many times, and whenever it answers the arbitrator."""
        side = self.side(party)
        return side.asked or side.extensions < self.policy.answer_extensions

    def awaits_answer(self, now: datetime) -> datetime | None:
        """Until when no ruling on the appeal is possible, since a side can still answer."""
        if self.state != State.APPEALED or clocks.is_over(self.answers_until, now):
            return None
        return None if all(side.finished_at for side in self.sides) else self.answers_until

    def sides_to_answer(self, now: datetime) -> list[Party]:
        """Under appeal: who can still answer before it is ruled. Once that time is over nobody is
        waited for, whoever was asked."""
        if self.awaits_answer(now) is None:
            return []
        return [side.party for side in self.sides if side.finished_at is None]

    def _move_the_end(self, end: datetime) -> datetime:
        if self.state == State.APPEALED:
            self._wait_for_answers(end)
        else:
            self.due_at = end
            self.asked_until = self.asked_until and end
        return end

    def _wait_for_what_is_asked(self, parties: Collection[Party], until: datetime) -> None:
        self.asked_until = until
        for side in self.sides:
            side.asked = side.party in parties
            if side.asked or self.state != State.APPEALED:
                side.finished_at = None
        if self.state == State.APPEALED:
            self._wait_for_answers(until)
        else:
            self.due_at = until

    def _end_request(self) -> None:
        for side in self.sides:
            side.asked = False
        self.asked_until = None

    def _open_evidence(self, now: datetime) -> None:
        self._begin_evidence()
        self.due_at = clocks.hearing(self.policy, now, self.rests_in(State.HEARING))

    def _begin_evidence(self) -> None:
        self.fact_extensions = 0
        for side in self.sides:
            side.finished_at, side.extensions = None, 0

    def _wait_for_answers(self, until: datetime) -> None:
        """Under appeal. What the sides are given is not taken from the time to rule."""
        assert self.due_at is not None, "an appeal has a clock"
        self.answers_until = max(until, self.answers_until or until)
        rests = self.rests_in(State.APPEALED)
        whole = clocks.ruling(self.policy, self.answers_until, rests)
        more = max(whole - self.due_at, timedelta())
        self.due_at += more
        self.decide_by = self.decide_by and self.decide_by + more

    def _open_appeal(self, parties: Collection[Party]) -> None:
        for side in self.sides:
            side.may_appeal = side.party in parties
