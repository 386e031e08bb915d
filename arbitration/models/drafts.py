"""Rulings that an arbitrator has begun to write."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute


class RulingDraft(models.Model):
    """A ruling as far as its arbitrator has typed it, right or wrong."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="ruling_drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField(_("fields"))
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "author"], name="one_draft_per_arbitrator")
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.author}"
