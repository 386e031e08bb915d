"""Where a store stands now."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models import Store
from disputes.models.laws import NeverEmptied
from sellers.states import Measure


class Standing(models.Model):
    """The head of a store's ledger. Its row's lock is what every change of the ledger waits for.

    `balance` and `entries` say again what the last entry says, and `measure` what the sanctions
    say, for lists; `verify_standing` compares them.
    """

    store = models.OneToOneField(Store, on_delete=models.PROTECT, related_name="standing")
    balance = models.PositiveIntegerField(_("points"), default=0)
    entries = models.PositiveIntegerField(_("entries"), default=0)
    # How many decisions of people there are, and the hash of the last one: see `LedgerEvent`.
    events = models.PositiveIntegerField(_("decisions"), default=0)
    chain_head = models.CharField(max_length=64, blank=True)
    # The time of the last entry or move of a sanction: none comes before it.
    at = models.DateTimeField(_("last entry"), null=True)
    # When something is due next: an expiry, a sanction's start or end, the end of an appeal.
    due_at = models.DateTimeField(_("next due"), null=True)
    # The strictest of the sanctions in force.
    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices, blank=True)
    # A store whose ledger could not catch up is passed over until then.
    retry_at = models.DateTimeField(_("tried again"), null=True)

    class Meta:
        triggers = [NeverEmptied(name="standing_never_emptied")]
        verbose_name = _("standing of a store")
        verbose_name_plural = _("standing of stores")
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="standing_by_due"
            ),
            models.Index(fields=["-balance", "id"], name="standing_by_points"),
            models.Index(
                fields=["id"], condition=Q(retry_at__isnull=False), name="standing_passed_over"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store}: {self.balance}"
