"""No page about a store and no batch of its ledger reads more rows the more acts wait, or the more
are booked already."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arbitration.operations import gauges
from disputes import pages
from disputes.models import Dispute
from disputes.states import Verb
from sellers.background.ledger_sweep import enforce_standing
from sellers.kernel import penalty_preview
from sellers.models import Penalty, Rule
from sellers.selectors import changes
from tests.support.backlogs import WORDS, at_a_time, note
from tests.support.people import make_user
from tests.support.planner import analyse
from tests.support.workspace import CASES, signed_in
from tests.support.world import World

__all__ = ["at_a_time"]  # a fixture
# Rows; more than a thousand are written in between. The permissions, some 240, are all read or
# none, as the planner likes.
A_FEW = 300

pytestmark = pytest.mark.django_db


def rows_read() -> int:
    """In this transaction, by whatever means."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) "
            "FROM pg_stat_xact_user_tables"
        )
        return int(cursor.fetchone()[0])


def prepare_to_count() -> None:
    """Small tables are read as a whole although there is an index for it, large ones are not."""
    analyse()
    with connection.cursor() as cursor:
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a test reaches with few rows."""
    monkeypatch.setattr(pages, "MOST", 40)
    monkeypatch.setattr(gauges, "MOST", 40)
    monkeypatch.setattr(changes, "_MOST_STEPS", 40)
    monkeypatch.setattr(penalty_preview, "ACTS", 20)


def looks(world: World, dispute: Dispute) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each page that says something of a store's standing, and what monitoring asks."""
    seller, supervisor = signed_in(world.seller), signed_in(world.supervisor)
    arbitrator, auditor = signed_in(world.arbitrator), signed_in(make_user("a", "Auditors"))
    penalty = Penalty.objects.filter(store=world.store).order_by("pk").first()
    assert penalty is not None
    stores, rule = "/admin/disputes/store/", Rule.objects.get(code="off_platform")
    for client, address in (
        (seller, "/seller/"),
        (seller, "/seller/standing/"),
        (seller, f"/seller/standing/penalties/{penalty.pk}/"),
        (seller, f"/seller/cases/{dispute.reference}/"),
        (seller, f"/seller/cases/{dispute.reference}/{Verb.REJECT}/"),
        (arbitrator, CASES),
        (arbitrator, f"{CASES}{dispute.reference}/"),
        (auditor, "/admin/status/"),
        (supervisor, stores),
        (supervisor, f"{stores}{world.store.pk}/"),
        (supervisor, f"{stores}penalties/{penalty.pk}/"),
        (supervisor, f"{stores}appeals/"),
        (supervisor, f"{stores}proposals/"),
    ):
        yield address, partial(get, client, address)
    yield (
        "penalise",
        partial(
            post,
            supervisor,
            f"{stores}{world.store.pk}/penalise/",
            rule=rule.pk,
            case=dispute.reference,
            reasons=WORDS,
        ),
    )
    yield (
        "lower",
        partial(
            post, supervisor, f"{stores}penalties/{penalty.pk}/lower/", stays="none", reasons=WORDS
        ),
    )
    yield "metrics", gauges.read


def get(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200, address


def post(client: Client, address: str, **data: Any) -> None:
    """The page that says what will happen."""
    response = client.post(address, data)
    assert response.status_code == 200
    assert response.context["consequences"], address


def counted(world: World, dispute: Dispute) -> dict[str, tuple[int, int]]:
    """Of each look: how many queries it takes, and how many rows they read."""
    prepare_to_count()
    found = {}
    for name, look in looks(world, dispute):
        look()  # what is read once and kept for later
        before = rows_read()
        with CaptureQueriesContext(connection) as queries:
            look()
        found[name] = (len(queries), rows_read() - before)
    return found


def what_has_grown(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """A few rows more mean nothing: what staff look at is logged."""
    return {
        name: (before[name], after[name])
        for name in before
        if after[name][0] != before[name][0] or after[name][1] > before[name][1] + A_FEW
    }


@pytest.mark.usefixtures("few")
def test_no_page_reads_more_rows_the_more_acts_wait(world: World) -> None:
    dispute = world.open_dispute()
    note(world.store, 20)
    enforce_standing()
    note(world.store, 100, apart=timedelta(minutes=1))
    before = counted(world, dispute)
    note(world.store, 1_900, apart=timedelta(minutes=1))
    assert what_has_grown(before, counted(world, dispute)) == {}


@pytest.mark.usefixtures("few")
def test_no_page_reads_more_rows_the_more_is_booked(world: World) -> None:
    dispute = world.open_dispute()
    note(world.store, 100, apart=timedelta(minutes=1))
    enforce_standing()
    before = counted(world, dispute)
    note(world.store, 900, apart=timedelta(minutes=1))
    enforce_standing()
    assert what_has_grown(before, counted(world, dispute)) == {}


def test_no_batch_reads_more_rows_the_more_acts_wait(
    world: World, at_a_time: Callable[[int], None]
) -> None:
    """Nor the longer the ledger is."""
    at_a_time(20)

    def batch() -> int:
        prepare_to_count()
        before = rows_read()
        enforce_standing(seconds=0)
        return rows_read() - before

    note(world.store, 100, apart=timedelta(minutes=1))
    batch()
    few_wait = batch() + A_FEW
    note(world.store, 1_900, apart=timedelta(seconds=1))
    many_wait = batch()
    at_a_time(1_000)
    enforce_standing()
    note(world.store, 100, apart=timedelta(milliseconds=1))
    at_a_time(20)
    batch()
    assert max(many_wait, batch()) <= few_wait
