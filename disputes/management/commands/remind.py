"""`manage.py remind`: reminders that are due, once and without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from disputes.background import sweep
from disputes.background.reminders import remind
from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause


class Command(BaseCommand):
    help = "Reminds whoever a clock waits for, at half of its time and a day before its end."

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        with until_told() as going_on:
            done = sum(sweep.run(lambda: remind(seconds=0), going_on))
        self.stdout.write(f"{done} cases were looked at for a reminder")
