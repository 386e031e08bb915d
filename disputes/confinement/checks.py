"""Says what this machine lacks of the locks: in `manage.py check --deploy`, at the start of the web
server, and on the status page."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register  # noqa: A004 - Django's own name

from disputes.confinement.probe import missing_layers, unreadable_folder

TAG = "confinement"


@register(TAG, deploy=True)
def strangers_files_are_confined(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Each layer that is missing; the others still hold, so none of them is an error."""
    return [
        Warning(
            f"The programs that open strangers' files run without {layer}: {why}.",
            hint="The other layers still hold. See docs/operations.md for what a kernel, a "
            "container or a unit of systemd must allow.",
            id="redress.W101",
        )
        for layer, why in missing_layers().items()
    ]


@register(TAG, deploy=True)
def a_pdf_can_be_set(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Where the locks fit each other so badly that nothing is left to read, no PDF is set."""
    why = unreadable_folder()
    if not why:
        return []
    return [
        Warning(
            f"No case can be had as PDF: the program that sets it cannot read its folder ({why}).",
            hint="Let the container or the unit keep CAP_CHOWN, CAP_SETUID and CAP_SETGID, or run "
            "Redress as an ordinary user.",
            id="redress.W102",
        )
    ]
