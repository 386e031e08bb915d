"""`manage.py forget_notices`: old notices and mails go, once and without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from disputes.background import sweep
from disputes.background.old_notices import forget_old
from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause


class Command(BaseCommand):
    help = "Deletes notices and mails that are older than the policy keeps them."

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        with until_told() as going_on:
            done = sum(sweep.run(lambda: forget_old(seconds=0), going_on))
        self.stdout.write(f"{done} notices and mails deleted")
