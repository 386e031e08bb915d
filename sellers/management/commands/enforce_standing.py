"""`manage.py enforce_standing`: one sweep over the ledgers of stores, without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause
from sellers.services.settling import enforce_standing


class Command(BaseCommand):
    help = (
        "Books what stores did, expires points, starts and ends sanctions, and decides appeals "
        "that nobody has decided, once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        total = 0
        with until_told() as going_on:
            while going_on() and (done := enforce_standing(seconds=0)):  # a batch
                total += done
        self.stdout.write(f"Stores settled: {total}")
