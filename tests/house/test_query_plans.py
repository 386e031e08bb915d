"""No hot path reads a whole table: PostgreSQL's plans for the queries that are really asked.

The bench measures a million cases; here are as few as PostgreSQL needs to choose its indexes.
"""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg import sql

from arbitration.background import deadlines
from arbitration.background.pauses import spread_pauses
from arbitration.operations import gauges
from arbitration.verbs import assignment
from arbitration.verbs.pauses import PausedCases, pause_clocks
from disputes import clock
from disputes.background import outbox
from disputes.background.reminders import remind
from disputes.models import (
    Attachment,
    Dispute,
    Event,
    Evidence,
    Order,
    OutboxMessage,
    Proposal,
    Store,
    Topic,
    User,
)
from disputes.states import EventKind, State
from sellers.background import ledger_sweep
from sellers.selectors.marks import good_marks
from tests.bench.rows import insert
from tests.bench.seed import cases
from tests.bench.seed.history import history
from tests.bench.seed.people import hire_arbitrators, member_of, people
from tests.bench.seed.plan import BIG_STORE, BUSY_BUYER, SMALL_STORE, Numbers, make_plan
from tests.support.people import make_user
from tests.support.planner import analyse, tables
from tests.support.workspace import CASES

NUMBERS = Numbers(open_cases=20_000, spare=0)
MESSAGES = 20_000
# What grows with every case. Titles are not here: for a word that many of them have, reading them
# is quicker than any index.
LARGE = {
    model._meta.db_table
    for model in (Dispute, Event, OutboxMessage, Order, Proposal, Evidence, Attachment)
}
PLANNED = ("SELECT", "(", "WITH", "UPDATE", "DELETE", "INSERT")

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def forgotten(django_db_setup: None) -> Iterator[None]:
    """What was rolled back fills the tables' pages and is counted in the planner's numbers: whoever
    reads them afterwards would pay for it."""
    yield
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as own:
        for table in tables():
            own.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))


def test_no_hot_path_reads_a_whole_table() -> None:
    fill()
    assert read_whole(lambda: Dispute.objects.filter(return_carrier="X").exists()), (
        "the plans are not looked at"
    )
    found = {name: read_whole(path) for name, path in hot_paths()}
    store = Store.objects.get(pk=BIG_STORE)
    marks = str(good_marks(store, clock.now()).explain())
    assert "agreed_cases_of_a_store" in marks, "all cases of the store are read for the few"
    assert {name: tables for name, tables in found.items() if tables} == {}
    assert Event.objects.filter(kind=EventKind.REASSIGNED).exists(), "no arbitrator was too late"


