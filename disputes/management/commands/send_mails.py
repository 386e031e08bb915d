"""`manage.py send_mails`: what the sender of mails does all the time, once and without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from disputes.background import mail_plans, runs, sweep
from disputes.background.mails import Mailed, send_mails
from disputes.management.orderly import until_told
from disputes.management.regular import require_no_pause


class Command(BaseCommand):
    help = "Plans and sends every mail that is due."

    def handle(self, *args: Any, **options: Any) -> None:
        require_no_pause()
        mail_plans.plan_mails()
        with until_told() as going_on:
            done = sum(sweep.run(lambda: send_mails(seconds=0), going_on), Mailed())
        runs.mails_ran(done)
        self.stdout.write(
            f"{done.sent} sent, {done.kept} kept, {done.skipped} no longer needed, "
            f"{done.bounced} came back, {done.failed} failed, {done.given_up} given up"
        )
