"""What a person was told: a row for each thing that happened and each person whom it concerns."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.event import Event
from disputes.models.laws import NeverEmptied
from disputes.models.mail import Mail
from disputes.models.stores import Store
from disputes.states import NoticeKind, Party


class Notice(models.Model):
    """One thing told to one person, in the portal and, as long as `mail_due_at` says so, by mail.

    It holds no words: `wording.notices` says it in the language and the zone of whoever reads it,
    from the event or from `data`. `key` says what it is about, such as "event-17", and is there
    once for a person: whatever is told again stays one notice.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    key = models.CharField(_("key"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices)
    # On which side the person was told, for the place that it leads to.
    party = models.CharField(_("side"), max_length=10, choices=Party.choices)
    dispute = models.ForeignKey(
        Dispute, on_delete=models.PROTECT, null=True, related_name="notices", db_index=False
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(_("at"))
    data = models.JSONField(_("details"), default=dict)
    read_at = models.DateTimeField(_("read"), null=True)
    # From when on it goes out by mail; none: it does not, or it has gone.
    mail_due_at = models.DateTimeField(_("to mail from"), null=True)
    # The mail in which it goes, or went, out.
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, null=True, related_name="notices")
    in_digest = models.BooleanField(_("in the mail of the day"), default=False)

    class Meta:
        triggers = [NeverEmptied(name="notice_never_emptied")]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_notice_a_person_and_thing")
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notices_of_a_person"),
            models.Index(
                fields=["person", "dispute"], condition=Q(read_at=None), name="unread_notices"
            ),
            models.Index(
                fields=["mail_due_at", "id"],
                condition=Q(mail_due_at__isnull=False),
                name="notices_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} to {self.person_id}"


class NoticeSettings(models.Model):
    """What a person wants of mails. Without a row: every kind, at once, at any hour."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notice_settings",
    )
    # Kinds that may be switched off, and are.
    muted = models.JSONField(_("kinds that are not mailed"), default=list)
    digest = models.BooleanField(_("one mail a day"), default=False)
    # In the person's zone; the same hour twice: no quiet hours.
    quiet_from = models.TimeField(_("quiet from"), null=True)
    quiet_until = models.TimeField(_("quiet until"), null=True)

    class Meta:
        triggers = [NeverEmptied(name="notice_settings_never_emptied")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_two_ends",
            )
        ]

    def __str__(self) -> str:
        return f"notices of {self.person}"
