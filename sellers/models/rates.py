"""How often a store's orders go wrong, counted once a day, and how that is elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models import Store
from sellers.rules.rates import Counts


class StoreRates(models.Model):
    """Orders placed, cases filed, rulings lost and requests unanswered in 30 and in 90 days."""

    store = models.OneToOneField(Store, on_delete=models.PROTECT, related_name="rates")
    orders_30 = models.PositiveIntegerField(_("orders in 30 days"), default=0)
    cases_30 = models.PositiveIntegerField(_("cases in 30 days"), default=0)
    lost_30 = models.PositiveIntegerField(_("lost rulings in 30 days"), default=0)
    late_30 = models.PositiveIntegerField(_("unanswered in 30 days"), default=0)
    orders_90 = models.PositiveIntegerField(_("orders in 90 days"), default=0)
    cases_90 = models.PositiveIntegerField(_("cases in 90 days"), default=0)
    lost_90 = models.PositiveIntegerField(_("lost rulings in 90 days"), default=0)
    late_90 = models.PositiveIntegerField(_("unanswered in 90 days"), default=0)
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name_plural = _("rates of stores")
        indexes = [models.Index(fields=["counted_at", "id"], name="rates_by_age")]

    def __str__(self) -> str:
        return str(self.store)

    def counts(self, days: int) -> Counts:
        """The counts of one of `rules.rates.PERIODS`."""
        names = ("orders", "cases", "lost", "late")
        return Counts(**{name: getattr(self, f"{name}_{days}") for name in names})


class MedianRates(models.Model):
    """The median of the stores that have orders enough, in 100 orders of one period."""

    days = models.PositiveSmallIntegerField(_("days"), unique=True)
    stores = models.PositiveIntegerField(_("stores"))
    cases = models.FloatField(_("cases"), null=True)
    lost = models.FloatField(_("lost rulings"), null=True)
    late = models.FloatField(_("unanswered"), null=True)
    counted_at = models.DateTimeField(_("counted"))

    def __str__(self) -> str:
        return f"{self.days} days: {self.cases}"
