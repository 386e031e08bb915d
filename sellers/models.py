"""A store's standing. For now: one row for each rule that a store broke."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute, Store


class Rule(models.TextChoices):
    """The rules of the marketplace that cost points."""

    NO_RESPONSE = "no_response", _("A request was not answered in time")


class Penalty(models.Model):
    """Points that a store was given for breaking a rule in one case; once, however often tried."""

    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="penalties", db_index=False
    )
    dispute = models.ForeignKey(
        Dispute, on_delete=models.PROTECT, related_name="penalties", db_index=False
    )
    rule = models.CharField(_("rule"), max_length=20, choices=Rule.choices)
    points = models.PositiveSmallIntegerField(_("points"))
    given_at = models.DateTimeField(_("given"))
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name_plural = _("penalties")
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "rule"], name="one_penalty_per_act")
        ]
        indexes = [models.Index(fields=["store", "-given_at", "-id"], name="penalties_of_a_store")]

    def __str__(self) -> str:
        return f"{self.store}: {self.points} ({self.rule})"