def hot_paths() -> Iterator[tuple[str, Callable[[], object]]]:
    """What is asked all day: the pages with everything they may show, then the work behind."""
    seller, small_seller = (member_of(NUMBERS, store) for store in (BIG_STORE, SMALL_STORE))
    arbitrator = User.objects.get(username="arbitrator-0")
    reference = Dispute.objects.filter(store=BIG_STORE).order_by("id")[7].reference
    for who, member in (("seller", seller), ("small seller", small_seller)):
        for query in (
            *("tab=to_do", "tab=waiting", "tab=closed", "page=50"),
            *(f"words={text}" for text in (reference, "person-1234", "zebra")),
        ):
            yield f"{who}: {query}", visit(member, f"/seller/?{query}")
        yield f"{who}: standing", visit(member, "/seller/standing/")
    for query in (
        *("tab=waiting", "tab=mine", "tab=platform", "tab=all", "tab=platform&page=40"),
        *(f"tab=all&state={state}" for state in State),
        *(f"tab=all&words={text}" for text in (reference, "person-1234", "zebra", "Store+123")),
        f"tab=all&state=ruled&words={reference}",
    ):
        yield f"arbitrator: {query}", visit(arbitrator.pk, f"{CASES}?{query}")
    for address in ("", "?q=mug", f"?q={reference}", "cases/", "cases/?show=closed"):
        yield f"buyer: {address}", visit(BUSY_BUYER, f"/buyer/{address}")
    for state in State.values:
        dispute = Dispute.objects.filter(store=BIG_STORE, state=state).first()
        if dispute is not None:
            yield (
                f"case of the store, {state}",
                visit(seller, f"/seller/cases/{dispute.reference}/"),
            )
            yield (
                f"case of the buyer, {state}",
                visit(dispute.buyer_id, f"/buyer/cases/{dispute.reference}/"),
            )
            yield (
                f"case at the platform, {state}",
                visit(arbitrator.pk, f"{CASES}{dispute.reference}/"),
            )
    since = int((clock.now() - timedelta(hours=1)).timestamp() * 1_000_000)
    for viewer, address in (
        (seller, "/seller/live/"),
        (BUSY_BUYER, "/buyer/cases/live/"),
        (arbitrator.pk, "/live/"),
        (arbitrator.pk, f"/live/{reference}/"),
        (seller, f"/seller/cases/{reference}/live/"),
    ):
        shown = f"?seen=0&bell=0&since={since}&shown=0"
        yield f"anything new: {address}", visit(viewer, f"{address}{shown}")
    yield "notices", visit(seller, "/notices/")
    yield "status page", visit(arbitrator.pk, "/admin/status/")
    supervisor = make_user("supervisor", "Supervisors")
    for address in ("", f"{BIG_STORE}/", "appeals/", "proposals/"):
        yield f"stores: {address}", visit(supervisor.pk, f"/admin/disputes/store/{address}")
    auditor = make_user("auditor", "Auditors")
    for query in ("", f"?case={reference}", "?person=arbitrator-0", "?what=original"):
        yield f"who read what: {query}", visit(auditor.pk, f"/admin/looks/{query}")
    yield "metrics", gauges.read
    newcomer = make_user("newcomer", "Arbitrators")  # who has no case in hand yet
    yield "taking the next case", lambda: assignment.take_next(newcomer)
    yield "sweep", sweep
    yield "ledgers", lambda: ledger_sweep.enforce_standing(seconds=0)
    yield "reminders", lambda: remind(seconds=0, limit=200)
    until = clock.now() + timedelta(days=1)
    pause_clocks(supervisor, PausedCases(all_cases=True), until=until, why="A strike.")
    yield "pauses", lambda: spread_pauses(seconds=0, limit=200)
    yield "outbox", lambda: outbox.deliver_outbox(seconds=0, limit=1)


def visit(user: int, address: str) -> Callable[[], object]:
    def asked() -> None:
        client = Client()
        client.force_login(User.objects.get(pk=user))
        assert client.get(address).status_code in (200, 204), address

    return asked


def sweep() -> None:
    """A batch of all that is in a backlog, arbitrators who were too late among it."""
    with clock.shifted(timedelta(hours=4)):
        assert deadlines.enforce_deadlines(limit=200, seconds=0) > 0


def read_whole(path: Callable[[], object]) -> list[str]:
    """The large tables that are read as a whole on this path, each with the query."""
    with CaptureQueriesContext(connection) as captured:
        path()
    asked = {query["sql"] for query in captured if query["sql"].startswith(PLANNED)}
    assert asked
    return [f"{table}: {sql}" for sql in sorted(asked) for table in whole_tables(plan(sql)) & LARGE]


def plan(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        found = cursor.fetchone()[0]
    return json.loads(found) if isinstance(found, str) else found


def whole_tables(plan: Any) -> set[str]:
    """Of a plan with all its parts."""
    if isinstance(plan, list):
        return set().union(*map(whole_tables, plan))
    if not isinstance(plan, dict):
        return set()
    own = {plan["Relation Name"]} if plan.get("Node Type") == "Seq Scan" else set()
    return own.union(*map(whole_tables, plan.values()))


def fill() -> None:
    """As the bench fills its databases, but inside the test's transaction."""
    run(
        "SET LOCAL session_replication_role = replica",  # no triggers, which would take minutes
        *people(NUMBERS),
        *connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())),
    )
    arbitrators = hire_arbitrators(5)
    delivered = {
        "topic": f"'{Topic.REFUND}'",
        "key": "'delivered-' || i",
        **dict.fromkeys(("created_at", "next_attempt_at", "delivered_at"), "now()"),
    }
    run(
        make_plan(NUMBERS),
        *history(),
        *cases.orders(),
        *cases.cases(arbitrators),
        *cases.snapshots(),
        *cases.proposals(arbitrators, NUMBERS.cases),
        *cases.evidence(NUMBERS.cases),
        *cases.money(),
        insert(OutboxMessage, f"generate_series(1, {MESSAGES}) AS i", delivered),
        *connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())),
        "SET LOCAL session_replication_role = origin",
    )
    analyse()


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
