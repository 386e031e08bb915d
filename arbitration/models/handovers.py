"""How a case left an arbitrator without a ruling."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute
from disputes.models.laws import NeverEmptied


class Handover(models.Model):
    """That a case left an arbitrator without a ruling, and why."""

    class Why(models.TextChoices):
        TIMED_OUT = "timed_out", _("The time to rule ran out")
        REASSIGNED = "reassigned", _("A supervisor reassigned it")
        HANDED_BACK = "handed_back", _("Handed back")

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="handovers")
    # Nobody had it, or nobody could take it.
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
    )
    why = models.CharField(_("why"), max_length=20, choices=Why.choices)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = [NeverEmptied(name="handover_never_emptied")]
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["-at"], name="handovers_by_time"),
            models.Index(
                fields=["giver", "-at"], condition=Q(giver__isnull=False), name="given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.giver} → {self.taker}"
