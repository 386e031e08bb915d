"""`manage.py pending_work`: what would be paid, told, decided and erased by the workers now."""

from typing import Any

from django.core.management.base import BaseCommand

from arbitration.operations.pending_work import pending_work
from disputes.background.regular_work import pause_in_force


class Command(BaseCommand):
    help = "Says what the workers would do now. It only reads, and works during a pause."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(pause_in_force() or "The platform's regular work goes on."))
        for line in pending_work():
            self.stdout.write(line)
