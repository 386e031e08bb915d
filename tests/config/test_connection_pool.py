"""Web processes keep their connections to the database, and are polite when there is none."""

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disputes.installation import InstallationKind
from tests.support import production as sites
from tests.support.world import World

BUSY = "Please try again in a minute"


def run(*arguments: str, environment: dict[str, str]) -> str:
    answer = sites.run(environment, *arguments)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """All that production needs; the database is that of the tests."""
    return sites.production(tmp_path) | {
        "DATABASE_URL": sites.address_of_tests(application_name="pooled-site"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
    }


@pytest.mark.slow
@pytest.mark.django_db
def test_connections_are_kept_replaced_and_waited_for_only_a_while(
    production: dict[str, str],
) -> None:
    run("manage.py", "collectstatic", "--no-input", "--verbosity=0", environment=production)
    with sites.marked(InstallationKind.PRODUCTION):
        seen = json.loads(
            run("-m", "tests.support.pooled_site", environment=production | {"DATABASE_POOL": "1"})
        )
    assert seen == {
        "first": [200, None, "Sign in"],
        "connections": 1,
        "again": [200, None, "Sign in"],
        "kept": True,
        "after a restart": [200, None, "Sign in"],
        "all taken": [503, "30", BUSY],
        "then": [200, None, "Sign in"],
    }


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "pooled"),
    [({}, "32"), ({"DATABASE_POOL": "7"}, "7"), ({"DEMO": "true"}, "None")],
    ids=["production", "a number of one's own", "demo"],
)
def test_only_the_web_keeps_connections_and_none_in_the_demo_whose_clock_moves(
    production: dict[str, str], mode: dict[str, str], pooled: str
) -> None:
    show = (
        "from django.conf import settings as s;"
        "print(s.DATABASES['default']['OPTIONS'].get('pool', {}).get('max_size'));"
    )
    environment = production | mode | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    with sites.marked(InstallationKind.DEMO if "DEMO" in mode else InstallationKind.PRODUCTION):
        for doors, expected in (("config.wsgi", pooled), ("config.celery", "None")):
            code = f"import {doors}; {show}"
            assert run("-c", code, environment=environment) == f"{expected}\n", doors


@pytest.mark.slow
def test_a_pool_has_at_least_one_connection(production: dict[str, str]) -> None:
    answer = sites.run(production | {"DATABASE_POOL": "0"}, "manage.py", "check")
    assert answer.returncode == 1
    assert "DATABASE_POOL: It is less than one." in answer.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError, 503), (InterfaceError, 503), (DatabaseError, 500)]
)
def test_a_page_without_a_database_asks_to_try_again(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    def fail() -> None:
        raise error("the address of the database")

    client = Client(raise_request_exception=False)
    client.force_login(World().seller)
    monkeypatch.setattr("sellers.views.queue.clock.now", fail)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/seller/")
    assert page.status_code == status
    assert (BUSY in page.content.decode()) == (status == 503)
    assert page.headers.get("Retry-After") == ("30" if status == 503 else None)
    assert b"the address of the database" not in page.content
    # Session, person and stores, before it failed; none for the page that says so.
    assert len(queries) == 3
