"""A case's story in the log: a line for each event, each refund, and each sweep that did something.

Lines say what happened to which case and when it is due next, and nothing of what people wrote.
They are written after the commit, those of a batch in one go, since a sweep has tens of thousands.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Model

from disputes.kernel.changes import Change
from disputes.models import Event, Refund

log = logging.getLogger(__name__)

Given = ParamSpec("Given")
Done = TypeVar("Done")
Line = Mapping[str, Any]


def tell_changes(changes: Sequence[Change]) -> None:
    """The events of these changes, and the refunds that they decided; after `chain`."""
    if log.isEnabledFor(logging.INFO):
        _after_commit([line for change in changes for line in _lines_of(change.created)])


def tell_paid(refunds: Iterable[Refund]) -> None:
    """These refunds, whose gateway has said that it paid."""
    _after_commit([_of_refund(refund.key, "paid") for refund in refunds])


def told_as(sweep: str) -> Callable[[Callable[Given, Done]], Callable[Given, Done]]:
    """A sweep of this name tells its counts and seconds where it did something.

    What it returns is one count, or a dataclass of them.
    """

    def decorate(run: Callable[Given, Done]) -> Callable[Given, Done]:
        @wraps(run)
        def running(*args: Given.args, **kwargs: Given.kwargs) -> Done:
            start = time.monotonic()
            done = run(*args, **kwargs)
            _tell_sweep(sweep, done, time.monotonic() - start)
            return done

        return running

    return decorate


def _tell_sweep(sweep: str, done: Any, seconds: float) -> None:
    counts = asdict(done) if is_dataclass(done) and not isinstance(done, type) else {"done": done}
    counts = {name: number for name, number in counts.items() if number}
    if counts:
        words = ", ".join(f"{number} {name}" for name, number in counts.items())
        fields = {"sweep": sweep, "counts": counts, "seconds": round(seconds, 3)}
        log.info("sweep %s: %s in %.3f s", sweep, words, seconds, extra=fields)


def _after_commit(lines: list[Line]) -> None:
    def write() -> None:
        log.info("%d lines", len(lines), extra={"lines": lines})

    if lines:
        # Robust: what others do after the commit is done whatever becomes of a line.
        transaction.on_commit(write, robust=True)


def _lines_of(rows: Sequence[Model]) -> list[Line]:
    """What happened, then the money that follows from it."""
    events = [_of_event(row) for row in rows if type(row) is Event]
    return events + [_of_refund(row.key, "requested") for row in rows if type(row) is Refund]


def _of_event(event: Event) -> Line:
    dispute, due = event.dispute.reference, event.due_at.isoformat() if event.due_at else None
    return {
        "message": f"{dispute} {event.number}: {event.kind} by {event.party}, "
        f"{event.from_state or 'new'} → {event.to_state}, due {due or 'never'}",
        "case": dispute,
        "number": event.number,
        "event": event.kind,
        "side": event.party,
        "from": event.from_state,
        "to": event.to_state,
        "due": due,
    }


def _of_refund(key: str, result: str) -> Line:
    return {
        "message": f"{key} {result}",
        "case": key.removeprefix("refund-"),
        "refund": key,
        "result": result,
    }
