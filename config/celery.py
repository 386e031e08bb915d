"""The Celery app: `celery -A config.celery worker` and `celery -A config.celery beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init

from config.start import refuse_to_start_wrong

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("redress")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="heartbeat_signals")


@worker_init.connect
@beat_init.connect
def before_anything_else(**kwargs: Any) -> None:
    refuse_to_start_wrong()


@setup_logging.connect
def keep_the_logging(**kwargs: Any) -> None:
    """That of the settings: Celery's own would not be JSON, and would write what tasks were given.

    That somebody listens to this signal is enough to keep it away.
    """
