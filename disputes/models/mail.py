"""What people are told by mail, from the plan to its end; and whether the mail server answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.people import User

# A mail that still has to go out. Each has one end at most, but one that was sent can bounce later.
WAITING = Q(sent_at=None, bounced_at=None, given_up_at=None, skipped_at=None)


class MailKind(models.TextChoices):
    """What a mail is for."""

    NOTICE = "notice", _("What happened in a case")
    DIGEST = "digest", _("What happened in a day")
    CONFIRM = "confirm", _("Confirm a mail address")
    CHANGED = "changed", _("The mail address was changed")


class Skipped(models.TextChoices):
    """Why a mail was not sent after all."""

    OVERTAKEN = "overtaken", _("It no longer mattered when it was to be sent.")
    ADDRESS_FAILED = "address_failed", _("Earlier mails to this address came back.")
    NO_ADDRESS = "no_address", _("The person has no mail address any more.")
    NO_SERVER = "no_server", _("No mail server is set, so it is only kept.")


class Mail(models.Model):
    """One mail to one person, about one case at most, with one id however often it is tried.

    The row is the queue, too: a worker claims it by moving `next_attempt_at` ahead and committing,
    and sends it outside any transaction. What is written is made at the first attempt, in the
    reader's time zone, and kept: another attempt sends the same once more.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mails")
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, null=True, related_name="mails")
    kind = models.CharField(_("kind"), max_length=10, choices=MailKind.choices)
    data = models.JSONField(_("data"), default=dict)
    message_id = models.CharField(_("message id"), max_length=120, unique=True)
    created_at = models.DateTimeField(_("created"))
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    # What went out, or would have.
    address = models.EmailField(_("address"), blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("plain text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    # Where the reader switches such mails off; empty where they may not.
    switch_off = models.CharField(_("path to switch it off"), max_length=300, blank=True)
    rendered_at = models.DateTimeField(_("written"), null=True)

    sent_at = models.DateTimeField(_("sent"), null=True)
    bounced_at = models.DateTimeField(_("came back"), null=True)
    # After too many failures; it waits for a supervisor instead of the clock.
    given_up_at = models.DateTimeField(_("given up"), null=True)
    skipped_at = models.DateTimeField(_("not sent"), null=True)
    skipped = models.CharField(_("why not"), max_length=20, choices=Skipped.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=WAITING, name="mails_to_send"),
            models.Index(
                fields=["given_up_at", "id"],
                condition=Q(given_up_at__isnull=False, sent_at=None),
                name="mails_given_up",
            ),
            models.Index(fields=["-created_at", "-id"], name="mails_latest_first"),
        ]

    def __str__(self) -> str:
        return self.message_id


class MailBreaker(models.Model):
    """The one row that says whether the mail server is left alone for a while.

    Whoever plans mails holds it, so that only one worker does.
    """

    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    # Since when it does not answer.
    failing_since = models.DateTimeField(null=True)
    # Until then nothing is tried; then one mail is.
    open_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_mail_breaker")]

    def __str__(self) -> str:
        return f"mail server, {self.failures} failures"
