"""Every law on a model holds for whoever writes SQL, and no session can switch it off."""

import re
from collections.abc import Iterator
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, models, transaction

from arbitration.models import AccessLog
from disputes import clock
from disputes.models import (
    CaseGroup,
    Dispute,
    Event,
    LineSnapshot,
    Order,
    OrderLine,
    ParcelItem,
    Refund,
)
from disputes.models.laws import Law, NeverEmptied, OnInserts
from disputes.rules.solutions import Offer
from disputes.states import Solution, State
from sellers.models import PenaltyAppeal
from tests.disputes.test_database_laws import assert_refused, copy, run
from tests.standing.full import full_ledger
from tests.support.moments import run_out
from tests.support.rests import close_for_days, pause_all
from tests.support.terms import PAID
from tests.support.world import World

MODELS: list[Any] = [model for model in apps.get_models() if getattr(model._meta, "triggers", ())]
LAWS: dict[str, tuple[Any, Law]] = {
    law.name: (model, law) for model in MODELS for law in model._meta.triggers
}

# For each law a statement that breaks it, and what the database says; of an open case and one that
# was withdrawn on the same line, one that was paid, and a full ledger.
OF_OPEN = "(SELECT line_id FROM disputes_dispute WHERE closed_at IS NULL)"
BREAKS = {
    "event_append_only": ("append-only", "UPDATE disputes_event SET data = data - 'text'"),
    "posting_append_only": ("append-only", "DELETE FROM disputes_posting"),
    "postings_balance": (
        "do not sum to zero",
        """
        INSERT INTO disputes_posting (refund_id, account, amount_minor, currency, posted_at)
        SELECT refund_id, account, 1, currency, posted_at FROM disputes_posting LIMIT 1
        """,
    ),
    "refund_adds_up": (
        "refunds_within_paid",
        f"""
        INSERT INTO disputes_refund
            (dispute_id, line_id, key, amount_minor, freight_minor, freight_payer, currency,
            decided_at, gateway_reference)
        SELECT id, line_id, reference, {PAID} / 2 + 1, 0, '', 'USD', now(), ''
        FROM disputes_dispute WHERE line_id IN {OF_OPEN}
        """,
    ),
    "refund_freight_within_terms": (
        "freight_within_terms",
        f"""
        INSERT INTO disputes_refund
            (dispute_id, line_id, key, amount_minor, freight_minor, freight_payer, currency,
            decided_at, gateway_reference)
        SELECT id, line_id, reference, 1, 1, 'seller', 'USD', now(), ''
        FROM disputes_dispute WHERE line_id IN {OF_OPEN} LIMIT 1
        """,
    ),
    "refund_stays": ("a refund keeps its case", "UPDATE disputes_refund SET amount_minor = 1"),
    "ground_stays": ("keeps its words", "UPDATE disputes_ground SET text = 'Bought.'"),
    "line_of_a_case_stays": ("stays where it is", "DELETE FROM disputes_orderline"),
    "line_of_a_case_keeps_its_order": (
        "stays where it is",
        "UPDATE disputes_orderline SET number = number + 9",
    ),
    "paid_covers_open_cases": (
        "covers its refunds and its open case",
        f"UPDATE disputes_orderline SET paid_minor = paid_minor - 1 WHERE id IN {OF_OPEN}",
    ),
    "order_of_a_case_stays": ("keeps its buyer", "UPDATE disputes_order SET currency = 'EUR'"),
    "case_has_a_snapshot": ("does not hold what it is about", ""),  # a copy of a row, made below
    "pieces_taken": (
        "is about an item of another line",
        "",  # a copy of a row, made below
    ),
    "group_of_one_parcel": (
        "about another parcel than its group",
        "",  # a copy of a row, made below
    ),
    "pieces_given_back": (
        "one_case_per_piece",
        f"""
        UPDATE disputes_dispute SET state = 'negotiating', due_at = now(), closed_at = NULL
        WHERE state = 'withdrawn' AND line_id IN {OF_OPEN}
        """,
    ),
    "case_keeps_its_pieces": ("stays about", "UPDATE disputes_dispute SET pieces = pieces + 1"),
    "item_of_a_case_stays": ("stays where it is", "DELETE FROM disputes_parcelitem"),
    "item_of_a_case_keeps_its_line": (
        "stays where it is",
        "UPDATE disputes_parcelitem SET number = number + 9",
    ),
    "parcel_fact_append_only": ("append-only", "UPDATE disputes_parcelfact SET kind = 'lost'"),
    "snapshot_stays": ("stays as it was", "UPDATE disputes_linesnapshot SET title = 'Gold'"),
    "installation_stays": ("stays what it is", "UPDATE disputes_installation SET kind = 'demo'"),
    "pause_stays_as_published": (
        "stays as it is",
        "UPDATE disputes_clockpause SET until = until + interval '1 day'",
    ),
    "closed_days_stay_announced": (
        "stays as it is",
        "UPDATE disputes_closeddays SET ends_at = ends_at + interval '1 day'",
    ),
    "access_log_append_only": ("append-only", "DELETE FROM arbitration_accesslog"),
    "rule_append_only": ("append-only", "UPDATE sellers_rule SET points = 1"),
    "entry_append_only": ("append-only", "UPDATE sellers_entry SET points = 0"),
    "ledger_event_append_only": ("append-only", "UPDATE sellers_ledgerevent SET data = '{}'"),
    "breach_stays": ("append-only", "UPDATE sellers_breach SET reasons = 'None.'"),
    "penalty_stays": ("append-only", "UPDATE sellers_penalty SET expires_at = now()"),
}
BREAKS |= {
    name: ("is not emptied", f"TRUNCATE {model._meta.db_table} CASCADE")
    for name, (model, law) in LAWS.items()
    if isinstance(law, NeverEmptied)
}
# And what is no refusal, with a test of its own.
FILLS_IN = {"appeal_has_store"}


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    """With rows of every table that has a law."""
    world = World()
    ruled = world.dispute_in(State.AWAITING_RULING)
    world.rule(ruled, Offer(Solution.NO_REFUND))
    run_out(world, ruled)
    withdrawn, paid = world.dispute_in(State.WITHDRAWN), world.dispute_in(State.RESOLVED)
    world.open_dispute(withdrawn.line)
    world.line()
    AccessLog.objects.create(
        dispute=paid, user=world.arbitrator, page=AccessLog.Page.CASE, at=clock.now()
    )
    full_ledger(world)
    close_for_days(world)
    pause_all(world)
    # What waits for a commit would stop TRUNCATE before the law does.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return world


