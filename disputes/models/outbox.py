"""What must still be told to the world outside, written in the transaction that decided it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models.laws import NeverEmptied


class Topic(models.TextChoices):
    """Which kind of delivery a message is."""

    REFUND = "refund", _("Pay a refund")
    ERASE_FILES = "erase_files", _("Erase files")
    STANDING = "standing", _("Tell the marketplace about a store")


class OutboxMessage(models.Model):
    """One delivery to make, at least once; the receiver knows `key` and counts it once.

    A worker claims a row by moving `next_attempt_at` ahead and committing, then delivers outside
    any transaction. One that dies in between leaves the row to be claimed again: a delivery may
    happen twice, and is never lost.
    """

    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    key = models.CharField(_("key"), max_length=60)
    payload = models.JSONField(_("payload"), default=dict)
    created_at = models.DateTimeField(_("created"))
    next_attempt_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    # After too many failures: a dead letter, which waits for a supervisor instead of the clock.
    given_up_at = models.DateTimeField(_("given up"), null=True)

    class Meta:
        triggers = [NeverEmptied(name="outbox_message_never_emptied")]
        constraints = [models.UniqueConstraint(fields=["key"], name="one_message_a_key")]
        indexes = [
            models.Index(
                fields=["topic", "next_attempt_at", "id"],
                condition=Q(delivered_at=None, given_up_at=None),
                name="outbox_to_deliver",
            ),
            models.Index(
                fields=["given_up_at", "id"],
                condition=Q(delivered_at=None, given_up_at__isnull=False),
                name="dead_letters",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"
