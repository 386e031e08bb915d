"""Texts that a store has at hand for its messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models import Store


class SavedReply(models.Model):
    """One of them, for all members of the store; a message holds a copy."""

    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="saved_replies", db_index=False
    )
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name_plural = _("saved replies")
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["store", "title"], name="reply_title_once_in_a_store")
        ]

    def __str__(self) -> str:
        return self.title
