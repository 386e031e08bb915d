"""`manage.py verify_history [reference …]`: is every history and every file as it was written?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disputes.background.verification import (
    Flaw,
    VerifiedCases,
    stop,
    verify,
    verify_policies,
    verify_uploads,
)
from disputes.models import Dispute
from disputes.models.references import as_written

_TELL_EVERY = 1_000  # cases, or files


class Command(BaseCommand):
    """Ends with 1 and a sentence about the first thing that is not, or about each of them."""

    help = (
        "Recomputes the chain of every case's history and the hash of every stored file, and "
        "compares what was asked, proposed, ruled, settled and refunded, and the policies, with "
        "what the histories say. Names the first that does not match, or all of them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "references",
            nargs="*",
            metavar="reference",
            help="Only these cases, such as R-7K3M-9QXA.",
        )
        parser.add_argument(
            "--all", action="store_true", help="Name everything that does not match, and go on."
        )

    def handle(self, *args: Any, references: list[str], all: bool, **options: Any) -> None:  # noqa: A002
        disputes = Dispute.objects.all()
        if references:
            references = [as_written(each, "R") for each in references]
            disputes = disputes.filter(reference__in=references)
            missing = set(references) - set(disputes.values_list("reference", flat=True))
            if missing:
                raise CommandError(f"There is no case {min(missing)}.")
        self._told = self._found = 0
        report = self._name if all else stop
        try:
            verified = verify(disputes, self._tell, report)
            if not references:
                verify_uploads(verified, self._tell, report)
                verify_policies(report)
        except Flaw as flaw:
            raise CommandError(str(flaw)) from flaw
        if self._found:
            raise CommandError(f"{_counted(verified)}: {self._found:,} flaws.")
        self.stdout.write(f"{_counted(verified)}: all as they were written.")

    def _name(self, flaw: str) -> None:
        self._found += 1
        self.stderr.write(flaw)

    def _tell(self, verified: VerifiedCases) -> None:
        if verified.cases + verified.files >= self._told + _TELL_EVERY:
            self._told = verified.cases + verified.files
            self.stdout.write(f"{_counted(verified)} so far")


def _counted(verified: VerifiedCases) -> str:
    return (
        f"{verified.cases:,} cases, {verified.lines:,} lines of history, {verified.files:,} files"
    )
