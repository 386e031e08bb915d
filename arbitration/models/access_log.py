"""Who of the platform read what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute
from disputes.models.laws import AppendOnly, NeverEmptied


class AccessLog(models.Model):
    """One page of one case that one person of the platform opened: append-only, by a trigger."""

    class Page(models.TextChoices):
        CASE = "case", _("The case")
        COMPARISON = "comparison", _("Pictures side by side")
        ACT = "act", _("A decision")
        CASE_PDF = "case_pdf", _("The case file as PDF")
        ATTACHMENT = "file", _("A photo or document")
        ORIGINAL = "original", _("An original file")

    dispute = models.ForeignKey(
        Dispute, on_delete=models.PROTECT, related_name="access_logs", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="access_logs",
        db_index=False,
    )
    page = models.CharField(_("page"), max_length=12, choices=Page.choices)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["dispute", "-at", "-id"], name="access_log_of_a_case"),
            models.Index(fields=["user", "-at", "-id"], name="access_log_of_a_person"),
            models.Index(fields=["-at", "-id"], name="access_log_by_time"),
            models.Index(fields=["page", "-at", "-id"], name="access_log_of_a_page"),
        ]
        triggers = [
            NeverEmptied(name="access_log_never_emptied"),
            AppendOnly(name="access_log_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.dispute} {self.page}"
