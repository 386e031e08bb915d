"""Another store for evidence than that of the whole run: for one test, and empty."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from disputes import clock
from disputes.models import Attachment, AttachmentOwner, LineSnapshot, OrderLine
from tests.support.world import World

FIELDS = (
    *(Attachment._meta.get_field(name) for name in ("original", "shared", "thumbnail")),
    OrderLine._meta.get_field("picture"),
    LineSnapshot._meta.get_field("picture"),
)


def use_store(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings, backend: str, options: dict[str, Any]
) -> Storage:
    """From here on to the end of the test."""
    given = {"evidence": {"BACKEND": backend, "OPTIONS": options}}
    settings.STORAGES = settings.STORAGES | given
    store = storages["evidence"]
    for field in FIELDS:  # a field asks for its storage only once, when its model is made
        monkeypatch.setattr(field, "storage", store)
    return store


def use_folder(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, folder: Path) -> Storage:
    backend = "django.core.files.storage.FileSystemStorage"
    return use_store(monkeypatch, settings, backend, {"location": folder})


def names_in(store: Storage, folder: str = "") -> list[str]:
    """All that lies in it, in order."""
    folders, files = store.listdir(folder)
    below = [name for each in folders for name in names_in(store, f"{folder}{each}/")]
    return sorted([f"{folder}{name}" for name in files] + below)


def stray(store: Storage, age: timedelta = timedelta(days=2), name: str = "") -> str:
    """A file as a worker leaves it that died before it saved the row."""
    day = clock.now() - age
    return store.save(f"evidence/{day:%Y/%m/%d}/{name or f'{uuid4()}.jpg'}", ContentFile(b"abc"))


def with_a_row(world: World, store: Storage, age: timedelta = timedelta(days=2)) -> str:
    """A file as it should be: one that something is kept for."""
    name = stray(store, age)
    row_of(world, name, age)
    return name


def row_of(world: World, name: str, age: timedelta, field: str = "original") -> Attachment:
    """A row that has this file, whether it lies in the store or not."""
    return Attachment.objects.create(
        uploader=world.seller, kept_for=AttachmentOwner.objects.create(), name="a.jpg", size=3,
        sha256="", uploaded_at=clock.now() - age, **{field: name},
    )  # fmt: skip
