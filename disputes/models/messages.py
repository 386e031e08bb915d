"""What the people of a case write to each other."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.laws import NeverEmptied
from disputes.states import Party, ReportReason


class Message(models.Model):
    """A message within a case, numbered there. It is part of the record and is no evidence; what
    was sent is never changed.

    Each side reads what the other one and the platform write. A side has seen its own from the
    beginning; what the platform saw is not told here.
    """

    dispute = models.ForeignKey(
        Dispute, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    number = models.PositiveIntegerField(_("number"))
    party = models.CharField(_("party"), max_length=10, choices=Party.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.TextField(_("text"), blank=True)
    # Where contact details stand in the text, as its writer was told: pairs of a beginning and an
    # end. Kept, so that another version of what finds them hides nothing more, and nothing less.
    hides = models.JSONField(_("contact details in it"), default=list)
    sent_at = models.DateTimeField(_("sent"))
    buyer_seen_at = models.DateTimeField(_("seen by the buyer"), null=True)
    seller_seen_at = models.DateTimeField(_("seen by the seller"), null=True)

    class Meta:
        triggers = [NeverEmptied(name="message_never_emptied")]
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="message_number_in_case")
        ]

    def __str__(self) -> str:
        return f"{self.dispute.reference} message {self.number}"

    def seen_at(self, party: Party) -> datetime | None:
        """When this side has first seen it; the platform's looks are not told."""
        return None if party == Party.PLATFORM else getattr(self, f"{party}_seen_at")

    def see(self, party: Party, at: datetime) -> None:
        setattr(self, f"{party}_seen_at", at)


class MessageReport(models.Model):
    """That a side finds a message not in order. Only the platform reads it: no line of the history
    says so, since both sides read that, and whoever wrote the message is not told."""

    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="reports", db_index=False
    )
    party = models.CharField(_("reported by the"), max_length=10, choices=Party.choices)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.CharField(_("reason"), max_length=10, choices=ReportReason.choices)
    text = models.TextField(_("in their words"), blank=True)
    reported_at = models.DateTimeField(_("reported"))
    # A supervisor has looked at it, once; what they found is for the platform's people.
    handled_at = models.DateTimeField(_("looked at"), null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
    )
    finding = models.TextField(_("found"), blank=True)

    class Meta:
        triggers = [NeverEmptied(name="message_report_never_emptied")]
        verbose_name = _("reported message")
        verbose_name_plural = _("reports")
        ordering = ["reported_at", "id"]
        indexes = [
            models.Index(
                fields=["reported_at"], condition=Q(handled_at=None), name="reports_that_wait"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "party"], name="reported_once_by_a_side"),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None, finding="")
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="somebody_looked_at_a_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message}, reported by the {self.party}"
