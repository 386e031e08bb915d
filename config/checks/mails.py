"""Mails go out."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register  # noqa: A004  # Django's


@register(deploy=True)
def mails_go_out(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Without a server nobody is told anything who does not look at the site."""
    if settings.MAIL_SERVER is not None:
        return []
    return [
        Warning(
            "MAIL_SERVER is none: mails are only written into the database, and nobody gets any.",
            hint="Set MAIL_SERVER, MAIL_FROM and SITE_ADDRESS.",
            id="redress.W002",
        )
    ]
