"""The sweep of files deletes nothing on a guess: each name is asked about, and much waits for a
supervisor, who approves exactly what was found."""

import re
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.operations import gauges
from disputes import clock
from disputes.background import file_sweep, halts
from disputes.background.erasure import FileErasure
from disputes.background.file_sweep import DayOfStore, Swept
from disputes.kernel.stored_names import names_with_rows
from disputes.models import Attachment, HaltedCleanup, OrderLine, OutboxMessage, Topic
from disputes.verbs import cleanups
from tests.support.evidence_stores import names_in, row_of, stray, use_folder, with_a_row
from tests.support.workspace import nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
AGE = 3 * DAY
STATUS = "/admin/status/"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Storage:
    return use_folder(monkeypatch, settings, tmp_path / "evidence")


@pytest.fixture
def world(store: Storage) -> World:
    return World()


@pytest.fixture
def not_its_hour() -> Iterator[None]:
    """An hour of today at which the day of the files does not have its turn."""
    now = clock.now().astimezone(UTC)
    hour = (the_day().toordinal() + 1) % 24
    with clock.shifted(timedelta(hours=hour - now.hour)):
        yield


def the_day() -> date:
    return (clock.now() - AGE).astimezone(UTC).date()


def much(world: World, store: Storage, number: int = 21, kept: int = 30) -> tuple[list[str], ...]:
    """A day of files, more of which have no row than usual; the strays, and all others."""
    others = [with_a_row(world, store, AGE) for _number in range(kept)]
    return sorted(stray(store, AGE) for _number in range(number)), sorted(others)


def swept_again(world: World, *strays: int) -> None:
    for number in strays:
        assert file_sweep.sweep_all_files() == Swept(uploads=0, strays=number)


