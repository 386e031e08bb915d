"""`manage.py enforce_standing`: one sweep over the ledgers of stores, without a broker."""

import math
from typing import Any

from django.core.management.base import BaseCommand

from disputes.background import runs
from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause
from sellers.background.ledger_sweep import enforce_standing


class Command(BaseCommand):
    help = (
        "Books what stores did, expires points, starts and ends sanctions, and decides appeals "
        "that nobody has decided, once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        with until_told() as going_on:
            total = enforce_standing(seconds=math.inf, going_on=going_on)
        runs.ledgers_ran()
        self.stdout.write(f"Stores settled: {total}")
