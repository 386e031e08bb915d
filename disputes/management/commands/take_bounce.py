"""`manage.py take_bounce`: the mail server hands each report that a mail came back to this command.

For Postfix: an alias such as `bounces: "|/usr/local/bin/redress take_bounce"`.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from disputes.mail.bounces import LONGEST, read_bounce
from disputes.models import Mail
from disputes.verbs.mail_addresses import mark_failed


class Command(BaseCommand):
    help = "Reads one delivery status notification (RFC 3464) from its input, and notes it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Whatever else is sent there is passed over and is no error: the mail server would send a
        report about it in turn."""
        bounce = read_bounce(sys.stdin.buffer.read(LONGEST))
        if bounce is None:
            self.stdout.write("This is no report that a mail came back for good.")
            return
        mail = Mail.objects.filter(message_id__in=bounce.message_ids, sent_at__isnull=False).first()
        if mail is None:
            self.stdout.write("It is about no mail of ours.")
            return
        mark_failed(mail, bounce.said)
        self.stdout.write(f"Mail {mail.pk} came back. No more mails go to its address.")
