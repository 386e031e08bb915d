"""What the types of the settings cannot say: run by every `manage.py` command, and at the start.

Those with `deploy=True` look at this machine, and are run by `manage.py check --deploy` only.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import WARNING, CheckMessage, Error, Tags, register
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from config.env import misspelt


@register(Tags.security)
def evidence_is_private(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Evidence inside the static files would be served to everybody."""
    if settings.EVIDENCE_ROOT is None:
        return []
    evidence = Path(settings.EVIDENCE_ROOT).resolve()
    static = Path(settings.STATIC_ROOT).resolve()
    if evidence.is_relative_to(static) or static.is_relative_to(evidence):
        return [
            Error(
                f"EVIDENCE_ROOT ({evidence}) and STATIC_ROOT ({static}) lie inside one another.",
                hint="Give each a folder of its own: static files are served to everybody.",
                id="redress.E001",
            )
        ]
    return []


@register(Tags.files, deploy=True)
def evidence_can_be_written(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Found out at deployment, not by the first buyer who adds a photo."""
    if settings.EVIDENCE_ROOT is None:
        return _bucket_can_be_written()
    evidence = Path(settings.EVIDENCE_ROOT)
    if not os.access(evidence, os.W_OK | os.X_OK):
        return [
            Error(
                f"The folder for evidence ({evidence}) is missing or cannot be written.",
                hint="Make the folder of EVIDENCE_ROOT and give it to the user who runs Redress.",
                id="redress.E002",
            )
        ]
    return []


def _bucket_can_be_written() -> list[CheckMessage]:
    bucket = storages["evidence"]
    try:
        probe = bucket.save("check/written-by-the-deployment-check", ContentFile(b"ok"))
        bucket.delete(probe)
    except OSError as error:
        return [
            Error(
                f"The bucket for evidence cannot be written: {error}.",
                hint="Make the bucket of EVIDENCE_STORE and let Redress read, list, write and "
                "delete in it.",
                id="redress.E003",
            )
        ]
    return []


@register()
def no_variable_is_misspelt(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A variable that nobody reads is silent, and what it should have changed stays as it is."""
    return [
        CheckMessage(
            WARNING,
            f"The environment has {name}, which Redress does not read.",
            hint=f"Was {meant} meant?",
            id="redress.W001",
        )
        for name, meant in misspelt(os.environ).items()
    ]


@register()
def there_is_one_broker(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Celery itself reads these, and would prefer them to its settings."""
    names = ("CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL")
    return [
        Error(
            f"{name} is set, and Celery would take it instead of REDIS_URL.",
            hint=f"Set REDIS_URL to the broker, and unset {name}.",
            id="redress.E005",
        )
        for name in names
        if os.environ.get(name, settings.CELERY_BROKER_URL) != settings.CELERY_BROKER_URL
    ]


@register(Tags.staticfiles, deploy=True)
def static_files_are_collected(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Without them every page fails; those that an upgrade has brought are missed by some."""
    there = getattr(staticfiles_storage, "hashed_files", None)
    if there is None:  # developers and tests read them where they lie
        return []
    wanted = {
        f"{prefix}/{name}" if prefix else name
        for finder in get_finders()
        for name, storage in finder.list(None)
        for prefix in [getattr(storage, "prefix", None)]
    }
    missing = sorted(wanted - set(there))
    if not missing:
        return []
    found = f"{len(missing)} are missing, such as {missing[0]}" if there else "there are none"
    return [
        Error(
            f"The static files were not collected into STATIC_ROOT ({settings.STATIC_ROOT}): "
            f"{found}.",
            hint="Run: manage.py collectstatic",
            id="redress.E006",
        )
    ]


@register(Tags.files, deploy=True)
def nginx_can_read(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """It belongs to the group of the folder: that folder, all above and what lies in it must let
    this group pass."""
    if not settings.ACCEL_REDIRECT or not os.path.isdir(settings.EVIDENCE_ROOT or ""):
        return []
    assert settings.EVIDENCE_ROOT, "ACCEL_REDIRECT is refused without it"
    evidence = Path(settings.EVIDENCE_ROOT).resolve()
    group = evidence.stat().st_gid
    errors: list[CheckMessage] = [
        Error(
            f"nginx cannot enter {folder} (mode {_mode(folder)}), and so sends "
            "no evidence, which ACCEL_REDIRECT asks of it.",
            hint=f"Let it pass: chmod {'g' if folder.stat().st_gid == group else 'o'}+x {folder}",
            id="redress.E007",
        )
        for folder in (evidence, *evidence.parents)
        if not _is_open(folder, group)
    ]
    closed = next((path for path in _some_of(evidence) if not _is_open(path, group)), None)
    if closed:
        errors.append(
            Error(
                f"nginx cannot read {closed} (mode {_mode(closed)}), which was stored before it "
                "was to send the evidence.",
                hint=f"Open what is there: chmod -R u=rwX,g=rX,o= {evidence}",
                id="redress.E007",
            )
        )
    return errors


def _is_open(path: Path, group: int) -> bool:
    found = path.stat()
    may_pass, may_read = stat.S_IXGRP, stat.S_IRGRP
    if found.st_gid != group:
        may_pass, may_read = stat.S_IXOTH, stat.S_IROTH
    return bool(found.st_mode & (may_pass if path.is_dir() else may_read))


def _mode(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):04o}"


def _some_of(folder: Path) -> Iterator[Path]:
    """The first and the last name of each level: the oldest and the newest day."""
    names = sorted(os.listdir(folder))
    for name in names[:1] + names[1:][-1:]:
        yield folder / name
        if (folder / name).is_dir():
            yield from _some_of(folder / name)
