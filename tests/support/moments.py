"""Other times than now."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from arbitration.background import deadlines
from disputes import clock
from disputes.models import Dispute
from sellers.background.ledger_sweep import enforce_standing
from tests.support.people import People

# Before a deadline, and still before it when a machine with much to do comes to it: time runs on.
# To the microsecond it is held by the rules' own tests and the random histories, on a still clock.
IN_TIME = timedelta(seconds=30)


@contextmanager
def moment(at: datetime) -> Iterator[None]:
    """Act as if it were this instant; the clock runs on from there."""
    with clock.shifted(at - clock.now()):
        yield


def enforce_at(at: datetime) -> int:
    """Sweep once as if it were this instant."""
    with moment(at):
        return deadlines.enforce_deadlines()


def run_out(_world: People, dispute: Dispute) -> datetime:
    """The clock of the case runs out, and a sweep sees it at once; when it ran out."""
    due_at = Dispute.objects.get(pk=dispute.pk).due_at
    assert due_at is not None
    assert enforce_at(due_at) == 1
    return due_at


def settle_at(at: datetime) -> int:
    """Settle the ledgers of all stores as if it were this instant."""
    with moment(at):
        return enforce_standing()
