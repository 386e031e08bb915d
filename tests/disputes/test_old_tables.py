"""`migrate` refuses a database of 0.1 before anything is changed, and says what to do."""

from pathlib import Path

import psycopg
import pytest

from disputes.installation import InstallationKind
from tests.support import production as sites

pytestmark = pytest.mark.django_db

REFUSED = (
    "WrongDatabase: This process is production, and the database holds the tables of Redress 0.1, "
    "which 0.2 cannot take over: leave it to 0.1. Nothing was changed. Set DATABASE_URL to the "
    "database of production; a new one must be empty before its first migrate."
)


def applied(address: str, *names: str) -> None:
    with psycopg.connect(address) as database:
        database.execute(
            "CREATE TABLE django_migrations ("
            "id bigint GENERATED ALWAYS AS IDENTITY, app text, name text, applied timestamptz)"
        )
        for name in names:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())",
                name.split("."),
            )


@pytest.mark.slow
@pytest.mark.parametrize(
    "last", ["disputes.0002_triggers", "disputes.0008_files", "disputes.0023_ends_of_work"]
)
def test_a_database_of_0_1_is_refused(tmp_path: Path, last: str) -> None:
    with sites.nothing_but_a_mark(InstallationKind.PRODUCTION) as address:
        applied(address, "disputes.0001_initial", "sellers.0001_initial", last)
        environment = sites.production(tmp_path) | {"DATABASE_URL": address}
        answer = sites.run(environment, "manage.py", "migrate")
        assert answer.returncode == 1
        assert answer.stderr.splitlines()[-1] == REFUSED
        assert "Traceback" not in answer.stderr
        assert sites.tables_of(address) == ["disputes_installation", "django_migrations"]
        with psycopg.connect(address) as database:
            found = database.execute("SELECT count(*) FROM django_migrations").fetchone()
        assert found == (3,)


@pytest.mark.slow
def test_one_of_a_later_release_is_not(tmp_path: Path) -> None:
    """Whose names are not those of 0.1: `/readyz` says what to make of it."""
    with sites.nothing_but_a_mark(InstallationKind.PRODUCTION) as address:
        applied(address, "disputes.0008_of_tomorrow")
        environment = sites.production(tmp_path) | {"DATABASE_URL": address}
        answer = sites.run(environment, "manage.py", "migrate", "--plan")
        assert answer.returncode == 0, answer.stderr
