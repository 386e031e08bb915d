"""Before the platform: the hearing, the ruling and the appeal, and whose time runs meanwhile."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from disputes.models.way_back import WayBack
from disputes.rules import clocks
from disputes.states import (
    BY_RULING,
    OPEN_STATES,
    PLATFORM_STATES,
    Party,
    SettledBy,
    Solution,
    State,
)


class BeforePlatform(WayBack):
    """Part of the state machine of a case; see `Lifecycle`, which has the rest of it."""

    if TYPE_CHECKING:

        def _settle(self, now: datetime, solution: Solution, by: SettledBy) -> State: ...

    # What was added before stays as it was when an arbitrator, or an agreement, relied on it.
    evidence_closed_at = models.DateTimeField(_("evidence last closed"), null=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="assigned_cases",
        verbose_name=_("arbitrator"),
    )
    # Whose ruling waits for the approval of a second arbitrator.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("ruling proposed by"),
    )
    # When a ruling was first written that neither side has read: from then on nobody gets out.
    ruling_written_at = models.DateTimeField(_("ruling written"), null=True)
    # When the platform's own time is over, whoever has the case; both sides are told.
    decide_by = models.DateTimeField(_("to be decided by"), null=True)
    evidence_requests = models.PositiveSmallIntegerField(_("requests for evidence"), default=0)

    class Meta:
        abstract = True

    @transition(field="state", source=State.NEGOTIATING, target=State.HEARING)
    def escalate(self, now: datetime) -> None:
        self._open_evidence(now)

    @transition(field="state", source=State.AWAITING_RULING, target=State.HEARING)
    @transition(field="state", source=State.APPEALED, target=State.APPEALED)
    def ask(self, now: datetime, parties: Collection[Party], until: datetime) -> None:
        """The arbitrator asked for more; the case stays with that arbitrator.

        The evidence opens again until then, for both sides: neither is done before it says so.
        Under appeal it is open anyhow.
        """
        state = State.APPEALED if self.state == State.APPEALED else State.HEARING
        self._wait_for_what_is_asked(parties, clocks.held(now, until, self.rests_in(state)))
        if self.state != State.APPEALED:
            self._open_exits()
        self.evidence_requests += 1

    @transition(field="state", source=State.HEARING, target=State.AWAITING_RULING)
    def close_evidence(self, now: datetime) -> None:
        self.evidence_closed_at = now
        self._end_request()
        rests = self.rests_in(State.AWAITING_RULING)
        self.due_at = clocks.ruling(self.policy, now, rests)
        if self.decide_by is None:
            self.decide_by = clocks.platform(self.policy, now, self.policy.ruling_days, rests)
        else:
            # The time that the sides had to answer is not the platform's.
            self.decide_by = max(self.decide_by, self.due_at)

    @transition(field="state", source=State.AWAITING_RULING, target=State.AWAITING_RULING)
    @transition(field="state", source=State.APPEALED, target=State.APPEALED)
    def reassign(self, now: datetime, assignee: models.Model | None) -> None:
        """The arbitrator let the clock run out, or a supervisor stepped in: a new one, new time.

        Whoever proposed the ruling that waits gets the case only where nobody else can approve it:
        then to rule once more.
        """
        self.assignee_id = None if assignee is None else assignee.pk
        if self.proposed_by_id == self.assignee_id:
            self.proposed_by = None
        self.due_at = self._time_to_rule(now)
        if assignee is None and self.decide_by is not None:
            # Nobody is there whose time could begin.
            self.due_at = self.decide_by

    @transition(field="state", source=State.AWAITING_RULING, target=State.AWAITING_RULING)
    @transition(field="state", source=State.APPEALED, target=State.APPEALED)
    def hand_back(self, now: datetime) -> None:
        """The arbitrator cannot go on with it. The time goes on: the next one sees the urgency."""
        self.assignee = None

    @transition(field="state", source=State.AWAITING_RULING, target=State.AWAITING_RULING)
    @transition(field="state", source=State.APPEALED, target=State.APPEALED)
    def propose_ruling(self, now: datetime) -> None:
        """Another arbitrator has to approve it, and gets the whole time to do so."""
        self.proposed_by_id, self.assignee = self.assignee_id, None
        self.ruling_written_at = self.ruling_written_at or now
        self.due_at = self._time_to_rule(now)

    @transition(field="state", source=State.AWAITING_RULING, target=State.AWAITING_RULING)
    @transition(field="state", source=State.APPEALED, target=State.APPEALED)
    def send_ruling_back(self, now: datetime) -> None:
        """Not approved: whoever proposed it thinks again, with the whole time."""
        self.assignee_id, self.proposed_by = self.proposed_by_id, None
        self.due_at = self._time_to_rule(now)

    @transition(field="state", source=[State.AWAITING_RULING, State.APPEALED], target=State.RULED)
    def rule(self, now: datetime, may_appeal: Collection[Party]) -> None:
        self._leave_platform()
        self.evidence_closed_at = now
        self._open_appeal(may_appeal)
        for side in self.sides:
            side.accepted_ruling_at = None
        self.due_at = clocks.appeal(self.policy, now, self.rests_in(State.RULED))

    @transition(field="state", source=State.RULED, target=State.APPEALED)
    def appeal(self, now: datetime, party: Party) -> None:
        """The other side can answer before anything is ruled."""
        self.side(party).appealed_at = now
        self._open_appeal(())
        self._begin_evidence()
        self.side(party).finished_at = now
        rests = self.rests_in(State.APPEALED)
        self.due_at = clocks.appeal_ruling(self.policy, now, rests)
        self.decide_by = clocks.platform(self.policy, now, self.policy.appeal_ruling_days, rests)
        self._wait_for_answers(clocks.answer(self.policy, now, rests))

    @transition(field="state", source=State.RULED, target=State.RULED)
    def accept_ruling(self, now: datetime, party: Party) -> None:
        """This side does not appeal. When nobody may any more, the ruling is carried out."""
        side = self.side(party)
        side.may_appeal, side.accepted_ruling_at = False, now

    @transition(
        field="state",
        source=[State.RULED, State.APPEALED],
        target=RETURN_VALUE(State.RESOLVED, State.AWAITING_ADDRESS, State.AWAITING_RETURN),
    )
    def carry_out_ruling(self, now: datetime, solution: Solution, by: SettledBy) -> State:
        return self._settle(now, solution, by)

    @transition(
        field="state",
        source=sorted(OPEN_STATES - PLATFORM_STATES),
        target=State.AWAITING_RULING,
    )
    def take_over(self, now: datetime) -> None:
        """What follows from the deadline cannot be carried out, so an arbitrator decides instead.
        What was settled or ruled falls; the time to rule begins."""
        is_known = self.state == State.RULED or self.settled_by in BY_RULING
        self.settled_by = ""
        self._leave_platform()
        self._open_appeal(())
        self.evidence_closed_at = now
        self.ruling_written_at = now if is_known else None
        rests = self.rests_in(State.AWAITING_RULING)
        self.due_at = clocks.ruling(self.policy, now, rests)
        self.decide_by = clocks.platform(self.policy, now, self.policy.ruling_days, rests)

    @transition(
        field="state",
        source=State.AWAITING_RULING,
        target=RETURN_VALUE(State.RESOLVED, State.AWAITING_ADDRESS, State.AWAITING_RETURN),
    )
    def end_unruled(self, now: datetime, solution: Solution) -> State:
        """The platform's own time is over: what the buyer asks for is carried out."""
        return self._settle(now, solution, SettledBy.NO_RULING)

    @property
    def is_last_round(self) -> bool:
        """Is the clock that runs the platform's last one?"""
        return self.decide_by is not None and self.due_at == self.decide_by

    def last_round_begins(self, now: datetime) -> bool:
        """Would a new time to rule be the last one?"""
        return self.decide_by is not None and self._renewed(now) >= self.decide_by

    def _renewed(self, now: datetime) -> datetime:
        ends = clocks.ruling if self.state == State.AWAITING_RULING else clocks.appeal_ruling
        return ends(self.policy, now, self.rests_in(self.state))

    def _time_to_rule(self, now: datetime) -> datetime:
        """Begins anew, and ends no later than the platform's own time. Where workers stood still
        until that was over, whoever gets the case has the time to rule all the same."""
        ends = self._renewed(now)
        if self.decide_by is None or self.decide_by <= now:
            self.decide_by = ends
        return min(ends, self.decide_by)

    def _open_exits(self) -> None:
        """The case is heard again: what was written on this evidence is not issued, nobody knows of
        it, and the case can end by itself. A ruling that was issued and fell stays known."""
        written_at, closed_at = self.ruling_written_at, self.evidence_closed_at
        if written_at and closed_at and written_at > closed_at:
            self.ruling_written_at = None

    def _leave_platform(self) -> None:
        self.assignee = self.proposed_by = self.ruling_written_at = self.decide_by = None
        self.answers_until = None
        self._end_request()
