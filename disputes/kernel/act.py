"""The frame of every verb that somebody does to one case, or to several at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from disputes import access, clock
from disputes.kernel.changes import Change, changes_of, rows_of
from disputes.kernel.record import record
from disputes.kernel.transactions import one_transaction
from disputes.models import Dispute, Event
from disputes.permissions import DECLARED, Actor, outdated, refusal
from disputes.states import Verb
from disputes.wording.groups import naming


@contextmanager
def act(actor: Actor, dispute: Dispute, verb: Verb) -> Iterator[Change]:
    """One act on one case.

    1. One durable transaction, in which nobody waits long for a lock.
    2. Lock the row. What `dispute` says may be stale; only the locked row counts.
    3. The database's clock, asked after the lock was had: waiting does not stop the time. What was
       paused since is carried out.
    4. May this actor do this, now, and on what they have read? Otherwise `Refused`, and nothing has
       changed.
    5. The body: the transition, the rows, and the line of history that the verb declares.
    6. Record, commit.
    """
    with _frame(actor, [dispute], verb) as [change]:
        yield change


def act_on_all(
    actor: Actor, disputes: Sequence[Dispute], verb: Verb, body: Callable[[Change], None]
) -> None:
    """The same act on each of these cases, in their order, or on none of them. A refusal says which
    of several it is about."""
    with _frame(actor, disputes, verb) as changes:
        for change, dispute in zip(changes, disputes, strict=True):
            with naming(dispute.snapshot.title, several=len(disputes) > 1):
                body(change)


@contextmanager
def _frame(actor: Actor, disputes: Sequence[Dispute], verb: Verb) -> Iterator[list[Change]]:
    with one_transaction():
        # In one order for all, so that two who lock several do not wait for each other.
        by_id = {pk: access.lock(pk) for pk in sorted(dispute.pk for dispute in disputes)}
        now = clock.now()
        changes = changes_of([by_id[dispute.pk] for dispute in disputes], actor, now)
        for dispute in disputes:
            locked = by_id[dispute.pk]
            locked.read_to = dispute.read_to
            if refused := refusal(locked, verb, actor, now) or outdated(locked, verb, actor):
                with naming(dispute.snapshot.title, several=len(disputes) > 1):
                    raise refused
        yield changes
        for change in changes:
            left = {event.kind for event in rows_of([change], Event)}
            if not left & DECLARED[verb].leaves:
                raise RuntimeError(f"{verb} leaves no line of its own in the history")
        record(changes)
