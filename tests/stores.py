"""Another store for evidence than that of the whole run: for one test, and empty."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import Storage, storages

from disputes.models import EvidenceFile, OrderLine

FIELDS = (
    *(EvidenceFile._meta.get_field(name) for name in ("original", "shared", "thumbnail")),
    OrderLine._meta.get_field("picture"),
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
