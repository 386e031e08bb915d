"""How commands that delete are told that a supervisor has approved what they stopped at."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any, Protocol

from django.core.management.base import CommandError

from disputes.background import halts
from disputes.errors import Refused
from disputes.models import HaltedCleanup, User
from disputes.verbs import cleanups


class Output(Protocol):
    def write(self, msg: str) -> None: ...


def add_approval(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--approve",
        type=int,
        metavar="NUMBER",
        help="approve the halted clean-up of this number first; needs --as",
    )
    parser.add_argument("--as", dest="supervisor", metavar="USERNAME", help="who approves it")


def approve_first(options: Mapping[str, Any], *kinds: HaltedCleanup.Kind) -> None:
    """If the command line says so; recorded with the supervisor and the time, as by the page."""
    number, username = options.get("approve"), options.get("supervisor")
    if number is None and username is None:
        return
    if number is None or username is None:
        raise CommandError("--approve and --as belong together: what, and who approves it.")
    supervisor = supervisor_named(username)
    halt = HaltedCleanup.objects.filter(kind__in=kinds, pk=number).first()
    if halt is None:
        raise CommandError(f"There is no halted clean-up {number} of this command.")
    try:
        cleanups.approve_cleanup(supervisor, halt)
    except Refused as refused:
        raise CommandError(refused.message) from refused


def supervisor_named(username: str) -> User:
    """The account; whether it may, the verb says."""
    supervisor = User.objects.filter(username=username, is_active=True).first()
    if supervisor is None:
        raise CommandError(f"There is no account {username}.")
    return supervisor


def tell_halted(output: Output, *kinds: HaltedCleanup.Kind) -> None:
    """What waits for a supervisor, each in a line with its number."""
    for halt in halts.waiting():
        if halt.kind in kinds and halt.approved_at is None:
            what = f"{halt.get_kind_display()}, {halt.day}" if halt.day else halt.get_kind_display()
            output.write(
                f"Stopped: {what}: {halt.number} of {halt.total} would go, more than usual. Look "
                f"why; then --approve {halt.pk} --as SUPERVISOR, or on the status page"
            )
