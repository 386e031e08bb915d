"""What the platform does when a clock runs out. Nobody can block a case by silence."""

import logging
from collections.abc import Callable

from django.db import transaction

from arbitration.services.assignment import Bench
from arbitration.services.rulings import carry_out_ruling
from disputes import access, clock
from disputes.models import Dispute
from disputes.permissions import Actor
from disputes.services.changes import Change, changes_of
from disputes.services.record import record
from disputes.services.settlement import conclude, offer_data, pay
from disputes.states import EventKind, Party, ProposalStatus, Solution, State
from sellers.services.standing import penalise_silence

log = logging.getLogger(__name__)

PLATFORM = Actor(None, Party.PLATFORM)


def enforce_deadlines(limit: int = 200) -> int:
    """One sweep: carry out what follows for the cases that are due; how many there were.

    1. Take the oldest due cases that nobody else holds, and lock them: any number of workers can
       sweep at once, and a person who is just acting is not disturbed.
    2. Build each case's consequence; one that fails is set aside and the rest go on.
    3. Save all of them together.

    A case is due from `due_at` on; the lock re-checks it, so an act that came first stands.
    """
    with transaction.atomic(durable=True):
        now = clock.now()
        due = Dispute.objects.filter(due_at__lte=now).order_by("due_at", "id")
        changes = changes_of(access.lock_free(due, limit), PLATFORM, now)
        bench = Bench.of(changes)
        done = [change for change in changes if _enforced(change, bench)]
        record(done)
    return len(done)


def _enforced(change: Change, bench: Bench) -> bool:
    state = State(change.dispute.state)
    try:
        if state in REASSIGNED:
            bench.reassign(change)
        else:
            CONSEQUENCES[state](change)
    except Exception:
        # Broad on purpose: one case that cannot be enforced must not hold up all the others.
        log.exception("deadline of %s could not be enforced", change.dispute.reference)
        return False
    return True


def _force_request(change: Change) -> None:
    """The seller stayed silent: what the buyer asked for is carried out, and it costs points."""
    request = change.live[Party.BUYER]
    change.dispute.force(change.now, Solution(request.solution))
    conclude(change, request, ProposalStatus.IMPOSED)
    change.note(EventKind.FORCED, **offer_data(request.offer, request.currency))
    penalise_silence(change)


def _hear(change: Change) -> None:
    change.dispute.escalate(change.now)
    change.note(EventKind.ESCALATED)


def _close_file(change: Change) -> None:
    change.dispute.close_file(change.now)
    change.note(EventKind.FILE_CLOSED)


def _carry_out_ruling(change: Change) -> None:
    carry_out_ruling(change, on_appeal=change.live[Party.PLATFORM].ruling.on_appeal)


def _end_unsent_return(change: Change) -> None:
    change.dispute.end_return(change.now)
    change.note(EventKind.RETURN_LAPSED)


def _pass_return(change: Change) -> None:
    change.dispute.end_return(change.now)
    pay(change)
    change.note(EventKind.RETURN_PASSED)


REASSIGNED = frozenset({State.AWAITING_RULING, State.APPEALED})
CONSEQUENCES: dict[State, Callable[[Change], None]] = {
    State.AWAITING_SELLER: _force_request,
    State.NEGOTIATING: _hear,
    State.HEARING: _close_file,
    State.RULED: _carry_out_ruling,
    State.AWAITING_RETURN: _end_unsent_return,
    State.RETURN_IN_TRANSIT: _pass_return,
}
