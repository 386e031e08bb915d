"""`manage.py count_months`: the numbers of the public page without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from arbitration.background.statistics import count_months
from disputes.management.regular import require_no_pause


class Command(BaseCommand):
    help = "Counts for the public what came of the cases of this month, and of those just over."

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        self.stdout.write(f"Months counted: {count_months()}")
