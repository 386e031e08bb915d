"""Which breaches an act on a case would bring about: the code that does it does it here, too, on a
copy of the case and without saving anything."""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime

from disputes import access
from disputes.kernel.changes import Change, rows_of
from disputes.kernel.final_rulings import carry_out_ruling
from disputes.models import Dispute, Ground, Proposal, Ruling
from disputes.permissions import PLATFORM, may_appeal
from disputes.rules.addresses import Address
from disputes.states import Party, ReturnClaim, Solution, State
from sellers.kernel.breaches import record_lost_ruling
from sellers.models import Breach

# What is done to a case whose clock has run out: `arbitration`, which is above, says so.
consequences: list[Callable[[Change], None]] = []


class Foreseen:
    """A copy of a case, and what is on its table. The pages' own rows stay as they are."""

    def __init__(self, dispute: Dispute, now: datetime) -> None:
        self.dispute, self.now = copy(dispute), now
        self.live = access.live_proposals([dispute])[dispute.pk]

    def run_out(self) -> Sequence[Breach]:
        """Its clock runs out, and nobody has done anything."""
        due_at = self.dispute.due_at
        assert due_at is not None, "an open case has a clock"
        change = Change(self.dispute, PLATFORM, due_at, self.live)
        for consequence in consequences:
            consequence(change)
        return rows_of([change], Breach)

    def agree_and_leave_return(self, offered: Proposal) -> Sequence[Breach]:
        """The store accepts this, the return arrives, and the store says nothing."""
        self.dispute.agree(self.now, Solution(offered.solution))
        self.dispute.settlement = offered
        return self.leave_return()

    def leave_return(self) -> Sequence[Breach]:
        """The return arrives, today if it is still on its way, and the store says nothing."""
        if self.dispute.state == State.AWAITING_ADDRESS:
            self.dispute.give_address(self.now, Address("", ""))
        if self.dispute.state == State.AWAITING_RETURN:
            settled = self.dispute.settlement
            assert settled is not None, "a return belongs to a settlement"
            self.dispute.ship_return(self.now, "", "", settled.offer)
        if self.dispute.return_delivered_at is None:
            self.dispute.report_return_delivered(self.now, self.now)
        return self.run_out()

    def accept_ruling(self) -> Sequence[Breach]:
        """The store accepts the ruling, and nobody else appeals it."""
        self.dispute.accept_ruling(self.now, Party.SELLER)
        if may_appeal(self.dispute):
            return self.run_out()
        change = Change(self.dispute, PLATFORM, self.now, self.live)
        change.was_due_at = None  # it is accepted now
        carry_out_ruling(change)
        return rows_of([change], Breach)

    def hold_and_leave(self) -> Sequence[Breach]:
        """The store says that the goods are still on their way, and nothing after that."""
        until = self.dispute.blocked_until
        assert until is not None, "it was promised for later"
        self.dispute.hold(self.now, until)
        return self.run_out()

    def contest_return(self) -> None:
        self.dispute.contest_return(self.now, ReturnClaim.NOT_IN_ORDER, None)

    def lose(self, ground: Ground) -> Sequence[Breach]:
        """A ruling against the store on this ground becomes final now."""
        change = Change(self.dispute, PLATFORM, self.now)
        change.was_due_at = None  # it is ruled now, and not when a clock runs out
        ruling = Ruling(dispute=self.dispute, ground=ground, against_store=True)
        record_lost_ruling(change, ruling)
        return rows_of([change], Breach)
