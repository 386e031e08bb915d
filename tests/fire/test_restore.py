"""A backup that was taken in the middle of the work is restored beside the original."""

import os
import signal
import stat
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import LazySettings, settings
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from config.local.servers import programs_of_postgresql
from disputes import clock
from disputes.models import Dispute, Refund
from disputes.verbs import negotiation
from tests.bench.ground import cookie_of
from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.ground import OWNER, SERVING, as_role, leading_to, wait_until
from tests.fire.people import Browser
from tests.fire.provider import Book
from tests.fire.site import ROOT, Site, kill_at_once
from tests.fire.size import cases
from tests.support.evidence_stores import use_folder
from tests.support.rows import everything
from tests.support.world import World

DEPLOY = ROOT / "docs/deploy"


def test_a_restored_copy(
    site: Site, told: Told, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path
) -> None:
    """Both books agree in the copy, which pays and tells nothing before it is told to work."""
    use_folder(monkeypatch, settings, site.folder / "evidence")
    world, number = World(), cases(60, 9)
    worked = [world.open_dispute() for _ in range(number)]
    accept(world, worked[::3])
    site.worker()
    site.beat()
    wait_until(lambda: not counts.waiting())
    with people_at_work(world):
        dump = back_up(site, tmp_path / "backup")
    # The original goes on: these are paid, and the copy does not know of it.
    accept(world, worked[1::3])
    wait_until(lambda: not counts.waiting())
    originals = Dispute.objects.count()
    for child in site.started:
        kill_at_once(child)
    assert len(Book(site.folder).payments()) == Refund.objects.count() > len(worked[::3])

    copy = restored(site, dump, tmp_path / "copy")
    lying = [copy.folder / "evidence", *(copy.folder / "evidence").rglob("*")]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in lying}
    assert modes == {(True, 0o750), (False, 0o640)}  # or nginx could not send them
    with leading_to(as_role(copy.database_url, OWNER)):
        found = Dispute.objects.count()
        assert number <= found <= originals
        assert not Refund.objects.filter(dispute__in=worked[1::3]).exists()
        verify(copy)

        accept(world, worked[2::3])
        clock.skip(timedelta(days=6))  # and all others are overdue
        before = state_of(copy)
        tick_all(copy)
        command = copy.command("enforce_deadlines")
        assert command.wait() == 1
        assert "this database is a copy of another one" in command.last_words()
        assert state_of(copy) == before
        page = Browser(copy.web().address, cookie_of(world.supervisor)).get("/admin/status/")
        assert "this database is a copy of another one" in page.text

        assert copy.command("resume_work").wait() == 0
        copy.worker()
        copy.beat()
        wait_until(lambda: not counts.waiting())
        assert not Refund.objects.filter(paid_at=None).exists()
        verify(copy)
    twice = sum(times - 1 for times in Book(site.folder).payments().values())
    told("restored beside the original", counts.Counts(found, twice, 0))


def accept(world: World, them: list[Dispute]) -> None:
    for dispute in them:
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())


@contextmanager
def people_at_work(world: World) -> Iterator[None]:
    """Cases with photos are filed and answered all the time."""
    enough, begun = threading.Event(), threading.Event()

    def work() -> None:
        try:
            while not enough.is_set():
                accept(world, [world.open_dispute()])
                world.open_dispute()
                begun.set()
        finally:
            begun.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        begun.wait()
        try:
            yield
        finally:
            enough.set()
        working.result()


def back_up(site: Site, folder: Path) -> Path:
    """By the script of the manual, as the role that serves; its files lie beside the dump."""
    database = site.ground.past_the_pooler(site.database_url, SERVING)
    dump = run("backup.sh", folder, database=database, evidence=site.folder / "evidence")
    return Path(dump.strip())


def restored(site: Site, dump: Path, folder: Path) -> Site:
    """A second installation: another database, another folder, and the same provider."""
    site.ground.redis().flushall()  # it has a broker of its own, in which nothing is
    owners = site.ground.empty_database()
    (folder / "evidence").mkdir(parents=True)
    run("restore.sh", dump, dump.parent / "evidence", database=owners, evidence=folder / "evidence")
    (folder / "payments").symlink_to(site.folder / "payments")
    return Site(site.ground, as_role(owners, SERVING), folder, site.running)


def run(script: str, *arguments: Path, database: str, evidence: Path) -> str:
    """What it said."""
    place = conninfo_to_dict(database)
    answer = subprocess.run(
        [DEPLOY / script, *arguments],
        env={
            "PATH": f"{programs_of_postgresql()}:{os.environ['PATH']}",
            "EVIDENCE_ROOT": str(evidence),
            "PGHOST": str(place["host"]),
            "PGPORT": str(place["port"]),
            "PGUSER": str(place["user"]),
            "PGDATABASE": str(place["dbname"]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def verify(site: Site) -> None:
    """Every history, every file and every ledger."""
    for command in ("verify_history", "verify_standing"):
        child = site.command(command)
        assert child.wait() == 0, child.last_words()


def state_of(site: Site) -> tuple[dict[str, int], dict[str, Any], list[str]]:
    """What the provider paid, every row, and every file."""
    rows = everything()
    del rows["disputes_heartbeat"]  # which tells of processes
    evidence = site.folder / "evidence"
    files = [str(path) for path in sorted(evidence.rglob("*")) if path.is_file()]
    return Book(site.folder).payments(), rows, files


def tick_all(site: Site) -> None:
    """A worker takes up each task that beat knows, ends it, and goes."""
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    worker = site.worker()
    site.tick(*tasks)
    with Celery(broker=site.ground.redis_url, set_as_current=False) as app:

        def begun() -> set[str]:
            found = app.control.inspect(timeout=1).stats() or {}
            return {name for each in found.values() for name in each["total"]}

        wait_until(lambda: begun() >= tasks)
    worker.process.send_signal(signal.SIGTERM)
    assert worker.wait() == 0, worker.last_words()