def test_none_is_forgotten() -> None:
    assert BREAKS.keys() | FILLS_IN == LAWS.keys()
    assert len(LAWS) == sum(len(model._meta.triggers) for model in MODELS), "two of one name"
    assert all(isinstance(law, Law) for _model, law in LAWS.values())
    # TRUNCATE goes past every law for rows.
    never_emptied = {model for model, law in LAWS.values() if isinstance(law, NeverEmptied)}
    assert {model for model, _law in LAWS.values()} == never_emptied


@pytest.mark.django_db
@pytest.mark.parametrize("switched_off", [False, True], ids=["", "switched off"])
@pytest.mark.parametrize("law", BREAKS)
def test_it_holds_against_sql(world: World, law: str, switched_off: bool) -> None:
    """Not even by the setting that switches the library's own triggers off."""
    said, statement = BREAKS[law]
    values: list[Any] = []
    free = ParcelItem.objects.get(disputed_pieces=0, line__order__buyer=world.buyer)
    withdrawn = Dispute.objects.get(state=State.WITHDRAWN)
    if law == "case_has_a_snapshot":
        about = {"item_id": free.pk, "line_id": free.line_id}
        statement, values = copy(withdrawn, reference="R-2222", **about)
    if law == "pieces_taken":
        statement, values = copy(withdrawn, reference="R-2222", item_id=free.pk)
    if law == "group_of_one_parcel":
        group = CaseGroup.objects.create(parcel=withdrawn.item.parcel)
        about = {"item_id": free.pk, "line_id": free.line_id, "group_id": group.pk}
        statement, values = copy(withdrawn, reference="R-2222", **about)
    if not switched_off:
        assert_refused(said, statement, *values)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [_all_their_names()])
    with pgtrigger.ignore():
        assert_refused(said, statement, *values)


def _all_their_names() -> str:
    return f"{{{','.join(law.get_pgid(model) for model, law in LAWS.values())}}}"


@pytest.mark.django_db
def test_the_store_of_an_appeal_is_that_of_its_penalty(world: World) -> None:
    appeal = PenaltyAppeal.objects.earliest("pk")
    statement, values = copy(appeal, penalty_store_id=world.other_store.pk)
    appeal.delete()
    run(statement, *values)
    assert PenaltyAppeal.objects.latest("pk").penalty_store == world.store