@pytest.mark.parametrize("field", ["original", "shared", "thumbnail"])
def test_a_name_that_a_row_has_stays_whatever_the_list_of_strays_says(
    field: str, world: World, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when two sweeps read each other's rows. The row is of another day than the file."""
    kept, lost = stray(store, AGE), stray(store, AGE)
    row_of(world, kept, 400 * DAY, field)
    wrong = DayOfStore(the_day(), lying=100, strays=[kept, lost])
    nothing = DayOfStore(the_day(), lying=0, strays=[])
    monkeypatch.setattr(file_sweep, "files_of", lambda day: wrong if day == the_day() else nothing)
    assert file_sweep.sweep_all_files() == Swept(uploads=0, strays=1)
    assert names_in(store) == [kept]


def test_so_does_a_name_of_another_model(world: World, store: Storage) -> None:
    line, kept = world.line(), stray(store, AGE)
    OrderLine.objects.filter(pk=line.pk).update(picture=kept)
    assert file_sweep.files_of(the_day()) == DayOfStore(the_day(), lying=1, strays=[])
    swept_again(world, 0)
    assert store.exists(kept)


def test_a_row_of_another_day_counts_as_well(world: World, store: Storage) -> None:
    kept = stray(store, AGE)
    row_of(world, kept, 400 * DAY)
    swept_again(world, 0)
    assert names_in(store) == [kept]


def test_what_two_rows_have_stays_when_one_of_them_goes(world: World, store: Storage) -> None:
    """Held for a form that was never sent, and kept by another row."""
    held = world.photo(world.buyer)
    Attachment.objects.filter(pk=held.pk).update(uploaded_at=clock.now() - 31 * DAY)
    row_of(world, str(held.shared.name), DAY, "shared")
    assert file_sweep.sweep_all_files() == Swept(uploads=1, strays=0)
    assert names_in(store) == [held.shared.name]


def test_nor_does_erasing_a_case_take_it(world: World, store: Storage) -> None:
    kept, lost = with_a_row(world, store), stray(store)
    message = OutboxMessage(topic=Topic.ERASE_FILES, payload={"files": [kept, lost]})
    FileErasure([message]).send(message)
    assert names_in(store) == [kept]


def test_each_name_is_looked_up_in_an_index(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert names_with_rows(["evidence/2026/01/01/a.jpg", "evidence/2026/01/01/b.jpg"]) == set()
    assert len(asked) == 5
    with connection.cursor() as cursor:
        # The planner would rather read a few rows by any index at all; a bitmap needs the name.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_indexonlyscan = off")
        for query in asked:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert re.search(r"Index Scan on (files|lines|snapshots)_by_\w+", plan), plan


def test_a_handful_goes_by_itself(world: World, store: Storage) -> None:
    _, others = much(world, store, number=20)
    swept_again(world, 20, 0)
    assert names_in(store) == others
    assert not HaltedCleanup.objects.exists()


def test_of_a_busy_day_a_twentieth_does() -> None:
    assert [halts.usual(total) for total in (0, 100, 400, 420, 24_000)] == [20, 20, 20, 21, 1200]


def test_more_than_that_stops_and_nothing_of_the_day_goes(world: World, store: Storage) -> None:
    strays, others = much(world, store)
    other_day = [stray(store, 5 * DAY), with_a_row(world, store, 5 * DAY)]
    assert file_sweep.sweep_all_files() == Swept(uploads=0, strays=1, halted=1)
    assert names_in(store) == sorted([*strays, *others, other_day[1]])
    halt = HaltedCleanup.objects.get()
    assert (halt.kind, halt.day) == (HaltedCleanup.Kind.STRAY_FILES, the_day())
    assert (halt.number, halt.total, halt.names) == (21, 51, strays)
    assert (halt.approved_by, halt.approved_at, halt.ended_at) == (None, None, None)
    assert file_sweep.sweep_all_files() == Swept(uploads=0, strays=0, halted=1)
    assert HaltedCleanup.objects.get() == halt


def test_nor_do_many_uploads_of_forms_at_once(world: World, store: Storage) -> None:
    """As a database's clock makes them look that leapt a month ahead."""
    first = world.photo(world.buyer)
    Attachment.objects.bulk_create(
        Attachment(
            uploader=world.buyer, form_key="form", name="a.jpg", size=3, sha256="",
            original=stray(store, timedelta()), uploaded_at=first.uploaded_at,
        )
        for _number in range(20)
    )  # fmt: skip
    before = names_in(store)
    with clock.shifted(31 * DAY):
        assert file_sweep.sweep_files() == Swept(uploads=0, strays=0, halted=1)
        assert names_in(store) == before
        halt = HaltedCleanup.objects.get()
        assert (halt.kind, halt.number, halt.total) == (HaltedCleanup.Kind.OLD_UPLOADS, 21, 21)
        page = signed_in(world.supervisor).get(f"{STATUS}cleanups/{halt.pk}/").text
        assert "Delete these 21 files" in page
        call_command("sweep_files", approve=halt.pk, supervisor=world.supervisor.username)
    assert names_in(store) == []
    assert not Attachment.objects.exists()


def test_of_a_day_of_which_the_database_knows_nothing_not_one_file_goes(
    world: World, store: Storage
) -> None:
    """As it looks to a database that is another one, or older than the files."""
    lost = stray(store, AGE)
    assert file_sweep.sweep_all_files() == Swept(uploads=0, strays=0, halted=1)
    assert names_in(store) == [lost]
    assert HaltedCleanup.objects.get().names == [lost]


def test_it_is_said_on_the_status_page_in_the_metrics_and_by_the_command(
    world: World, store: Storage
) -> None:
    much(world, store)
    said, dry = StringIO(), StringIO()
    call_command("sweep_files", dry_run=True, stdout=dry)
    call_command("sweep_files", stdout=said)
    halt = HaltedCleanup.objects.get()
    assert dry.getvalue().splitlines()[-1] == (
        f"of these, 21 of the 51 files of {the_day()} only when a supervisor approves it"
    )
    assert said.getvalue() == (
        "0 files of forms and 0 files without a row deleted\n"
        f"Stopped: Files without a row, {the_day()}: 21 of 51 would go, more than usual. Look why; "
        f"then --approve {halt.pk} --as SUPERVISOR, or on the status page\n"
    )
    assert gauges.read().halted(HaltedCleanup.Kind.STRAY_FILES) == 1
    for user in (world.arbitrator, world.supervisor):
        page = signed_in(user).get(STATUS).text
        assert "1 clean-up stopped before it deleted more than usual." in page
        assert f'href="{STATUS}cleanups/{halt.pk}/"' in page
        assert "21 of 51" in page


@pytest.mark.usefixtures("not_its_hour")
def test_it_goes_on_when_a_supervisor_says_so(world: World, store: Storage) -> None:
    _, others = much(world, store)
    file_sweep.sweep_all_files()
    halt = HaltedCleanup.objects.get()
    address, client = f"{STATUS}cleanups/{halt.pk}/", signed_in(world.supervisor)
    page = client.get(address).text
    assert "Delete these 21 files" in page
    assert "cannot be had back" in page
    assert page.count("evidence/") == 20
    assert "And 1 more." in page
    response = client.post(address, {"number": "21"})
    assert (response.status_code, response["Location"]) == (302, STATUS)
    assert told(response) == ["Approved. The next run deletes exactly this, once."]
    halt.refresh_from_db()
    assert halt.approved_by == world.supervisor
    assert halt.approved_at is not None
    assert gauges.read().halted(HaltedCleanup.Kind.STRAY_FILES) == 0
    assert file_sweep.sweep_files() == Swept(uploads=0, strays=21)
    assert names_in(store) == others
    halt.refresh_from_db()
    assert halt.ended_at is not None
    assert "Approved by" in client.get(address).text


def test_once(world: World, store: Storage) -> None:
    strays, others = much(world, store)
    file_sweep.sweep_all_files()
    cleanups.approve_cleanup(world.supervisor, HaltedCleanup.objects.get())
    swept_again(world, 21, 0)
    for name in strays:
        store.save(name, ContentFile(b"again"))
    assert file_sweep.sweep_all_files() == Swept(uploads=0, strays=0, halted=1)
    assert names_in(store) == sorted(strays + others)


def test_more_than_was_approved_stops_again(world: World, store: Storage) -> None:
    strays, others = much(world, store)
    file_sweep.sweep_all_files()
    first = HaltedCleanup.objects.get()
    cleanups.approve_cleanup(world.supervisor, first)
    one_more = stray(store, AGE)
    assert file_sweep.sweep_all_files() == Swept(uploads=0, strays=0, halted=1)
    assert names_in(store) == sorted([*strays, *others, one_more])
    first.refresh_from_db()
    assert first.ended_at is not None
    second = HaltedCleanup.objects.get(ended_at=None)
    assert (second.number, second.approved_at) == (22, None)
    assert second.names == sorted([*strays, one_more])


def test_less_than_was_approved_goes(world: World, store: Storage) -> None:
    strays, others = much(world, store, number=30)
    file_sweep.sweep_all_files()
    cleanups.approve_cleanup(world.supervisor, HaltedCleanup.objects.get())
    for name in strays[:5]:
        store.delete(name)
    row_of(world, strays[5], AGE)
    swept_again(world, 24, 0)
    assert names_in(store) == sorted([*others, strays[5]])


def test_a_sweep_whose_time_is_over_is_gone_on_with(world: World, store: Storage) -> None:
    strays, _ = much(world, store, number=30)
    file_sweep.sweep_all_files()
    cleanups.approve_cleanup(world.supervisor, HaltedCleanup.objects.get())
    assert file_sweep._sweep([the_day()], lambda: False) == Swept(uploads=0, strays=0)
    store.delete(strays[0])
    assert HaltedCleanup.objects.get().ended_at is None
    swept_again(world, 29, 0)
    assert HaltedCleanup.objects.get().ended_at is not None


def test_a_day_that_is_in_order_again_asks_nobody(world: World, store: Storage) -> None:
    strays, _ = much(world, store)
    file_sweep.sweep_all_files()
    for name in strays:
        row_of(world, name, AGE)
    swept_again(world, 0)
    halt = HaltedCleanup.objects.get()
    assert (halt.approved_at, halt.ended_at is None) == (None, False)


def test_a_day_that_stopped_is_looked_at_however_long_a_supervisor_takes(
    world: World, store: Storage
) -> None:
    _, others = much(world, store)
    file_sweep.sweep_all_files()
    with clock.shifted(400 * DAY):
        cleanups.approve_cleanup(world.supervisor, HaltedCleanup.objects.get())
        swept_again(world, 21, 0)
    assert names_in(store) == others


def test_only_a_supervisor_and_only_what_was_shown(world: World, store: Storage) -> None:
    much(world, store)
    file_sweep.sweep_all_files()
    halt = HaltedCleanup.objects.get()
    address = f"{STATUS}cleanups/{halt.pk}/"
    arbitrator, supervisor = signed_in(world.arbitrator), signed_in(world.supervisor)
    assert "<button" not in arbitrator.get(address).text.split('id="found"')[1]
    with nothing_changes():
        assert arbitrator.post(address, {"number": "21"}).status_code == 403
        for form in ({}, {"number": "20"}, {"number": "x"}):
            assert supervisor.post(address, form).status_code == 200
    stray(store, AGE)
    file_sweep.sweep_all_files()
    with nothing_changes():
        late = supervisor.post(address, {"number": "21"})
    assert "something else was found since" in told(late)[0]


def test_by_the_command(world: World, store: Storage) -> None:
    _, others = much(world, store)
    file_sweep.sweep_all_files()
    halt = HaltedCleanup.objects.get()
    for options, says in (
        ({"approve": halt.pk}, "belong together"),
        ({"supervisor": "x"}, "belong together"),
        ({"approve": halt.pk, "supervisor": "nobody"}, "no account nobody"),
        ({"approve": 0, "supervisor": world.supervisor.username}, "no halted clean-up 0"),
        ({"approve": halt.pk, "supervisor": world.arbitrator.username}, "Only a supervisor"),
    ):
        with nothing_changes(), pytest.raises(CommandError, match=says):
            call_command("sweep_files", **options)
    said = StringIO()
    call_command("sweep_files", approve=halt.pk, supervisor=world.supervisor.username, stdout=said)
    assert said.getvalue() == "0 files of forms and 21 files without a row deleted\n"
    assert names_in(store) == others
    halt.refresh_from_db()
    assert halt.approved_by == world.supervisor
