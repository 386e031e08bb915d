"""What a buyer has typed before anything is submitted."""

from django.conf import settings
from django.db import models

from disputes.models import OrderLine


class Draft(models.Model):
    """The answers so far of an application for a refund; its uploads wait under its key."""

    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["buyer", "line"], name="one_draft_per_line")]

    def __str__(self) -> str:
        return f"draft of line {self.line_id}"
