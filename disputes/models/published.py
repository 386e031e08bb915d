"""What supervisors publish: numbered versions that are never edited."""

from typing import Any

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

    # What was published, once more: histories hold its hash, so that a change in the table is found
    # (`kernel.decisions_audit`). A column that a later release adds is not in it.
    content = models.JSONField(_("as published"), default=dict, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is None:
            self.content = published_content(self)
        super().save(*args, **kwargs)


def published_content(version: Any) -> dict[str, Any]:
    """All that was decided, by column; also for the model as a migration has it."""
    beside = ("id", "content", "published_at", "published_by")
    fields = [field for field in version._meta.concrete_fields if field.name not in beside]
    return {field.name: getattr(version, field.attname) for field in fields}
