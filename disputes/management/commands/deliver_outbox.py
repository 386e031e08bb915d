"""`manage.py deliver_outbox`: what workers do all the time, once and without a broker."""

import math
from typing import Any

from django.core.management.base import BaseCommand

from disputes.management.regular import require_no_pause
from disputes.services import runs
from disputes.services.outbox import deliver_outbox


class Command(BaseCommand):
    help = "Delivers everything in the outbox that is due, such as refunds to pay."

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        done = deliver_outbox(seconds=math.inf)
        runs.outbox_ran(done)
        self.stdout.write(
            f"{done.delivered} delivered, {done.failed} failed, {done.given_up} given up"
        )
