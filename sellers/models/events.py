"""What people said and decided in a store's ledger, line by line."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models import Store
from disputes.models.laws import AppendOnly, NeverEmptied
from sellers.states import LedgerEventKind


class LedgerEvent(models.Model):
    """What one person found, asked for or decided: append-only and hash-chained, as a case's
    history is.

    `data` says again what that wrote into its breach, appeal and entries, by the same names:
    `verify_standing` compares the two. It is never read to decide anything.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=LedgerEventKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(_("at"))
    data = models.JSONField(_("details"))
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["store", "number"]
        constraints = [
            models.UniqueConstraint(fields=["store", "number"], name="ledger_event_number"),
            models.CheckConstraint(
                condition=Q(kind__in=LedgerEventKind.values), name="ledger_event_is_known"
            ),
        ]
        triggers = [
            NeverEmptied(name="ledger_event_never_emptied"),
            AppendOnly(name="ledger_event_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.store} {self.number}: {self.kind}"
