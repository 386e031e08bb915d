"""`manage.py retry_deliveries TOPIC --as USERNAME`: all dead letters of a kind at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disputes.errors import Refused
from disputes.management.approval import supervisor_named
from disputes.models import Topic
from disputes.verbs.dead_letters import dead_of, retry_all


class Command(BaseCommand):
    help = (
        "Has all deliveries of one kind that were given up tried again, as the supervisor who is "
        "named; without --as it only says how many there are, and what they come to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("topic", choices=Topic.values, help="which kind of delivery")
        parser.add_argument("--as", dest="supervisor", metavar="USERNAME", help="who decides it")

    def handle(self, *args: Any, topic: str, supervisor: str | None, **options: Any) -> None:
        found = dead_of(Topic(topic))
        if supervisor is None:
            self.stdout.write(f"{found.in_words} given up; --as SUPERVISOR tries them again")
            return
        try:
            number = retry_all(supervisor_named(supervisor), found.topic)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{found.in_words} given up; {number} tried again from now on")
