"""Between a file in the store and its row: neither is ever there without the other for good."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import Storage
from django.db import OperationalError, transaction

from disputes import clock
from disputes.errors import Code
from disputes.models import Attachment
from disputes.verbs import uploads
from tests.support.evidence_stores import names_in, use_folder
from tests.support.form_files import upload
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Storage:
    return use_folder(monkeypatch, settings, tmp_path / "evidence")


def test_no_row_comes_so_late_that_a_sweep_may_have_deleted_its_file(
    store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stood still in between, as with a machine that was suspended."""
    world, real = World(), uploads._store
    ahead = clock.shifted(timedelta(hours=1, seconds=1))

    def then_stand_still(*args: Any) -> None:
        real(*args)
        ahead.__enter__()

    monkeypatch.setattr(uploads, "_store", then_stand_still)
    try:
        with refused(Code.FILE_NOT_STORED):
            uploads.add_upload(world.buyer, "form", upload())
    finally:
        ahead.__exit__(None, None, None)
    assert names_in(store) == []


def test_a_commit_of_which_nobody_knows_whether_it_came_keeps_its_files(
    store: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is lost while the row is being committed: here it was."""
    world, real = World(), transaction.Atomic.__exit__

    def lose_the_answer(atomic: transaction.Atomic, *error: Any) -> None:
        real(atomic, *error)
        if Attachment.objects.exists():
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(transaction.Atomic, "__exit__", lose_the_answer)
    with pytest.raises(OperationalError):
        uploads.add_upload(world.buyer, "form", upload())
    monkeypatch.undo()
    held = Attachment.objects.get()
    assert all(store.exists(name) for name in held.stored_names)
    assert len(held.stored_names) == 3
