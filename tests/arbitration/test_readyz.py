"""/readyz says what answers and what does not, soon, and tells strangers nothing else."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from arbitration.operations import readiness
from arbitration.operations.checks import ReadinessCheck
from config.local import pooler
from config.local.pooler import NOT_INSTALLED, pooled, program
from disputes import clock
from disputes.background import heartbeats
from disputes.models import Heartbeat, OutboxMessage
from disputes.verbs import negotiation
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

# Seconds in which an answer must come from whoever would wait for ever, on a busy machine, too.
SOON = 30


# As probes have it; other tests wait for longer.
ONE_SECOND = readiness._PATIENCE

TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def token(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_PATIENCE", ONE_SECOND)


@pytest.fixture
def swept() -> None:
    heartbeats.record_heartbeat(Heartbeat.Kind.SWEEP)


def asked(client: Client, query: str = "") -> tuple[int, dict[str, Any]]:
    start = time.monotonic()
    response = client.get(f"/readyz{query}", headers={"Authorization": f"Bearer {TOKEN}"})
    assert time.monotonic() - start < SOON
    return response.status_code, response.json()


@contextmanager
def never_answering(address: Path) -> Iterator[None]:
    """A server that takes connections and never says a word, as one that is stopped does."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(address))
        server.listen()
        yield


def test_all_is_well(client: Client, swept: None) -> None:
    status, answer = asked(client)
    assert (status, answer["ready"]) == (200, True)
    assert list(answer["checks"]) == ["database", "schema", "broker", "sweep", "outbox"]
    assert answer["checks"]["database"] == {"ok": True, "detail": "answers"}
    assert answer["checks"]["broker"] == {"ok": True, "detail": "answers"}
    assert answer["checks"]["outbox"] == {"ok": True, "detail": "nothing is due"}
    assert answer["checks"]["sweep"]["ok"]


