"""`manage.py enforce_deadlines`: one sweep without a broker."""

import math
from typing import Any

from django.core.management.base import BaseCommand

from arbitration.background.deadlines import enforce_deadlines
from arbitration.background.pauses import spread_pauses
from disputes.background import runs
from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause


class Command(BaseCommand):
    help = "Carries out what follows for every case whose deadline has passed, once."

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        with until_told() as going_on:
            spread_pauses(seconds=math.inf, going_on=going_on)
            total = enforce_deadlines(seconds=math.inf, going_on=going_on)
        runs.sweep_ran()
        self.stdout.write(f"{total} enforced")
