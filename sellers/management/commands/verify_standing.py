"""`manage.py verify_standing`: is every store's standing what its ledger says?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellers.services.verification import Looked, flaws

_TELL_EVERY = 10_000  # stores


class Command(BaseCommand):
    """Ends with 1 and a sentence about each thing that is not."""

    help = (
        "Adds up the ledger of every store once more, and compares it with its penalties, "
        "sanctions and appeals, and with what is shown of it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        looked, self._told = Looked(), 0
        found = 0
        for flaw in flaws(looked, self._tell):
            found += 1
            self.stderr.write(flaw)
        if found:
            raise CommandError(f"{_counted(looked)}: {found:,} flaws.")
        self.stdout.write(f"{_counted(looked)}: all as the ledgers say.")

    def _tell(self, looked: Looked) -> None:
        if looked.stores >= self._told + _TELL_EVERY:
            self._told = looked.stores
            self.stdout.write(f"{_counted(looked)} so far")


def _counted(looked: Looked) -> str:
    return (
        f"{looked.stores:,} stores, {looked.entries:,} entries, {looked.penalties:,} penalties, "
        f"{looked.sanctions:,} sanctions"
    )