@pytest.mark.usefixtures("impatient")
def test_a_pooler_that_answers_while_the_database_does_not_deceives_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Here because its one connection is taken; the question would wait for a minute."""
    if program() is None:
        pytest.skip(NOT_INSTALLED)
    long = pooler._SETTINGS.replace("query_wait_timeout = 5\n", "query_wait_timeout = 60\n")
    monkeypatch.setattr(pooler, "_SETTINGS", long)
    server = os.environ.get("DIRECT_DATABASE_URL") or os.environ["DATABASE_URL"]
    name = connection.settings_dict["NAME"]
    with pooled(urlsplit(server)._replace(path=f"/{name}").geturl(), connections=1) as address:
        to = dj_database_url.parse(address)
        for key in ("HOST", "PORT"):
            monkeypatch.setitem(connection.settings_dict, key, to[key])
        assert readiness.check(["database"])["database"].ok
        with psycopg.connect(address) as busy:
            busy.execute("SELECT 1")
            start = time.monotonic()
            assert readiness.check(["database"])["database"] == ReadinessCheck(
                False, "does not answer (OperationalError)"
            )
            assert time.monotonic() - start < SOON


def test_it_asks_for_no_session_and_is_not_kept(client: Client, swept: None) -> None:
    response = client.get("/readyz")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("shown", [None, "", "Bearer ", f"Bearer {TOKEN}x", TOKEN, "é"])
def test_strangers_learn_only_yes_or_no(client: Client, shown: str | None) -> None:
    headers = {} if shown is None else {"Authorization": shown}
    for query, status, ready in (("", 503, False), ("?exclude=sweep", 200, True)):
        answer = client.get(f"/readyz{query}", headers=headers)
        assert (answer.status_code, answer.json()) == (status, {"ready": ready})


def test_where_no_token_is_set_nobody_shows_it(client: Client, settings: LazySettings) -> None:
    settings.METRICS_TOKEN = ""
    for shown in ("", "Bearer ", "Bearer"):
        answer = client.get("/readyz", headers={"Authorization": shown})
        assert answer.json() == {"ready": False}


def test_nobody_is_signed_in_to_a_probe() -> None:
    world = World()
    for user in (world.supervisor, world.buyer, world.seller):
        assert signed_in(user).get("/readyz").json() == {"ready": False}


def test_before_the_first_sweep_it_is_not_ready(client: Client) -> None:
    status, answer = asked(client)
    assert (status, answer["ready"]) == (503, False)
    assert answer["checks"]["sweep"] == {"ok": False, "detail": "no sweep has ended yet"}
    assert asked(client, "?exclude=sweep")[0] == 200


def test_a_sweep_that_is_long_past_fails(client: Client, swept: None) -> None:
    with clock.shifted(timedelta(minutes=1)):
        assert asked(client)[0] == 200
    with clock.shifted(timedelta(hours=1)):
        status, answer = asked(client)
    assert status == 503
    assert not answer["checks"]["sweep"]["ok"]
    assert answer["checks"]["sweep"]["detail"].startswith("the last sweep ended 36")


def test_a_refund_that_waits_too_long_fails(client: Client) -> None:
    world = World()
    dispute = world.open_dispute()
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert OutboxMessage.objects.count() == 1
    heartbeats.record_heartbeat(Heartbeat.Kind.SWEEP)
    assert asked(client)[0] == 200
    with clock.shifted(timedelta(minutes=10)):
        status, answer = asked(client, "?exclude=sweep")
    assert status == 503
    assert answer["checks"]["outbox"]["detail"].startswith("the oldest message has been due for 60")


@pytest.mark.parametrize("database", ["", "?virtual_host=1"])
def test_a_broker_that_is_not_there_fails(
    client: Client, swept: None, settings: LazySettings, tmp_path: Path, database: str
) -> None:
    settings.CELERY_BROKER_URL = f"redis+socket://:secret@{tmp_path}/none{database}"
    status, answer = asked(client)
    assert status == 503
    assert answer["checks"]["broker"]["detail"] == "does not answer (ConnectionError)"


@pytest.mark.usefixtures("impatient")
def test_a_broker_that_hangs_fails_soon(
    client: Client, swept: None, settings: LazySettings, tmp_path: Path
) -> None:
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/redis"
    with never_answering(tmp_path / "redis"):
        status, answer = asked(client)
        assert status == 503
        assert answer["checks"]["broker"]["detail"] == "does not answer (TimeoutError)"
        assert asked(client, "?exclude=broker")[0] == 200


@pytest.mark.usefixtures("impatient")
def test_a_database_that_hangs_fails_soon(
    client: Client, swept: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))
    monkeypatch.setitem(connection.settings_dict, "PORT", "5432")
    with never_answering(tmp_path / ".s.PGSQL.5432"):
        status, answer = asked(client)
    assert status == 503
    assert answer["checks"]["broker"]["ok"]
    failed = {name for name, check in answer["checks"].items() if not check["ok"]}
    assert failed == {"database", "schema", "sweep", "outbox"}
    assert answer["checks"]["database"]["detail"].startswith("does not answer (")
    assert str(tmp_path) not in str(answer)


@pytest.mark.usefixtures("impatient")
def test_a_table_that_is_locked_fails_soon(client: Client) -> None:
    parameters: dict[str, Any] = connection.get_connection_params()
    with psycopg.connect(**parameters) as migration:
        migration.execute("LOCK TABLE disputes_heartbeat")
        status, answer = asked(client)
    assert status == 503
    assert answer["checks"]["sweep"]["detail"] == "unknown, because the database does not answer"


def test_an_unknown_check_is_refused(client: Client) -> None:
    status, answer = asked(client, "?exclude=broker&exclude=weather")
    assert status == 400
    assert answer == {
        "error": "exclude takes one of these: database, schema, broker, sweep, outbox."
    }


def test_nobody_is_sent_to_https_first(swept: None, settings: LazySettings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get("/sign-in/").status_code == 301
    assert client.get("/readyz").status_code == 200
    assert client.get("/healthz").status_code == 200
