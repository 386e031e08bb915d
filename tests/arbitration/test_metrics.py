"""/metrics tells monitoring what is going on, to those who show the token and to nobody else."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from arbitration.verbs import assignment
from disputes import clock
from disputes.background import counters, heartbeats
from disputes.models import Heartbeat, WorkCounter
from disputes.states import ProposalStatus, State
from disputes.tasks import deliver_outbox
from disputes.verbs import negotiation
from tests.support.moments import enforce_at, moment
from tests.support.terms import HALF
from tests.support.world import World

pytestmark = pytest.mark.django_db

TOKEN = "0123456789abcdef0123456789abcdef"
METRICS = {
    "redress_sweeps": "counter",
    "redress_cases_enforced": "counter",
    "redress_enforcement_failures": "counter",
    "redress_enforcement_lateness_seconds": "histogram",
    "redress_outbox_attempts": "counter",
    "redress_mails": "counter",
    "redress_mails_pending": "gauge",
    "redress_mails_oldest_due_age_seconds": "gauge",
    "redress_mails_given_up": "gauge",
    "redress_mail_addresses_failed": "gauge",
    "redress_mail_server_failing_seconds": "gauge",
    "redress_mail_run_age_seconds": "gauge",
    "redress_work_paused": "gauge",
    "redress_cases_overdue": "gauge",
    "redress_oldest_overdue_case_age_seconds": "gauge",
    "redress_cases_set_aside": "gauge",
    "redress_cases_awaiting_ruling": "gauge",
    "redress_cases_in_last_round": "gauge",
    "redress_appeals_without_judge": "gauge",
    "redress_cases_not_ruled": "counter",
    "redress_rulings_last_day": "gauge",
    "redress_outbox_pending": "gauge",
    "redress_outbox_oldest_due_age_seconds": "gauge",
    "redress_outbox_dead_letters": "gauge",
    "redress_heartbeat_age_seconds": "gauge",
    "redress_sweep_age_seconds": "gauge",
    "redress_outbox_run_age_seconds": "gauge",
    "redress_oldest_due_standing_age_seconds": "gauge",
    "redress_stores_passed_over": "gauge",
    "redress_acts_to_book": "gauge",
    "redress_standing_sweep_age_seconds": "gauge",
    "redress_cleanups_halted": "gauge",
}


@pytest.fixture(autouse=True)
def token(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = TOKEN


def families() -> dict[str, Metric]:
    response = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    return {family.name: family for family in text_string_to_metric_families(response.text)}


def value(name: str, labels: Mapping[str, str] | None = None) -> float:
    [found] = [
        sample.value
        for family in families().values()
        for sample in family.samples
        if sample.name == name and sample.labels == (labels or {})
    ]
    return found


@pytest.mark.parametrize("shown", ["", TOKEN, "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}"])
def test_without_the_token_it_is_closed(client: Client, shown: str) -> None:
    response = client.get("/metrics", headers={"Authorization": shown})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert "redress_" not in response.text


def test_where_no_token_is_set_there_is_no_such_page(
    client: Client, settings: LazySettings
) -> None:
    settings.METRICS_TOKEN = ""
    for shown in ("", "Bearer ", "Bearer"):
        assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404


def test_names_types_and_texts_follow_the_conventions() -> None:
    found = families()
    assert {name: family.type for name, family in found.items()} == METRICS
    for name, family in found.items():
        assert re.fullmatch(r"redress(_[a-z]+)+", name)
        assert len(family.documentation) > 15, name
        if family.type == "counter":
            assert {sample.name for sample in family.samples} == {f"{name}_total"}


def test_nothing_has_happened_yet() -> None:
    for name in ("redress_sweeps_total", "redress_cases_overdue", "redress_outbox_pending"):
        assert value(name) == 0
    assert families()["redress_sweep_age_seconds"].samples == []


def test_lateness_is_told_in_buckets_that_add_up() -> None:
    counters.observe_lateness([0.2, 1, 7, 4000])
    counters.observe_lateness([100_000])
    counters.observe_lateness([])
    name = "redress_enforcement_lateness_seconds"
    buckets = {
        sample.labels["le"]: sample.value
        for sample in families()[name].samples
        if sample.name == f"{name}_bucket"
    }
    assert buckets == {
        "1.0": 2, "5.0": 2, "10.0": 3, "30.0": 3, "60.0": 3, "300.0": 3, "3600.0": 3,
        "86400.0": 4, "+Inf": 5,
    }  # fmt: skip
    assert value(f"{name}_count") == 5
    assert value(f"{name}_sum") == pytest.approx(104_008.2)
    assert value("redress_cases_enforced_total") == 5


def test_tallies_add_up_in_one_statement_and_write_nothing_for_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        counters.count_many({counters.FAILED: 2, counters.DELIVERED: 3, counters.GIVEN_UP: 0})
        counters.count_many({counters.FAILED: 0})
        counters.count(counters.FAILED)
    assert len(queries) == 2
    found = {(tally.name, tally.label): tally.value for tally in WorkCounter.objects.all()}
    assert found == {counters.FAILED: 3, counters.DELIVERED: 3}


def test_the_outbox_is_counted() -> None:
    world = World()
    dispute = world.open_dispute()
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    with clock.shifted(timedelta(minutes=3)):
        assert value("redress_outbox_pending") == 1
        assert 180 <= value("redress_outbox_oldest_due_age_seconds") < 240
    deliver_outbox()
    assert value("redress_outbox_attempts_total", {"result": "delivered"}) == 1
    assert value("redress_outbox_attempts_total", {"result": "failed"}) == 0
    assert value("redress_outbox_pending") == 0
    assert value("redress_outbox_oldest_due_age_seconds") == 0
    assert value("redress_outbox_run_age_seconds") < 60


def test_cases_are_counted_by_what_they_wait_for() -> None:
    world = World()
    waiting = world.open_dispute()
    world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    world.dispute_in(State.AWAITING_RULING)
    world.rule(world.dispute_in(State.AWAITING_RULING), HALF)
    assert value("redress_cases_awaiting_ruling", {"taken": "no"}) == 1
    assert value("redress_cases_awaiting_ruling", {"taken": "yes"}) == 1
    assert value("redress_rulings_last_day") == 1
    assert value("redress_cases_overdue") == 0
    assert waiting.due_at is not None
    with moment(waiting.due_at + timedelta(hours=2)):
        assert value("redress_cases_overdue") == 3
        oldest = world.again(waiting).due_at
        assert oldest is not None
        assert value("redress_oldest_overdue_case_age_seconds") >= 7200
        assert value("redress_rulings_last_day") == 0


def test_a_case_that_is_set_aside_is_not_overdue_as_well() -> None:
    world = World()
    damaged = world.open_dispute()
    damaged.proposals.update(status=ProposalStatus.LAPSED)
    assert damaged.due_at is not None
    enforce_at(damaged.due_at)
    with moment(damaged.due_at + timedelta(hours=1)):
        assert value("redress_cases_set_aside") == 1
        assert value("redress_cases_overdue") == 0


def test_ages_of_heartbeats() -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.WORKER, "celery@one")
    heartbeats.record_heartbeat(Heartbeat.Kind.SWEEP)
    with clock.shifted(timedelta(minutes=5)):
        labels = {"kind": "worker", "name": "celery@one"}
        assert 300 <= value("redress_heartbeat_age_seconds", labels) < 360
        assert 300 <= value("redress_sweep_age_seconds") < 360


def test_no_query_reads_a_whole_large_table() -> None:
    """With plain scans made expensive, the planner takes an index wherever there is one."""
    World().dispute_in(State.RULED)
    with CaptureQueriesContext(connection) as captured:
        families()
    queries = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert len(queries) > 8
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in queries:
            cursor.execute(f"EXPLAIN {query}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert not re.search(r"Seq Scan on disputes_(dispute|ruling|outboxmessage)\b", plan), (
                plan
            )


def test_the_number_of_queries_does_not_grow() -> None:
    world = World()
    world.open_dispute()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            families()
        return len(captured)

    before = queries()
    for _number in range(3):
        world.open_dispute()
        world.dispute_in(State.RULED)
    assert queries() == before
