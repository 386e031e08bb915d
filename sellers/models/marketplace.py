"""What the marketplace was told, where it is no system of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models import Store


class MarketplaceNotice(models.Model):
    """One move of one sanction as the marketplace received it; `key` counts once."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    payload = models.JSONField(_("payload"))
    received_at = models.DateTimeField(_("received"))

    def __str__(self) -> str:
        return self.key
