"""What beat could not carry out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute


class SetAside(models.Model):
    """A case whose deadline could not be enforced: what went wrong, and when it is tried again.

    The sweep passes over it until `retry_at`, so that it is neither forgotten nor in the way. It
    counts for this one deadline: once the case has moved on, the row is gone.
    """

    dispute = models.OneToOneField(Dispute, on_delete=models.CASCADE, related_name="set_aside")
    due_at = models.DateTimeField(_("deadline"))
    failures = models.PositiveIntegerField(_("failures"), default=1)
    error = models.TextField(_("error"))
    first_failed_at = models.DateTimeField(_("first failed"))
    retry_at = models.DateTimeField(_("next attempt"))

    class Meta:
        verbose_name = _("case set aside")
        verbose_name_plural = _("cases set aside")

    def __str__(self) -> str:
        return f"{self.dispute}: {self.failures}"