@pytest.mark.django_db
def test_refunds_of_one_statement_add_up_on_their_line(world: World) -> None:
    dispute = Dispute.objects.get(closed_at=None)
    row = Refund.objects.get()
    statement, values = copy(
        row, dispute_id=dispute.pk, line_id=dispute.line_id, key="k", amount_minor=5
    )
    run(statement, *values)
    assert OrderLine.objects.get(pk=dispute.line_id).refunded_minor == 5


@pytest.mark.django_db
def test_a_temporary_table_is_not_taken_for_ours(world: World) -> None:
    """Anybody may make one, and unless told otherwise PostgreSQL looks there first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE disputes_dispute ON COMMIT DROP AS "
            "SELECT id, line_id, now() AS closed_at FROM public.disputes_dispute"
        )
        cursor.execute("SELECT count(*) FROM disputes_dispute WHERE closed_at IS NULL")
        assert cursor.fetchone() == (0,), "it is not what a plain name means"
        for law in ("event_append_only", "paid_covers_open_cases"):
            said, statement = BREAKS[law]
            statement = statement.replace("FROM disputes_dispute", "FROM public.disputes_dispute")
            with pytest.raises(IntegrityError, match=said), transaction.atomic():
                cursor.execute(statement)


@pytest.mark.django_db
def test_the_database_has_these_as_the_models_say_them_and_no_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, obj_description(law.oid), tgenabled, proname, proconfig, prosecdef "
            "FROM pg_trigger AS law JOIN pg_proc AS function ON function.oid = tgfoid "
            "WHERE NOT tgisinternal"
        )
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    path = ["search_path=public, pg_temp"]
    assert found == {
        law.get_pgid(model): (law.compile(model).hash, "O", law.get_pgid(model), path, False)
        for model, law in LAWS.values()
    }


# What they name


OWN = re.compile(r"""\b(?:NEW|OLD)\."?(\w+)"?|(?:NEW|OLD)\) - '(\w+)'""")
TABLE = re.compile(r"\b(?:FROM|JOIN|UPDATE) (\w+) AS (\w+)")
OTHER = re.compile(r"\b(\w+)\.(\w+)\b")
BY_TABLE = {model._meta.db_table: model for model in apps.get_models()}


def unknown(law: Law, model: type[models.Model]) -> Iterator[str]:
    """What of a law's SQL is no column of any of our tables."""
    sql = str(law.compile(model).sql.kwargs)
    sql = sql.replace("\\n", " ").replace("\\'", "'")
    for names in OWN.findall(sql):
        if (name := "".join(names)) not in columns_of(model):
            yield f"{law.name} names {model._meta.db_table}.{name}, which no field has"
    tables = {alias: BY_TABLE.get(table) for table, alias in TABLE.findall(sql)}
    if isinstance(law, OnInserts):
        tables |= {alias: model for table, alias in TABLE.findall(sql) if table.startswith("new_")}
    for table, alias in TABLE.findall(sql):
        if tables[alias] is None:
            yield f"{law.name} names {table}, which is no table of ours"
    for alias, name in OTHER.findall(sql):
        other = tables.get(alias)
        if other is not None and name not in columns_of(other):
            yield f"{law.name} names {other._meta.db_table}.{name}, which no field has"


def columns_of(model: type[models.Model]) -> set[str]:
    return {str(field.column) for field in model._meta.concrete_fields}


@pytest.mark.parametrize("law", LAWS)
def test_it_names_columns_that_are_there(law: str) -> None:
    model, found = LAWS[law]
    assert list(unknown(found, model)) == []


def test_the_facts_of_a_snapshot_are_columns() -> None:
    assert {*LineSnapshot.FACTS, "as_of"} < columns_of(LineSnapshot)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("IF NEW.sort = 1 THEN", "disputes_event.sort, which no field has"),
        ("to_jsonb(OLD) - 'details'", "disputes_event.details, which no field has"),
        (
            "SELECT FROM disputes_order AS bought WHERE bought.customer_id = 1",
            "disputes_order.customer_id, which no field has",
        ),
        ("SELECT FROM disputes_case AS one WHERE", "disputes_case, which is no table of ours"),
    ],
)
def test_a_name_of_before_is_told(sql: str, says: str) -> None:
    law = Law(name="made_up", when=pgtrigger.Before, operation=pgtrigger.Update, func=sql)
    assert list(unknown(law, Event)) == [f"made_up names {says}"]


def test_a_field_of_before_is_told() -> None:
    law = Law(
        name="made_up", when=pgtrigger.Before, operation=pgtrigger.Update, of=["customer"], func="-"
    )
    with pytest.raises(FieldDoesNotExist, match="Order has no field named 'customer'"):
        law.compile(Order)
