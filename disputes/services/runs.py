"""A piece of the platform's regular work has ended well: note it, for those who watch."""

from disputes.models import Heartbeat
from disputes.services import counters, heartbeats
from disputes.services.outbox import Delivered


def sweep_ran() -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.SWEEP)
    heartbeats.forget_gone()
    counters.count(counters.SWEEPS)


def ledgers_ran() -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.LEDGERS)


def outbox_ran(done: Delivered) -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.OUTBOX)
    counters.count_many(
        {
            counters.DELIVERED: done.delivered,
            counters.FAILED: done.failed,
            counters.GIVEN_UP: done.given_up,
        }
    )
