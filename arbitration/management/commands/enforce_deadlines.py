"""`manage.py enforce_deadlines`: one sweep without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from arbitration.services.deadlines import enforce_deadlines


class Command(BaseCommand):
    help = "Carries out what follows for every case whose deadline has passed, once."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while done := enforce_deadlines():
            total += done
        self.stdout.write(f"{total} enforced")
