"""Beat, the workers and the two regular jobs leave a sign of life, and it never stops them."""

import logging
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.celery import app
from disputes import clock, heartbeat_signals
from disputes.background import heartbeats
from disputes.models import Heartbeat

Kind = Heartbeat.Kind
# What beat ticks, by the name of the task, which is also that of the command.
TASKS = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
WORK = {task.rpartition(".")[2]: task for task in TASKS}


@pytest.fixture
def ticking(committed: None) -> Iterator[None]:
    """This process is beat."""
    heartbeat_signals.beat_starts()
    yield
    before_task_publish.disconnect(heartbeat_signals.beat_ticks)


def publish() -> None:
    """What Celery says before a task goes to the broker, whether or not there is one."""
    before_task_publish.send(sender="disputes.tasks.deliver_outbox", body={})


def age(kind: Heartbeat.Kind) -> timedelta:
    return clock.now() - Heartbeat.objects.get(kind=kind).at


@pytest.mark.django_db
def test_the_last_sign_of_life_of_each_is_kept_by_the_database_s_clock() -> None:
    heartbeats.record_heartbeat(Kind.WORKER, "one")
    heartbeats.record_heartbeat(Kind.WORKER, "two")
    with clock.shifted(timedelta(hours=1)):
        heartbeats.record_heartbeat(Kind.WORKER, "one")
        assert clock.now() - Heartbeat.objects.get(name="one").at < timedelta(minutes=1)
        assert clock.now() - Heartbeat.objects.get(name="two").at >= timedelta(hours=1)
    assert Heartbeat.objects.count() == 2


def test_beat_is_seen_before_its_tick_reaches_the_broker(ticking: None) -> None:
    Heartbeat.objects.all().delete()
    publish()
    publish()
    assert Heartbeat.objects.get().name == socket.gethostname()
    assert age(Kind.BEAT) < timedelta(minutes=1)


def test_beat_leaves_no_connection_open(ticking: None) -> None:
    publish()
    assert connection.connection is None


@pytest.mark.django_db
def test_what_other_processes_publish_is_no_sign_of_beat() -> None:
    publish()
    assert not Heartbeat.objects.exists()


def test_beat_goes_on_without_the_database_and_says_so_once(
    ticking: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    Heartbeat.objects.all().delete()
    with monkeypatch.context() as away, caplog.at_level(logging.WARNING):
        connection.close()
        away.setitem(connection.settings_dict, "HOST", "/nowhere")
        publish()
        publish()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "no heartbeats while the database is away" in caplog.text
    connection.close()
    publish()
    assert age(Kind.BEAT) < timedelta(minutes=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("task", "kind"),
    [
        ("arbitration.tasks.enforce_deadlines", Kind.SWEEP),
        ("disputes.tasks.deliver_outbox", Kind.OUTBOX),
        ("sellers.tasks.enforce_standing", Kind.LEDGERS),
        ("disputes.tasks.send_mails", Kind.MAILS),
    ],
)
def test_a_worker_is_seen_and_so_is_its_work(task: str, kind: Heartbeat.Kind) -> None:
    app.loader.import_default_modules()
    app.tasks[task].apply(throw=True)
    seen = {(heartbeat.kind, heartbeat.name) for heartbeat in Heartbeat.objects.all()}
    assert seen == {(Kind.WORKER, socket.gethostname()), (kind, "")}


@pytest.mark.django_db
def test_the_sender_of_mails_is_no_worker_for_deadlines() -> None:
    app.loader.import_default_modules()
    app.tasks["disputes.tasks.send_mails"].apply(throw=True, routing_key="mail")
    seen = {(heartbeat.kind, heartbeat.name) for heartbeat in Heartbeat.objects.all()}
    assert seen == {(Kind.MAILER, socket.gethostname()), (Kind.MAILS, "")}


@pytest.mark.django_db
def test_work_that_failed_is_not_noted_as_done(monkeypatch: pytest.MonkeyPatch) -> None:
    app.loader.import_default_modules()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the database went away in the middle")

    monkeypatch.setattr("disputes.background.outbox.deliver_outbox", fail)
    with pytest.raises(RuntimeError):
        app.tasks["disputes.tasks.deliver_outbox"].apply(throw=True)
    assert [heartbeat.kind for heartbeat in Heartbeat.objects.all()] == [Kind.WORKER]


@pytest.mark.django_db
@pytest.mark.parametrize("task", sorted(WORK))
def test_work_done_by_hand_leaves_the_same_sign_as_its_task(task: str) -> None:
    app.loader.import_default_modules()
    app.tasks[WORK[task]].apply(throw=True)
    noted = set(Heartbeat.objects.exclude(kind=Kind.WORKER).values_list("kind", flat=True))
    Heartbeat.objects.all().delete()
    call_command(task, stdout=StringIO())
    assert set(Heartbeat.objects.values_list("kind", flat=True)) == noted


@pytest.mark.django_db
def test_machines_long_gone_are_forgotten_by_the_next_sweep() -> None:
    for kind in (Kind.BEAT, Kind.WORKER):
        heartbeats.record_heartbeat(kind, "gone")
    with clock.shifted(timedelta(days=1, minutes=1)):
        heartbeats.record_heartbeat(Kind.BEAT, "here")
        assert Heartbeat.objects.count() == 3
        call_command("enforce_deadlines", stdout=StringIO())
    assert {heartbeat.name for heartbeat in Heartbeat.objects.all()} == {"here", ""}


@pytest.mark.slow
def test_celery_loads_what_notes_them() -> None:
    """By its name, which no import holds: in a process of Celery's own, as here all is loaded."""
    script = (
        "import sys; from config.celery import app; app.loader.import_default_modules(); "
        "print('disputes.heartbeat_signals' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert found.stdout == "True\n", found.stderr
