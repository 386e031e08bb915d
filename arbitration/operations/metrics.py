"""What Prometheus reads, taken from the database at each scrape.

So it does not matter which process answers, and how many there are.
"""

from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from arbitration.operations.gauges import MOST, Gauges, read
from disputes.background import counters
from disputes.models import HaltedCleanup, Heartbeat, WorkCounter


def exposition() -> bytes:
    """All metrics, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(FromDatabase())
    return generate_latest(registry)


class FromDatabase(Collector):
    def collect(self) -> Iterator[Metric]:
        yield from _counters()
        gauges = read()
        yield _gauge(
            "redress_work_paused",
            "1 while the regular work is paused, by a person or since this is a copy; else 0",
            gauges.pause is not None,
        )
        yield from _cases(gauges)
        yield from _outbox(gauges)
        yield from _mails(gauges)
        yield from _stores(gauges)
        yield from _cleanups(gauges)
        yield from _pulses(gauges)


def _counters() -> Iterator[Metric]:
    found = {(tally.name, tally.label): tally.value for tally in WorkCounter.objects.all()}
    counts = [found.get((counters.LATENESS, bound), 0) for bound in counters.LATENESS_BOUNDS]
    yield _counter("redress_sweeps", "Sweeps that ended well", found.get(counters.SWEEPS, 0))
    yield _counter("redress_cases_enforced", "Cases whose deadline was enforced", sum(counts))
    yield _counter(
        "redress_enforcement_failures",
        "Cases that a sweep set aside because their deadline could not be enforced",
        found.get(counters.SET_ASIDE, 0),
    )
    yield _counter(
        "redress_cases_not_ruled",
        "Cases that ended without a ruling, or appeals without a decision, as the time was over",
        found.get(counters.NOT_RULED, 0),
    )
    lateness = HistogramMetricFamily(
        "redress_enforcement_lateness_seconds", "From a case's deadline to its enforcement"
    )
    buckets = list(zip(counters.LATENESS_BOUNDS, accumulate(counts), strict=True))
    lateness.add_metric([], buckets, found.get(counters.LATENESS_SUM, 0))
    yield lateness
    attempts = CounterMetricFamily(
        "redress_outbox_attempts", "Attempts to deliver a message, by what came of it",
        labels=["result"],
    )  # fmt: skip
    for name, label in (counters.DELIVERED, counters.FAILED, counters.GIVEN_UP):
        attempts.add_metric([label], found.get((name, label), 0))
    yield attempts
    mails = CounterMetricFamily(
        "redress_mails", "Mails that were taken in hand, by what became of them", labels=["result"]
    )
    for result in ("sent", "kept", "skipped", "bounced", "failed", "given_up"):
        mails.add_metric([result], found.get((counters.MAILS, result), 0))
    yield mails


def _cases(gauges: Gauges) -> Iterator[Metric]:
    oldest = gauges.oldest_overdue
    yield _gauge(
        "redress_cases_overdue",
        f"Cases whose deadline has passed and that wait for a sweep; counted up to {MOST}",
        gauges.overdue,
    )
    yield _gauge(
        "redress_oldest_overdue_case_age_seconds",
        "How long the oldest of these has been overdue; 0 when there is none",
        (gauges.now - oldest.due_at).total_seconds() if oldest and oldest.due_at else 0,
    )
    yield _gauge(
        "redress_cases_set_aside",
        f"Cases whose deadline could not be enforced so far; counted up to {MOST}",
        gauges.set_aside,
    )
    awaiting = GaugeMetricFamily(
        "redress_cases_awaiting_ruling",
        f"Cases that an arbitrator must decide, taken by one or not; counted up to {MOST} each",
        labels=["taken"],
    )
    awaiting.add_metric(["no"], gauges.untaken)
    awaiting.add_metric(["yes"], gauges.taken)
    yield awaiting
    yield _gauge(
        "redress_cases_in_last_round",
        f"Cases whose clock is the platform's last one; counted up to {MOST}",
        gauges.last_round,
    )
    yield _gauge(
        "redress_appeals_without_judge",
        f"Appeals that nobody may judge; counted up to {MOST}",
        gauges.without_judge,
    )
    yield _gauge(
        "redress_rulings_last_day",
        f"Rulings in the last 24 hours; counted up to {MOST}",
        gauges.rulings_of_a_day,
    )


def _outbox(gauges: Gauges) -> Iterator[Metric]:
    due_at = gauges.outbox_due_at
    yield _gauge(
        "redress_outbox_pending",
        f"Messages to deliver, due or to be tried again later; counted up to {MOST}",
        gauges.outbox_pending,
    )
    yield _gauge(
        "redress_outbox_oldest_due_age_seconds",
        "How long the oldest message that is due has waited; 0 when none is due",
        (gauges.now - due_at).total_seconds() if due_at else 0,
    )
    yield _gauge(
        "redress_outbox_dead_letters",
        f"Messages that were given up and wait for a supervisor; counted up to {MOST}",
        gauges.dead_letters,
    )


def _mails(gauges: Gauges) -> Iterator[Metric]:
    due_at, failing_since = gauges.mails_due_at, gauges.mail_server_failing_since
    yield _gauge(
        "redress_mails_pending",
        f"Mails to send, due or to be tried again later; counted up to {MOST}",
        gauges.mails_pending,
    )
    yield _gauge(
        "redress_mails_oldest_due_age_seconds",
        "How long the oldest mail that is due has waited; 0 when none is due",
        (gauges.now - due_at).total_seconds() if due_at else 0,
    )
    yield _gauge(
        "redress_mails_given_up",
        f"Mails that were given up and wait for a supervisor; counted up to {MOST}",
        gauges.mails_given_up,
    )
    yield _gauge(
        "redress_mail_addresses_failed",
        f"People to whose address mails come back; counted up to {MOST}",
        gauges.addresses_failed,
    )
    yield _gauge(
        "redress_mail_server_failing_seconds",
        "For how long the mail server has not answered, and is left alone; 0 while it does",
        (gauges.now - failing_since).total_seconds() if failing_since else 0,
    )


def _stores(gauges: Gauges) -> Iterator[Metric]:
    due_at = gauges.stores_due_at
    yield _gauge(
        "redress_oldest_due_standing_age_seconds",
        "How long the oldest store with something due has waited; 0 when none is due",
        (gauges.now - due_at).total_seconds() if due_at else 0,
    )
    yield _gauge(
        "redress_stores_passed_over",
        f"Stores whose standing could not be settled so far; counted up to {MOST}",
        gauges.stores_passed_over,
    )
    yield _gauge(
        "redress_acts_to_book",
        f"Acts of stores that wait for a ledger; counted up to {MOST}",
        gauges.breaches_to_book,
    )


def _cleanups(gauges: Gauges) -> Iterator[Metric]:
    halted = GaugeMetricFamily(
        "redress_cleanups_halted",
        "Clean-ups that stopped before they deleted more than usual and wait for a supervisor",
        labels=["kind"],
    )
    for kind in HaltedCleanup.Kind:
        halted.add_metric([kind], gauges.halted(kind))
    yield halted


def _pulses(gauges: Gauges) -> Iterator[Metric]:
    """Where nothing was ever heard of, there is no sample: alert on its absence, too."""
    ages = GaugeMetricFamily(
        "redress_heartbeat_age_seconds",
        "Since a beat, a worker or a sender of mails was last seen, by machine",
        labels=["kind", "name"],
    )
    for kind in (Heartbeat.Kind.BEAT, Heartbeat.Kind.WORKER, Heartbeat.Kind.MAILER):
        for heartbeat in gauges.heard(kind):
            ages.add_metric([kind, heartbeat.name], _age(gauges, heartbeat))
    yield ages
    runs = {
        Heartbeat.Kind.SWEEP: ("redress_sweep_age_seconds", "Since a sweep last ended well"),
        Heartbeat.Kind.OUTBOX: (
            "redress_outbox_run_age_seconds",
            "Since the outbox was last looked through",
        ),
        Heartbeat.Kind.MAILS: (
            "redress_mail_run_age_seconds",
            "Since mails were last looked through",
        ),
        Heartbeat.Kind.LEDGERS: (
            "redress_standing_sweep_age_seconds",
            "Since the standing of stores was last settled",
        ),
    }
    for kind, (name, text) in runs.items():
        age = GaugeMetricFamily(name, text)
        for heartbeat in gauges.heard(kind)[:1]:
            age.add_metric([], _age(gauges, heartbeat))
        yield age


def _age(gauges: Gauges, heartbeat: Heartbeat) -> float:
    return (gauges.now - heartbeat.at).total_seconds()


def _counter(name: str, text: str, value: float) -> CounterMetricFamily:
    return CounterMetricFamily(name, text, value=value)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)
