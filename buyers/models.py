"""What a buyer has typed before anything is submitted."""

from django.conf import settings
from django.db import models

from disputes.models import ParcelItem


class Draft(models.Model):
    """The answers so far of an application for a refund; its uploads wait under its key."""

    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    item = models.ForeignKey(ParcelItem, on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["buyer", "item"], name="one_draft_per_item")]

    def __str__(self) -> str:
        return f"draft of item {self.item_id}"
