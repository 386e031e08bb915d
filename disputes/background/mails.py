"""Sending the mails that are due, by a process of its own.

The row of a mail is the queue, and not a message of the outbox: a mail has ends that no other
delivery has (it came back, it no longer matters), and while the mail server is away nothing may
count as an attempt. The steps and the waits are those of the outbox:

1. Claim one mail: move `next_attempt_at` ahead by the lease, and commit. Other workers skip it.
2. Write it, at the first attempt, in the reader's zone; and see whether it still matters.
3. Hand it to the server, outside any transaction, then mark it as sent. A worker that dies in
   between leaves it to be sent once more, with the same id, when the lease is over.
"""

import logging
from dataclasses import astuple, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from disputes import clock
from disputes.background import outbox, sweep
from disputes.background.mail_contents import content_of
from disputes.kernel.failures import brief, place, wait_after
from disputes.kernel.story import told_as
from disputes.mail import breaker, server
from disputes.mail.message import message_of
from disputes.mail.writing import as_read_by, write
from disputes.models import Mail, MailKind, Skipped
from disputes.models.mail import WAITING
from disputes.verbs.mail_addresses import mark_failed

log = logging.getLogger(__name__)

# How long a claimed mail belongs to the worker that claimed it; no mail takes half as long.
LEASE = timedelta(minutes=2)
# Mails over one connection: a server that limits them finds a new one.
OVER_ONE_CONNECTION = 20
# Seconds after which no further mail is begun; the next tick goes on.
ROUNDS = 5


@dataclass(frozen=True)
class Mailed:
    """What became of the mails that were taken in hand; `failed` ones are tried again later."""

    sent: int = 0
    kept: int = 0
    skipped: int = 0
    bounced: int = 0
    failed: int = 0
    given_up: int = 0

    def __add__(self, other: "Mailed") -> "Mailed":
        return Mailed(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        return self != Mailed()


@told_as("mails")
def send_mails(seconds: float = ROUNDS) -> Mailed:
    """Send what is due. Any number of workers may do so at once."""
    going_on = sweep.within(seconds)
    batch = _over_one_connection if settings.MAIL_SERVER else _without_server
    return sum(sweep.run(lambda: batch(going_on), going_on), Mailed())


def mails_due() -> QuerySet[Mail]:
    return Mail.objects.filter(WAITING, next_attempt_at__lte=clock.now())


def _over_one_connection(going_on: sweep.GoingOn) -> Mailed | None:
    if not mails_due().exists() or not breaker.lets_through():
        return None
    done: list[Mailed] = []
    try:
        with server.connected() as connection:
            while len(done) < OVER_ONE_CONNECTION and (mail := _claim()):
                done.append(_send(mail, connection))
                if not going_on():
                    break
    except server.ServerAway as error:
        breaker.trip(brief(error))
        log.warning("the mail server does not answer: %s", brief(error))
        done.append(Mailed(failed=1))
    return sum(done, Mailed())


def _without_server(going_on: sweep.GoingOn) -> Mailed | None:
    """Mails are written and kept, and nobody gets them."""
    mail = _claim()
    if mail is None:
        return None
    try:
        if not _ready(mail):
            return Mailed(skipped=1)
        _skip(mail, Skipped.NO_SERVER)
    except Exception as error:  # noqa: BLE001 - as in `_send`
        return _record_failure(mail, error)
    return Mailed(kept=1)


_CLAIM = """
UPDATE disputes_mail SET next_attempt_at = %(leased_until)s WHERE id = (
    SELECT id FROM disputes_mail
    WHERE next_attempt_at <= %(now)s AND sent_at IS NULL AND bounced_at IS NULL
        AND given_up_at IS NULL AND skipped_at IS NULL
    ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING *
"""


def _claim() -> Mail | None:
    """The mail that has waited longest, leased to us: it is being sent from here on."""
    now = clock.now()
    found = Mail.objects.raw(_CLAIM, {"now": now, "leased_until": now + LEASE})
    return next(iter(found), None)


def _send(mail: Mail, connection: server.Connection) -> Mailed:
    """Raises `ServerAway` once the failure is on the row: the connection is of no use any more."""
    try:
        if not _ready(mail):
            return Mailed(skipped=1)
        connection.send(message_of(mail, clock.now()))
        _mark_sent(mail)
        done = Mailed(sent=1)
    except server.AddressFailed as error:
        mark_failed(mail, brief(error))
        done = Mailed(bounced=1)
    except server.ServerAway as error:
        _record_failure(mail, error)
        raise
    except Exception as error:  # noqa: BLE001 - whatever happens is kept on the row, and mails go on
        done = _record_failure(mail, error)
    breaker.close()
    return done


def _ready(mail: Mail) -> bool:
    """Is it to go out? Then it is written, now or at an earlier attempt, and has an address."""
    with transaction.atomic(durable=True):
        person, now = mail.person, clock.now()
        with as_read_by(person):
            content = content_of(mail, now)
            if isinstance(content, Skipped):
                return _skip(mail, content)
            if mail.kind in (MailKind.NOTICE, MailKind.DIGEST):
                if not person.email:
                    return _skip(mail, Skipped.NO_ADDRESS)
                if person.mail_comes_back:
                    return _skip(mail, Skipped.ADDRESS_FAILED)
                mail.address = person.email
            if mail.rendered_at is None:
                written = write(content)
                mail.subject, mail.text, mail.html = written.subject, written.text, written.html
                mail.switch_off, mail.rendered_at = written.switch_off, now
        mail.save(update_fields=["address", "subject", "text", "html", "switch_off", "rendered_at"])
    return True


def _skip(mail: Mail, why: Skipped) -> bool:
    Mail.objects.filter(WAITING, pk=mail.pk).update(skipped_at=clock.now(), skipped=why)
    return False


def _mark_sent(mail: Mail) -> None:
    Mail.objects.filter(pk=mail.pk).update(
        sent_at=clock.now(), attempts=F("attempts") + 1, last_error=""
    )


def _record_failure(mail: Mail, error: Exception) -> Mailed:
    """Keep the error, with the time of the next attempt or the end of all attempts."""
    now = clock.now()
    attempts = mail.attempts + 1
    given_up = attempts >= outbox.MAX_ATTEMPTS
    Mail.objects.filter(WAITING, pk=mail.pk).update(
        attempts=attempts,
        last_error=brief(error),
        next_attempt_at=now
        + wait_after(attempts, first=outbox.FIRST_WAIT, longest=outbox.LONGEST_WAIT),
        given_up_at=now if given_up else None,
    )
    log.log(
        logging.ERROR if given_up else logging.WARNING,
        "mail %s failed, attempt %d, and %s: %s at %s",
        mail.pk,
        attempts,
        "is given up until a supervisor has it tried again" if given_up else "is tried again",
        brief(error),
        place(error),
    )
    return Mailed(given_up=1) if given_up else Mailed(failed=1)
