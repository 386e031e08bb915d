"""A piece of the platform's regular work has ended well: note it, for those who watch."""

from disputes.models import Heartbeat
from disputes.services import heartbeats, tallies
from disputes.services.outbox import Delivered


def sweep_ran() -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.SWEEP)
    heartbeats.forget_gone()
    tallies.count(tallies.SWEEPS)


def ledgers_ran() -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.LEDGERS)


def outbox_ran(done: Delivered) -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.OUTBOX)
    tallies.count_many(
        {
            tallies.DELIVERED: done.delivered,
            tallies.FAILED: done.failed,
            tallies.GIVEN_UP: done.given_up,
        }
    )
