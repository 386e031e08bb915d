"""Numbers that take long to count, kept so that a page need not count them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthStatistics(models.Model):
    """What the public may know of the cases that were opened, or closed, in one month (UTC)."""

    month = models.DateField(_("month"), unique=True, help_text=_("Its first day."))
    numbers = models.JSONField(_("numbers"))
    computed_at = models.DateTimeField(_("computed"))

    class Meta:
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
