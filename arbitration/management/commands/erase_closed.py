"""`manage.py erase_closed`: what beat ticks for old cases, at once and without a broker."""

import math
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Sum
from django.template.defaultfilters import filesizeformat

from arbitration.background.retention import erase_closed, expired_disputes, files_in
from disputes import clock
from disputes.management.approval import add_approval, approve_first, tell_halted
from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause
from disputes.models import HaltedCleanup

KIND = HaltedCleanup.Kind.OLD_CASES


class Command(BaseCommand):
    help = "Erases the words and photos of closed cases that the policy no longer keeps."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be erased now"
        )
        add_approval(parser)

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self._say_what_would_go()
            return
        require_no_pause()
        approve_first(options, KIND)
        with until_told() as going_on:
            erased = erase_closed(seconds=math.inf, going_on=going_on)
        self.stdout.write(f"{erased} cases erased")
        tell_halted(self.stdout, KIND)

    def _say_what_would_go(self) -> None:
        disputes = expired_disputes(clock.now())
        files = files_in(disputes.order_by())
        found = files.aggregate(number=Count("pk"), size=Sum("size", default=0))
        self.stdout.write(
            f"{disputes.count()} cases would be erased, "
            f"with {found['number']} photos ({filesizeformat(found['size'])})"
        )
        oldest = disputes.first()
        if oldest is not None:
            self.stdout.write(f"the oldest, {oldest.reference}, closed at {oldest.closed_at}")
