"""Fills one empty, migrated database."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from disputes.kernel.chain import is_intact
from disputes.models import (
    Attachment,
    Dispute,
    Event,
    Evidence,
    LineSnapshot,
    Order,
    OrderLine,
    OutboxMessage,
    Parcel,
    ParcelItem,
    Posting,
    Proposal,
    Refund,
    Ruling,
)
from tests.bench.connections import let_go
from tests.bench.seed import cases
from tests.bench.seed.history import history
from tests.bench.seed.people import hire_arbitrators, people
from tests.bench.seed.plan import TABLE, Numbers, make_plan
from tests.bench.seed.stories import SPARE

_ARBITRATORS = 20
_LARGE = (
    *(Order, OrderLine, Parcel, ParcelItem, Dispute, LineSnapshot, Proposal, Ruling, Event),
    *(Evidence, Attachment, Refund, Posting, OutboxMessage),
)
POOL = "bench_pool"


def fill(numbers: Numbers) -> None:
    """People, then everything that hangs on the plan of the cases.

    The cases that the sweeps are to close are kept, by id, in `bench_pool`.
    """
    _run(
        "SET session_replication_role = replica",
        "SET synchronous_commit = off",
        "SET maintenance_work_mem = '512MB'",
        "SET work_mem = '256MB'",
        *people(numbers),
        *_set_counters(),
    )
    arbitrators = hire_arbitrators(_ARBITRATORS)
    tables = [model._meta.db_table for model in _LARGE]
    _run(
        # Kept up row by row, the indexes took most of the time; so they are built at the end.
        *(
            f"UPDATE pg_index SET indisready = false WHERE indrelid = '{t}'::regclass"
            for t in tables
        ),
        make_plan(numbers),
        f"ANALYZE {TABLE}",
        *history(),
        *cases.orders(),
        *cases.cases(arbitrators),
        *cases.snapshots(),
        *cases.proposals(arbitrators, numbers.cases),
        *cases.evidence(numbers.cases),
        *cases.money(),
        *(f"REINDEX TABLE {table}" for table in tables),
        f"CREATE TABLE {POOL} AS SELECT i AS id FROM {TABLE} WHERE story = '{SPARE}'",
        f"DROP TABLE {TABLE}, bench_heads",
        *_set_counters(),
        "VACUUM ANALYZE",
    )
    let_go()  # with its settings
    _check(numbers)


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _set_counters() -> list[str]:
    """So that the next row of each table gets the next id."""
    return connection.ops.sequence_reset_sql(no_style(), list(apps.get_models()))


def _check(numbers: Numbers) -> None:
    """Are the rows what the services would have written? A case of each state is looked at."""
    if Dispute.objects.count() != numbers.cases:
        raise RuntimeError("cases are missing")
    for state in Dispute.objects.order_by().values_list("state", flat=True).distinct():
        dispute = Dispute.objects.filter(state=state).order_by("id")[0]
        events = list(Event.objects.filter(dispute=dispute).select_related("dispute"))
        if not all(map(is_intact, events)) or events[-1].hash != dispute.chain_head:
            raise RuntimeError(f"the history of {dispute} is not as the services write it")
