"""`manage.py retry_cases --as USERNAME`: all cases that were set aside, at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arbitration.operations.gauges import disputes_set_aside
from arbitration.verbs.stuck_deadlines import retry_all_deadlines
from disputes.errors import Refused
from disputes.management.approval import supervisor_named


class Command(BaseCommand):
    help = (
        "Has all cases whose deadline could not be enforced tried again by the next sweep, as the "
        "supervisor who is named; without --as it only says how many there are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as", dest="supervisor", metavar="USERNAME", help="who decides it")

    def handle(self, *args: Any, supervisor: str | None, **options: Any) -> None:
        number = disputes_set_aside().count()
        if supervisor is None:
            self.stdout.write(f"{number} set aside; --as SUPERVISOR tries them again")
            return
        try:
            number = retry_all_deadlines(supervisor_named(supervisor))
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{number} tried again by the next sweep")
