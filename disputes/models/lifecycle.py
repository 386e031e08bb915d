"""The state machine of a case: which state follows which, and the clock of each.

Every method here is one transition: pure, it sets the row's own fields and nothing else. It is
not a lock and asks nobody's permission; `verbs` and `background` do that before they call it, and
record what happened afterwards. What happens before the platform is in `before_platform.py`, and
the way back of goods in `way_back.py`: abstract models, so that the rest of the row stands in
`dispute.py`.
"""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition

from disputes.models.before_platform import BeforePlatform
from disputes.rules import clocks
from disputes.states import (
    SettledBy,
    Solution,
    State,
)


class Lifecycle(BeforePlatform):
    """State, clock, and what the transitions need to know."""

    state = FSMField(
        _("state"),
        choices=State.choices,
        default=State.AWAITING_SELLER,
        protected=True,
        max_length=20,
    )
    opened_at = models.DateTimeField(_("filed"))
    # In all cases about the same item.
    changes = models.PositiveSmallIntegerField(_("changes of the request"), default=0)

    # Of goods that had not come: until when the seller asked to wait for them, and when the buyer
    # said that they came after all.
    held_until = models.DateTimeField(_("held until"), null=True)
    arrived_at = models.DateTimeField(_("arrived after all"), null=True)

    settled_by = models.CharField(
        _("settled by"), max_length=20, choices=SettledBy.choices, blank=True
    )
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        abstract = True

    def open(self, now: datetime) -> None:
        """A new case: the seller has the whole time to answer."""
        self.due_at = self.seller_answers_by(now)

    @transition(field=state, source=State.AWAITING_SELLER, target=State.AWAITING_SELLER)
    def change(self, now: datetime) -> None:
        """A changed request gives the seller the whole time again."""
        self.changes += 1
        self.due_at = self.seller_answers_by(now, self.held_until)

    @transition(field=state, source=State.AWAITING_SELLER, target=State.AWAITING_SELLER)
    def hold(self, now: datetime, until: datetime) -> None:
        """The seller says that it is still on its way: the case waits until it was promised."""
        self.held_until = clocks.held(now, until, self.rests_in(State.AWAITING_SELLER))
        self.due_at = self.seller_answers_by(now, self.held_until)

    @transition(
        field=state,
        source=[State.AWAITING_SELLER, State.NEGOTIATING, State.HEARING],
        target=State.AWAITING_SELLER,
    )
    def report_arrival(self, now: datetime) -> None:
        """It came after all, and something is wrong with it: that is another thing to answer, so
        the seller has the whole time for it, once."""
        self.arrived_at, self.held_until = now, None
        self._leave_platform()
        for side in self.sides:
            side.finished_at = None
        self.due_at = self.seller_answers_by(now)

    def seller_answers_by(self, now: datetime, held_until: datetime | None = None) -> datetime:
        """Until when the seller could answer what comes now."""
        rests = self.rests_in(State.AWAITING_SELLER, for_seller=True)
        return clocks.seller_answer(self.policy, now, held_until, rests)

    @transition(field=state, source=State.AWAITING_SELLER, target=State.NEGOTIATING)
    def start_negotiation(self, now: datetime, blocked_until: datetime | None) -> None:
        """The seller's first rejection or counter-proposal starts the one clock to agree."""
        rests = self.rests_in(State.NEGOTIATING)
        self.due_at = clocks.negotiation(self.policy, now, blocked_until, rests)

    def wait_for_parcel(self, now: datetime, blocked_until: datetime | None) -> None:
        """The order became known to be promised for later: a negotiation that may not go to the
        platform before then lasts as long. A late fact moves a clock only forward, and never one
        that has run out."""
        if self.state != State.NEGOTIATING or blocked_until is None or self.due_at is None:
            return
        if now < self.due_at:
            rests = self.rests_in(State.NEGOTIATING)
            self.due_at = max(self.due_at, clocks.held(now, blocked_until, rests))

    @transition(
        field=state,
        source=[State.AWAITING_SELLER, State.NEGOTIATING, State.HEARING, State.AWAITING_RULING],
        target=State.WITHDRAWN,
    )
    def withdraw(self, now: datetime) -> None:
        self._close(now)

    @transition(
        field=state,
        source=[State.AWAITING_SELLER, State.NEGOTIATING, State.HEARING, State.AWAITING_RULING],
        target=RETURN_VALUE(State.RESOLVED, State.AWAITING_ADDRESS, State.AWAITING_RETURN),
    )
    def agree(self, now: datetime, solution: Solution) -> State:
        return self._settle(now, solution, SettledBy.AGREEMENT)

    @transition(
        field=state,
        source=State.AWAITING_SELLER,
        target=RETURN_VALUE(State.RESOLVED, State.AWAITING_ADDRESS, State.AWAITING_RETURN),
    )
    def force(self, now: datetime, solution: Solution) -> State:
        """The seller stayed silent: the buyer's request is carried out as it stands."""
        return self._settle(now, solution, SettledBy.SELLER_SILENCE)

    def _settle(self, now: datetime, solution: Solution, by: SettledBy) -> State:
        self.settled_by = by
        self._leave_platform()
        self.evidence_closed_at = now
        self._open_appeal(())
        if solution == Solution.RETURN_AND_REFUND and not self.return_address:
            rests = self.rests_in(State.AWAITING_ADDRESS, for_seller=True)
            self.due_at = clocks.return_address(self.policy, now, rests)
            return State.AWAITING_ADDRESS
        if solution == Solution.RETURN_AND_REFUND:
            rests = self.rests_in(State.AWAITING_RETURN)
            self.due_at = clocks.return_shipping(self.policy, now, rests)
            return State.AWAITING_RETURN
        self._close(now)
        return State.RESOLVED

    def _close(self, now: datetime) -> None:
        self._leave_platform()
        self.due_at = None
        self.closed_at = now
