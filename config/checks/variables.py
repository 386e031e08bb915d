"""Variables that nobody reads, or that lead Celery elsewhere."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Error, register

from config.env import misspelt


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
