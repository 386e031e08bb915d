"""The lines of a store's ledger."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models import Store
from disputes.models.laws import AppendOnly, NeverEmptied
from sellers.models.penalties import Penalty
from sellers.states import EntryKind


class Entry(models.Model):
    """One line of a store's ledger; never changed. `balance` is the sum of the points up to it."""

    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    number = models.PositiveIntegerField(_("number"))
    penalty = models.ForeignKey(Penalty, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("what happened"), max_length=10, choices=EntryKind.choices)
    points = models.SmallIntegerField(_("points"))
    balance = models.PositiveIntegerField(_("balance"))
    # When it took effect; it may have been written later, after a standstill.
    at = models.DateTimeField(_("effective"))
    recorded_at = models.DateTimeField(_("recorded"))
    # Nobody: the platform by itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    reasons = models.TextField(_("reasons"), blank=True)

    class Meta:
        verbose_name_plural = _("entries")
        ordering = ["store", "number"]
        constraints = [
            models.UniqueConstraint(fields=["store", "number"], name="one_entry_a_number"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_is_known"),
            # However often anything is retried.
            models.UniqueConstraint(
                fields=["penalty"], condition=Q(kind=EntryKind.GIVEN), name="given_once"
            ),
            models.UniqueConstraint(
                fields=["penalty"], condition=Q(kind=EntryKind.REVOKED), name="revoked_once"
            ),
            models.UniqueConstraint(
                fields=["penalty"], condition=Q(kind=EntryKind.EXPIRED), name="expired_once"
            ),
        ]
        triggers = [NeverEmptied(name="entry_never_emptied"), AppendOnly(name="entry_append_only")]

    def __str__(self) -> str:
        return f"{self.store} {self.number}: {self.kind} {self.points:+}"
