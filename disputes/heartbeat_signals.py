"""Beat and the workers, overheard: Celery loads this module into their processes only.

What is written here is for those who watch. It must never stop those who work.
"""

import logging
import socket
from typing import Any

from celery import Task
from celery.signals import beat_embedded_init, beat_init, before_task_publish, task_prerun
from django.db import Error, connection

from disputes.background import heartbeats
from disputes.kernel.failures import brief
from disputes.models import Heartbeat

log = logging.getLogger(__name__)


class Pulse:
    """The heartbeats of this process. A database that does not answer is told about once."""

    def __init__(self) -> None:
        self._failing = False

    def record(self, kind: Heartbeat.Kind, name: str) -> None:
        try:
            heartbeats.record_heartbeat(kind, name)
        except Error as error:
            if not self._failing:
                log.warning("no heartbeats while the database is away: %s", brief(error))
            self._failing = True
        else:
            self._failing = False


_pulse = Pulse()


@beat_init.connect
@beat_embedded_init.connect
def beat_starts(**kwargs: Any) -> None:
    """Only beat's own ticks are heartbeats of beat, not what others may publish."""
    before_task_publish.connect(beat_ticks)
    beat_ticks()


def beat_ticks(**kwargs: Any) -> None:
    """Before a tick goes to the broker: so beat is seen even while the broker is away."""
    _pulse.record(Heartbeat.Kind.BEAT, socket.gethostname())
    connection.close()  # nobody else does: beat has no requests and no tasks


@task_prerun.connect
def worker_begins(task: Task[Any, Any], **kwargs: Any) -> None:
    """One that only sends mails is no worker for deadlines."""
    mails = (task.request.delivery_info or {}).get("routing_key") == "mail"
    kind = Heartbeat.Kind.MAILER if mails else Heartbeat.Kind.WORKER
    _pulse.record(kind, task.request.hostname or socket.gethostname())
