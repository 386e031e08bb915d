"""What supervisors publish: numbered versions that are never edited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Published(models.Model):
    """One version, with who published it and why; `kernel.publishing` makes the next one."""

    version = models.PositiveIntegerField(_("version"))
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    change_note = models.CharField(
        _("what changed and why"), max_length=300, help_text=_("Shown beside the version.")
    )

    class Meta:
        abstract = True
