"""The way of nginx to the evidence is open."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


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
