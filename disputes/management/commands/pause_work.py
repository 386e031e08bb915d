"""`manage.py pause_work REASON`: nothing is paid, told, decided or deleted until resume_work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disputes.background import regular_work


class Command(BaseCommand):
    help = (
        "Pauses what the workers do by themselves: deadlines, payments, messages, standing of "
        "stores, erasure. Pages go on. What a worker has begun ends within a minute."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reason", help="Shown to staff, such as: moving to another machine.")

    def handle(self, *args: Any, reason: str, **options: Any) -> None:
        if not reason.strip() or len(reason) > 300:
            raise CommandError("Please give a reason of 1 to 300 characters.")
        regular_work.pause(reason)
        self.stdout.write("Paused. To go on: manage.py resume_work")
