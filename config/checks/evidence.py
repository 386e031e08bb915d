"""Evidence lies where it is private and can be written."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.files.base import ContentFile
from django.core.files.storage import storages


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
