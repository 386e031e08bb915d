"""The frame of every verb that somebody does to one case."""

from collections.abc import Iterator
from contextlib import contextmanager

from disputes import access, clock
from disputes.kernel.changes import Change, changes_of, rows_of
from disputes.kernel.record import record
from disputes.kernel.transactions import one_transaction
from disputes.models import Dispute, Event
from disputes.permissions import DECLARED, Actor, outdated, refusal
from disputes.states import Verb


@contextmanager
def act(actor: Actor, dispute: Dispute, verb: Verb) -> Iterator[Change]:
    """One act on one case.

    1. One durable transaction, in which nobody waits long for a lock.
    2. Lock the row. What `dispute` says may be stale; only the locked row counts.
    3. The database's clock, asked after the lock was had: waiting does not stop the time.
    4. May this actor do this, now, and on what they have read? Otherwise `Refused`, and nothing has
       changed.
    5. The body: the transition, the rows, and the line of history that the verb declares.
    6. Record, commit.
    """
    with one_transaction():
        locked = access.lock(dispute.pk)
        now = clock.now()
        locked.read_to = dispute.read_to
        refused = refusal(locked, verb, actor, now) or outdated(locked, verb, actor)
        if refused is not None:
            raise refused
        [change] = changes_of([locked], actor, now)
        yield change
        left = {event.kind for event in rows_of([change], Event)}
        if not left & DECLARED[verb].leaves:
            raise RuntimeError(f"{verb} leaves no line of its own in the history")
        record([change])
