"""`manage.py verify_standing`: is every store's standing what its ledger says?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sellers.background.verification import VerifiedLedgers, flaws

_TELL_EVERY = 10_000  # stores


class Command(BaseCommand):
    """Ends with 1 and a sentence about each thing that is not."""

    help = (
        "Adds up the ledger of every store once more, and compares it with its penalties, "
        "sanctions and appeals, with what is shown of it, and with what was said and decided."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        verified, self._told = VerifiedLedgers(), 0
        found = 0
        for flaw in flaws(verified, self._tell):
            found += 1
            self.stderr.write(flaw)
        if found:
            raise CommandError(f"{_counted(verified)}: {found:,} flaws.")
        self.stdout.write(f"{_counted(verified)}: all as the ledgers say.")

    def _tell(self, verified: VerifiedLedgers) -> None:
        if verified.stores >= self._told + _TELL_EVERY:
            self._told = verified.stores
            self.stdout.write(f"{_counted(verified)} so far")


def _counted(verified: VerifiedLedgers) -> str:
    return (
        f"{verified.stores:,} stores, {verified.entries:,} entries, "
        f"{verified.penalties:,} penalties, {verified.sanctions:,} sanctions"
    )
