"""`manage.py sweep_files`: what beat ticks for files that belong to nothing, at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import filesizeformat

from disputes import clock
from disputes.background import file_sweep
from disputes.forms.kept_files import forget_kept_files
from disputes.management.approval import add_approval, approve_first, tell_halted
from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause
from disputes.models import HaltedCleanup
from disputes.models.orders import private_storage

KINDS = (HaltedCleanup.Kind.STRAY_FILES, HaltedCleanup.Kind.OLD_UPLOADS)


class Command(BaseCommand):
    help = (
        "Deletes files of forms that were never sent, and files in the store without a row. Where "
        "unusually many would go, none does until a supervisor approves it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would go now")
        add_approval(parser)

    def handle(self, *args: Any, dry_run: bool, verbosity: int, **options: Any) -> None:
        if dry_run:
            self._say_what_would_go(with_names=verbosity > 1)
            return
        require_no_pause()
        approve_first(options, *KINDS)
        with until_told() as going_on:
            swept = file_sweep.sweep_all_files(going_on)
            forget_kept_files()
        self.stdout.write(
            f"{swept.uploads} files of forms and {swept.strays} files without a row deleted"
        )
        tell_halted(self.stdout, *KINDS)

    def _say_what_would_go(self, *, with_names: bool) -> None:
        outdated = list(file_sweep.outdated(clock.now()))
        uploads = [name for file in outdated for name in file.stored_names]
        days = [file_sweep.files_of(day) for day in file_sweep.days_to_look_at()]
        strays = [name for day in days for name in day.strays]
        self.stdout.write(f"{len(outdated)} files of forms would go ({_size(uploads)})")
        self.stdout.write(f"{len(strays)} files without a row would go ({_size(strays)})")
        for day in days:
            if day.is_unusual:
                self.stdout.write(
                    f"of these, {len(day.strays)} of the {day.lying} files of {day.day} only when "
                    "a supervisor approves it"
                )
        if with_names:
            for name in uploads + strays:
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
