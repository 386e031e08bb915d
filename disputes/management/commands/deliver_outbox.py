"""`manage.py deliver_outbox`: what workers do all the time, once and without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from disputes.background import runs, sweep
from disputes.background.outbox import Delivered, deliver_outbox
from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause


class Command(BaseCommand):
    help = "Delivers everything in the outbox that is due, such as refunds to pay."

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        with until_told() as going_on:
            rounds = sweep.run(lambda: deliver_outbox(seconds=0), going_on)
            done = sum(rounds, Delivered())
        runs.outbox_ran(done)
        self.stdout.write(
            f"{done.delivered} delivered, {done.failed} failed, {done.given_up} given up"
        )
