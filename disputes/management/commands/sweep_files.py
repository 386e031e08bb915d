"""`manage.py sweep_files`: what beat ticks for files that belong to nothing, at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import filesizeformat

from disputes import clock
from disputes.models.orders import private_storage
from disputes.services import sweeping


class Command(BaseCommand):
    help = "Deletes files of forms that were never sent, and files in the store without a row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would go now")

    def handle(self, *args: Any, dry_run: bool, verbosity: int, **options: Any) -> None:
        if dry_run:
            self._say_what_would_go(with_names=verbosity > 1)
            return
        swept = sweeping.sweep_all_files()
        self.stdout.write(
            f"{swept.held} files of forms and {swept.strays} files without a row deleted"
        )

    def _say_what_would_go(self, *, with_names: bool) -> None:
        outdated = list(sweeping.outdated(clock.now()))
        held = [name for file in outdated for name in file.stored_names]
        strays = [name for day in sweeping.days_to_look_at() for name in sweeping.strays_of(day)]
        self.stdout.write(f"{len(outdated)} files of forms would go ({_size(held)})")
        self.stdout.write(f"{len(strays)} files without a row would go ({_size(strays)})")
        if with_names:
            for name in held + strays:
                self.stdout.write(name)


def _size(names: list[str]) -> str:
    """With all copies. One that another sweep has deleted meanwhile counts nothing."""
    total = 0
    for name in names:
        try:
            total += private_storage().size(name)
        except FileNotFoundError:
            continue
    return filesizeformat(total)
