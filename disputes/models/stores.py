"""Sellers' shops and who runs them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.search import words_in


class Store(models.Model):
    """A seller's shop. Its members act for it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="StoreMember", related_name="stores"
    )

    class Meta:
        indexes = [words_in("name", name="words_in_store_names")]

    def __str__(self) -> str:
        return self.name


class StoreMember(models.Model):
    """One person who may act for one store."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "user"], name="one_membership_per_store")
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.store}"
