"""Files that belong to nothing go after a while, and no others."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.management import call_command
from django.db import connection, transaction

from disputes import clock
from disputes.background import file_sweep
from disputes.background.file_sweep import Swept
from disputes.errors import Code
from disputes.models import Attachment, Policy
from disputes.states import State
from disputes.verbs import evidence, uploads
from sellers.verbs.appeals import appeal_penalty
from tests.support.concurrency import start
from tests.support.evidence_stores import names_in, stray, use_folder, with_a_row
from tests.support.given_penalties import given_by_hand
from tests.support.moments import moment
from tests.support.policies import publish
from tests.support.rows import refused
from tests.support.world import World

DAY = timedelta(days=1)
NOTHING = Swept(uploads=0, strays=0)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Storage:
    return use_folder(monkeypatch, settings, tmp_path / "evidence")


@pytest.fixture
def world(store: Storage, db: None) -> World:
    return World()


def swept_after(wait: timedelta) -> Swept:
    with moment(clock.now() + wait):
        return file_sweep.sweep_all_files()


def test_a_file_of_a_form_that_is_never_sent_goes_after_the_policys_days(
    world: World, store: Storage
) -> None:
    held, days = world.photo(world.buyer), Policy.objects.latest().keep_draft_days
    assert swept_after(days * DAY - timedelta(seconds=30)) == NOTHING
    assert Attachment.objects.get() == held
    assert swept_after(days * DAY) == Swept(uploads=1, strays=0)
    assert not Attachment.objects.exists()
    assert names_in(store) == []
    assert swept_after(days * DAY) == NOTHING


def test_evidence_stays_however_old(world: World, store: Storage) -> None:
    world.open_dispute()
    before = names_in(store)
    for wait in (2 * DAY, 31 * DAY, 3000 * DAY):
        assert swept_after(wait) == NOTHING
    assert names_in(store) == before


def test_so_does_what_a_store_showed_in_an_appeal(world: World, store: Storage) -> None:
    photo = world.photo(world.seller)
    penalty = given_by_hand(world, "off_platform")
    appeal_penalty(world.seller, penalty, text="It was not so.", files=[photo])
    before = names_in(store)
    assert swept_after(3000 * DAY) == NOTHING
    assert names_in(store) == before
    # What the supervisor showed for the penalty stays, too.
    [proof] = penalty.breach.files.all()
    assert set(Attachment.objects.all()) == {proof, photo}


def test_the_latest_policy_says_how_long(world: World) -> None:
    world.photo(world.buyer)
    publish(world, keep_draft_days=3)
    assert swept_after(3 * DAY) == Swept(uploads=1, strays=0)


def test_a_file_without_a_row_goes_when_its_day_is_over_for_a_day(
    world: World, store: Storage
) -> None:
    kept = [with_a_row(world, store, ago * DAY) for ago in (0, 1, 2, 40)]
    names = [stray(store, age) for age in (2 * DAY, 40 * DAY)]
    young = [stray(store, age) for age in (timedelta(), DAY)]
    assert file_sweep.sweep_all_files() == Swept(uploads=0, strays=len(names))
    assert names_in(store) == sorted(young + kept)
    assert swept_after(2 * DAY) == Swept(uploads=0, strays=len(young))
    assert names_in(store) == sorted(kept)


def test_what_we_did_not_put_there_stays(world: World, store: Storage) -> None:
    line = world.line()
    foreign = [
        stray(store, name="notes.txt"),
        stray(store, name=f"{uuid4()}.jpg/inside"),
        stray(store, name="lost+found"),
        store.save(f"photos/{uuid4()}.jpg", ContentFile(b"x")),
        store.save(f"evidence/{uuid4()}.jpg", ContentFile(b"x")),
        store.save("evidence/2019/01/01/of-somebody.jpg", ContentFile(b"x")),
    ]
    assert file_sweep.sweep_all_files() == NOTHING
    assert names_in(store) == sorted([*foreign, str(line.picture.name)])


def test_each_day_has_its_hour(world: World, store: Storage) -> None:
    for ago in range(2, 40):
        with_a_row(world, store, ago * DAY)
        stray(store, ago * DAY)
    per_hour = []
    for hour in range(24):
        with clock.shifted(timedelta(hours=hour)):
            per_hour.append(file_sweep.sweep_files().strays)
    assert sum(per_hour) >= 37  # at midnight, one may move out of sight until the next day
    assert max(per_hour) <= 3


def test_a_sweep_whose_time_is_over_leaves_the_rest_for_the_next(
    world: World, store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        world.photo(world.buyer)
    kept = [with_a_row(world, store), with_a_row(world, store, timedelta())]
    lost = [stray(store) for _number in range(3)]
    before = names_in(store)
    monkeypatch.setattr(file_sweep, "BATCH", 2)
    with moment(clock.now() + 30 * DAY):
        assert file_sweep.sweep_files(seconds=0) == Swept(uploads=2, strays=0)
        assert Attachment.objects.exclude(form_key="").count() == 1
        assert names_in(store) == before
        # Files whose rows went without them have none now.
        assert file_sweep.sweep_all_files() == Swept(uploads=1, strays=2 * 3 + len(lost))
    assert names_in(store) == sorted(kept)


def test_the_command_says_what_would_go_and_then_lets_it_go(world: World, store: Storage) -> None:
    held, kept, lost = world.photo(world.buyer), with_a_row(world, store), stray(store)
    size = sum(store.size(name) for name in held.stored_names)
    with moment(clock.now() + 30 * DAY):
        told = StringIO()
        call_command("sweep_files", dry_run=True, verbosity=2, stdout=told)
        assert told.getvalue().splitlines() == [
            f"1 files of forms would go ({size / 1024:.1f}\xa0KB)",
            "1 files without a row would go (3\xa0bytes)",
            *held.stored_names,
            lost,
        ]
        brief = StringIO()
        call_command("sweep_files", dry_run=True, stdout=brief)
        assert len(brief.getvalue().splitlines()) == 2
        assert names_in(store) == sorted([*held.stored_names, kept, lost])
        done = StringIO()
        call_command("sweep_files", stdout=done)
    assert done.getvalue() == "1 files of forms and 1 files without a row deleted\n"
    assert names_in(store) == [kept]


@pytest.mark.usefixtures("committed")
class TestBesideOthers:
    def test_two_at_once(self, store: Storage) -> None:
        world = World()
        for _number in range(5):
            world.photo(world.buyer)
        Attachment.objects.update(uploaded_at=clock.now() - 31 * DAY)
        kept = with_a_row(world, store)
        for _number in range(5):
            stray(store)
        with ThreadPoolExecutor(2) as pool:
            both = [start(pool, file_sweep.sweep_all_files) for _worker in range(2)]
            swept: list[Any] = [each.result() for each in both]
        assert sum(each.uploads for each in swept) == 5
        assert Attachment.objects.get().original.name == kept
        assert [name for name in names_in(store) if "evidence/" in name] == [kept]

    def test_a_form_that_is_being_sent_keeps_its_files(self, store: Storage) -> None:
        world = World()
        held = world.photo(world.buyer)
        Attachment.objects.update(uploaded_at=clock.now() - 31 * DAY)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                assert uploads.confirmed_uploads(world.buyer, [held]) == [held]
                assert start(pool, file_sweep.sweep_all_files).result(20) == NOTHING
            assert start(pool, file_sweep.sweep_all_files).result(20) == Swept(uploads=1, strays=0)

    def test_a_form_that_comes_too_late_is_told_so(self, store: Storage) -> None:
        """The file is gone between the look at the form and its sending."""
        world = World()
        dispute = world.dispute_in(State.NEGOTIATING)
        held = world.photo(world.seller)
        Attachment.objects.filter(pk=held.pk).update(uploaded_at=clock.now() - 31 * DAY)
        assert file_sweep.sweep_all_files() == Swept(uploads=1, strays=0)
        with refused(Code.STALE, field="files"):
            evidence.add_evidence(world.as_seller, dispute, text="See this.", files=[held])

    @pytest.mark.slow
    def test_a_worker_killed_between_the_store_and_the_row(self, store: Storage) -> None:
        world = World()
        address = urlsplit(os.environ["DATABASE_URL"])
        database = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        folder = store.path("")
        killed = subprocess.run(
            [sys.executable, "-c", DIES_BEFORE_THE_ROW, str(world.buyer.pk)],
            env=os.environ | {"DATABASE_URL": database, "EVIDENCE_ROOT": folder},
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL
        left = names_in(store)
        assert left
        assert not Attachment.objects.exists()
        assert file_sweep.sweep_all_files() == NOTHING
        kept = with_a_row(world, store, timedelta())
        assert swept_after(2 * DAY) == Swept(uploads=0, strays=len(left))
        assert names_in(store) == [kept]


DIES_BEFORE_THE_ROW = """
import os, signal, sys
import django
django.setup()
from disputes.models import Attachment, User
from disputes.verbs.uploads import add_upload
from tests.support.form_files import upload
Attachment.save = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
add_upload(User.objects.get(pk=sys.argv[1]), "form", upload())
"""
