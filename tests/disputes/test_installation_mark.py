"""Demo and production never meet in one database: a mark says which it is, and nobody flips it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client

from disputes import clock
from disputes.installation import InstallationKind, WrongDatabase, refuse_wrong_database
from disputes.models import Installation
from tests.support import production as sites
from tests.support.people import make_user
from tests.support.rows import everything
from tests.support.world import World

SETTINGS = {
    InstallationKind.PRODUCTION: {"DEBUG": False, "DEMO": False, "TESTING": False},
    InstallationKind.DEMO: {"DEBUG": False, "DEMO": True, "TESTING": False},
    InstallationKind.DEVELOPMENT: {"DEBUG": True, "DEMO": False, "TESTING": False},
    InstallationKind.TEST: {"DEBUG": False, "DEMO": False, "TESTING": True},
}
# Each kind of process, with the marks that it accepts. Tests look into the demos they have made.
ACCEPTED = {
    InstallationKind.PRODUCTION: {InstallationKind.PRODUCTION},
    InstallationKind.DEMO: {InstallationKind.DEMO},
    InstallationKind.DEVELOPMENT: {InstallationKind.DEVELOPMENT},
    InstallationKind.TEST: {InstallationKind.TEST, InstallationKind.DEMO},
}

Become = Callable[[InstallationKind], None]


@pytest.fixture
def become(settings: LazySettings) -> Become:
    """This process is of another kind from now on."""

    def change(kind: InstallationKind) -> None:
        for name, value in SETTINGS[kind].items():
            setattr(settings, name, value)

    return change


def mark(kind: InstallationKind | None) -> None:
    """Another mark, or none, until the test ends: past the trigger, as a superuser can."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM disputes_installation")
        cursor.execute("SET LOCAL session_replication_role = origin")
    if kind:
        Installation.objects.create(kind=kind)


def ask() -> None:
    with connection.cursor() as cursor:
        refuse_wrong_database(cursor)


@pytest.mark.django_db
@pytest.mark.parametrize("marked", InstallationKind)
@pytest.mark.parametrize("process", InstallationKind)
def test_a_process_uses_databases_of_its_own_kind_only(
    become: Become, process: InstallationKind, marked: InstallationKind
) -> None:
    mark(marked)
    become(process)
    if marked in ACCEPTED[process]:
        ask()
    else:
        with pytest.raises(WrongDatabase, match=f"This process is {process.label}, and .* as "):
            ask()


@pytest.mark.django_db
@pytest.mark.parametrize("process", InstallationKind)
class TestWithoutAMark:
    def test_one_without_people_is_free(self, become: Become, process: InstallationKind) -> None:
        """A first `migrate` that was broken off has left it so."""
        mark(None)
        become(process)
        ask()

    def test_one_with_people_is_nobodys(self, become: Become, process: InstallationKind) -> None:
        World()
        mark(None)
        become(process)
        with pytest.raises(WrongDatabase, match="has people in it, and no mark that says for what"):
            ask()


@pytest.mark.django_db
class TestTheMark:
    def test_tests_have_one(self) -> None:
        assert Installation.objects.get().kind == InstallationKind.TEST

    def test_it_cannot_be_changed_or_taken_away_or_doubled(self) -> None:
        marks = Installation.objects.all()
        for change in (
            lambda: marks.update(kind=InstallationKind.PRODUCTION),
            marks.delete,
            lambda: Installation.objects.create(pk=2, kind=InstallationKind.DEMO),
            lambda: Installation.objects.create(kind=InstallationKind.DEMO),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()
        assert Installation.objects.get().kind == InstallationKind.TEST

    def test_migrating_once_more_leaves_it(self, become: Become) -> None:
        mark(InstallationKind.PRODUCTION)
        become(InstallationKind.PRODUCTION)
        call_command("migrate", "--no-input", verbosity=0)
        assert Installation.objects.get().kind == InstallationKind.PRODUCTION

    @pytest.mark.parametrize("kind", InstallationKind)
    def test_migrating_marks_what_has_none(self, become: Become, kind: InstallationKind) -> None:
        mark(None)
        become(kind)
        call_command("migrate", "--no-input", verbosity=0)
        assert Installation.objects.get().kind == kind


@pytest.mark.django_db
class TestWhatElseAsks:
    def test_not_ready(self, become: Become, client: Client) -> None:
        mark(InstallationKind.DEMO)
        become(InstallationKind.PRODUCTION)
        answer = client.get("/readyz?exclude=broker&exclude=sweep&exclude=outbox")
        assert answer.status_code == 503
        assert answer.json()["ready"] is False

    def test_the_clock_of_production_is_not_moved(self) -> None:
        mark(InstallationKind.PRODUCTION)
        with pytest.raises(WrongDatabase):
            clock.skip(timedelta(days=5))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setconfig FROM pg_db_role_setting WHERE setdatabase ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            assert "clock_offset" not in str(cursor.fetchall())

    def test_a_demo_fills_only_what_is_empty(self) -> None:
        make_user("supervisor")
        before = everything()
        with pytest.raises(CommandError, match="only an empty database, and there are 1 users"):
            call_command("fill_demo", stdout=StringIO())
        assert everything() == before


def test_to_a_page_it_is_a_database_that_cannot_be_used() -> None:
    assert issubclass(WrongDatabase, OperationalError)


@pytest.fixture
def of_a_demo() -> Iterator[str]:
    with sites.nothing_but_a_mark(InstallationKind.DEMO) as address:
        yield address


REFUSED = (
    "This process is production, and the database was marked on 2026-11-29 as a demo. Nothing was "
    "changed. Set DATABASE_URL to the database of production; a new one must be empty before its "
    "first migrate."
)
GUNICORN = ("-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", "127.0.0.1:0")
CELERY = ("-m", "celery", "--app", "config.celery")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [
        ("manage.py", "migrate"),
        ("manage.py", "deliver_outbox"),
        ("manage.py", "clearsessions"),
        (*GUNICORN, "config.wsgi"),
        (*CELERY, "worker", "--concurrency=1"),
        (*CELERY, "beat", "--pidfile="),
    ],
    ids=lambda arguments: arguments[-1],
)
def test_production_does_not_start_on_a_demos_database(
    tmp_path: Path, of_a_demo: str, arguments: tuple[str, ...]
) -> None:
    """One sentence, and no traceback."""
    environment = sites.production(tmp_path) | {"DATABASE_URL": of_a_demo}
    answer = sites.run(environment, *arguments)
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1] in {
        f"Redress cannot start: {REFUSED}",
        f"WrongDatabase: {REFUSED}",
    }
    assert "Traceback" not in answer.stderr
    assert sites.tables_of(of_a_demo) == ["disputes_installation"]
