"""`manage.py count_rates`: the rates of stores without a broker."""

import math
from typing import Any

from django.core.management.base import BaseCommand

from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause
from sellers.background.rates import count_rates


class Command(BaseCommand):
    help = "Counts the rates of the stores whose last count is a day old."

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        with until_told() as going_on:
            total = count_rates(seconds=math.inf, going_on=going_on)
        self.stdout.write(f"Stores counted: {total}")
