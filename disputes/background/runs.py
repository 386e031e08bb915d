"""A piece of the platform's regular work has ended well: record it, for those who watch."""

from dataclasses import asdict

from disputes.background import counters, heartbeats
from disputes.background.mails import Mailed
from disputes.background.outbox import Delivered
from disputes.models import Heartbeat


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


def mails_ran(done: Mailed) -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.MAILS)
    counters.count_many({(counters.MAILS, what): number for what, number in asdict(done).items()})
