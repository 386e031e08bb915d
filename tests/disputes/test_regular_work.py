"""The regular work can be paused, and is by itself in a copy of a database."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.core.files.storage import Storage
from django.core.management import CommandError, call_command
from django.test import Client

from arbitration.background import deadlines
from config.celery import app as celery
from disputes import clock
from disputes.background import regular_work
from disputes.models import Dispute, Notice, OutboxMessage, Refund, RegularWork
from disputes.states import SettledBy
from disputes.verbs import negotiation
from sellers.models import Breach
from sellers.states import BreachState
from tests.support.concurrency import PATIENCE, paused
from tests.support.evidence_stores import names_in, stray, use_folder
from tests.support.moments import moment
from tests.support.old_cases import expires, paid_case
from tests.support.rows import everything
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

REASON = "moving to another machine"
COMMANDS = [
    "enforce_deadlines",
    "deliver_outbox",
    "enforce_standing",
    "count_rates",
    "erase_closed",
    "sweep_files",
    "count_months",
    "send_mails",
]
COPIED = "this database is a copy of another one"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Storage:
    return use_folder(monkeypatch, settings, tmp_path / "evidence")


@pytest.fixture
def busy(store: Storage) -> Iterator[World]:
    """A moment at which there is something to do for each task: a case to force, a refund to pay,
    a silence to book, an old case to erase, a file without a row, a form that was never sent."""
    world = World()
    old = paid_case(world)
    with moment(expires(old) - timedelta(days=10)):
        forced, overdue, accepted = (world.open_dispute() for _ in range(3))
    with moment(expires(old) - timedelta(days=6)):
        negotiation.accept(world.as_seller, accepted, accepted.proposals.get())
    assert forced.due_at is not None
    with moment(forced.due_at):
        assert deadlines.enforce_deadlines(limit=1) == 1
    with moment(expires(old)):
        stray(store)
        assert overdue.due_at is not None
        assert overdue.due_at <= clock.now()
        assert Breach.objects.get().dispute == forced
        yield world


def tick_everything() -> None:
    celery.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        celery.tasks[entry["task"]]()


def copied() -> None:
    """As in a dump that was restored into another database."""
    RegularWork.objects.update(database="7000000000000000001/16384")


def page(world: World) -> str:
    return " ".join(signed_in(world.arbitrator).get("/admin/status/").text.split())


def test_a_database_works_from_its_first_migration_on() -> None:
    assert regular_work.pause_in_force() is None


@pytest.mark.parametrize("in_a_copy", [False, True])
def test_no_tick_does_anything_during_a_pause(
    busy: World, store: Storage, *, in_a_copy: bool
) -> None:
    copied() if in_a_copy else regular_work.pause(REASON)
    rows, files = everything(), names_in(store)
    tick_everything()
    assert everything() == rows
    assert names_in(store) == files

    regular_work.resume()
    for _ in range(2):  # what some leave in the outbox for others
        tick_everything()
    assert Dispute.objects.filter(settled_by=SettledBy.SELLER_SILENCE).count() == 2
    assert not Breach.objects.filter(state=BreachState.NOTED).exists()
    assert not Refund.objects.filter(paid_at=None).exists()
    assert not OutboxMessage.objects.filter(delivered_at=None).exists()
    assert Dispute.objects.filter(erased_at__isnull=False).count() == 1
    assert len(names_in(store)) < len(files)


@pytest.mark.parametrize("command", COMMANDS)
def test_nor_does_a_command(command: str) -> None:
    regular_work.pause(REASON)
    before = everything()
    with pytest.raises(CommandError) as refused:
        call_command(command)
    assert str(refused.value) == (
        f"The platform's regular work is paused: {REASON}. Nothing was done. `manage.py "
        "pending_work` says what waits, and `manage.py resume_work` lets it go on."
    )
    assert everything() == before


def test_people_go_on_and_what_they_do_waits(busy: World) -> None:
    copied()
    dispute = busy.open_dispute()
    negotiation.accept(busy.as_seller, dispute, dispute.proposals.get())
    tick_everything()
    assert Refund.objects.get(dispute=dispute).paid_at is None


def test_staff_and_monitoring_are_told(busy: World, settings: LazySettings) -> None:
    settings.METRICS_TOKEN = token = "0123456789abcdef0123456789abcdef"

    def metric() -> str:
        text = Client().get("/metrics", headers={"Authorization": f"Bearer {token}"}).text
        return next(line for line in text.splitlines() if line.startswith("redress_work_paused"))

    assert metric() == "redress_work_paused 0.0"
    assert "is paused" not in page(busy)
    regular_work.pause(REASON)
    assert metric() == "redress_work_paused 1.0"
    assert f"The platform&#x27;s regular work is paused: {REASON}." in page(busy)
    assert re.search(r"It was paused \d+ seconds? ago\. No deadline is enforced", page(busy))
    copied()
    assert metric() == "redress_work_paused 1.0"
    assert f"The platform&#x27;s regular work is paused: {COPIED}." in page(busy)
    answer = Client().get("/readyz?exclude=broker", headers={"Authorization": f"Bearer {token}"})
    sweep = answer.json()["checks"]["sweep"]
    assert sweep == {"ok": False, "detail": f"The platform's regular work is paused: {COPIED}."}


def test_every_page_of_staff_says_so_and_a_buyer_is_not_told_that_money_is_on_its_way(
    busy: World,
) -> None:
    dispute = busy.open_dispute()
    negotiation.accept(busy.as_seller, dispute, dispute.proposals.get())
    arbitrator, buyer = signed_in(busy.arbitrator), signed_in(busy.buyer)
    queue, about = "/admin/disputes/dispute/", f"/buyer/cases/{dispute.reference}/"
    note = "Deadlines, refunds and messages wait until it goes on."
    assert note not in arbitrator.get(queue).text
    assert "Being paid. This takes a few moments." in buyer.get(about).text
    copied()
    for address in (queue, f"{queue}{dispute.reference}/", "/admin/status/"):
        shown = arbitrator.get(address, follow=True).text
        assert f"The platform&#x27;s regular work is paused: {COPIED}. {note}" in shown
    assert "The platform has paused payments for now." in buyer.get(about).text
    # Nor are the sweeps blamed: those that nobody has heard of, and those that are late.
    assert arbitrator.get("/admin/status/").text.count(">Paused<") == 4


def said(command: str, *arguments: str) -> list[str]:
    text = StringIO()
    call_command(command, *arguments, stdout=text)
    return text.getvalue().splitlines()


def test_what_waits_can_be_read_before_it_goes_on(busy: World) -> None:
    said("pause_work", REASON)
    before = everything()
    assert said("pending_work") == [
        f"The platform's regular work is paused: {REASON}.",
        "Refunds that would be paid: 2, $46.00",
        "Erase files: 0",
        "Tell the marketplace about a store: 0",
        "Messages to be tried again later: 0",
        "Messages that were given up, and stay so: 0",
        "Mails that would be sent: 0",
        f"Notices that would be mailed: {Notice.objects.count()}",
        "Cases whose deadline has passed: 1",
        "  Waiting for the seller: 1 (the seller was silent: the buyer's request is carried out)",
        "Cases whose deadline passes within the next 24 hours: 0",
        "Breaches of rules that would be booked, with their points: 1",
        "Stores whose points or sanctions have something due: 0",
        "Closed cases whose words and photos would be erased: 1",
        "Files that would be deleted: manage.py sweep_files --dry-run -v 2",
    ]
    assert everything() == before
    said("resume_work")
    assert said("pending_work")[0] == "The platform's regular work goes on."


@pytest.mark.usefixtures("committed")
def test_a_copy_is_paused_while_a_person_pauses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the two statements nobody may take it for the database whose work is done."""
    copied()
    with paused(monkeypatch, clock, "sql", lambda: regular_work.pause(REASON)) as pausing:
        assert regular_work.pause_in_force() == regular_work.Pause(COPIED)
    assert pausing.result(PATIENCE) is None
    in_force = regular_work.pause_in_force()
    assert in_force is not None
    assert in_force.reason == REASON


def test_a_pause_has_a_reason() -> None:
    for reason in ("", " ", "x" * 301):
        with pytest.raises(CommandError, match="a reason of 1 to 300 characters"):
            call_command("pause_work", reason)
    assert regular_work.pause_in_force() is None


def test_an_emptied_table_is_no_permission() -> None:
    RegularWork.objects.all().delete()
    assert regular_work.pause_in_force() is not None
    regular_work.resume()
    assert regular_work.pause_in_force() is None
