"""The same file is sent twice at the same moment: it is held once, and nothing lies around."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from disputes.models import Attachment
from disputes.verbs.uploads import add_upload
from tests.support.concurrency import at_once
from tests.support.evidence_stores import names_in, use_folder
from tests.support.form_files import picture, upload
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")


def test_the_same_file_twice_at_once_is_held_once(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path
) -> None:
    store = use_folder(monkeypatch, settings, tmp_path)
    world, led_to = World(), []

    def send() -> None:
        led_to.append(add_upload(world.buyer, "form", upload(content=picture())).pk)

    # Neither has found the other's when they come to wait for the row of their person.
    assert at_once(world.buyer, send, send) == ["done", "done"]

    held = Attachment.objects.get()
    assert led_to == [held.pk, held.pk]
    assert names_in(store) == sorted(held.stored_names)
    assert len(held.stored_names) == 3
    with held.original.open() as original:
        assert original.read() == picture()
