"""What people of the platform tell each other about a dispute."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute


class Comment(models.Model):
    """What one arbitrator leaves for the others."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.author}"
