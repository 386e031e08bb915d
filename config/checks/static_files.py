"""Static files are there, those of this version."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error, Tags, register


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
