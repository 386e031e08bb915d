"""`manage.py story R-…`: everything that happened in a case, for whoever operates Redress."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from arbitration.selectors.story import state_of, story_of, utc
from disputes.models import Dispute
from disputes.models.references import as_written


class Command(BaseCommand):
    help = (
        "Prints what happened in a case, in UTC: events, refund, messages, points and failures; "
        "nothing of what people wrote."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", help="such as R-7K3M-9QXA, in any spelling")

    def handle(self, *args: Any, reference: str, **options: Any) -> None:
        wanted = as_written(reference, "R")
        dispute = Dispute.objects.filter(reference=wanted).first()
        if dispute is None:
            raise CommandError(
                f"There is no case {reference}. A reference is R- and twice four letters or digits."
            )
        self.stdout.write(f"{dispute.reference} ({'; '.join(state_of(dispute))})")
        for moment in story_of(dispute):
            self.stdout.write(f"{utc(moment.at)}  {moment.told}")
