"""Sellers' shops and who runs them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models.clients import Client
from disputes.models.search import words_in
from disputes.rules.addresses import Address


class Store(models.Model):
    """A seller's shop. Its members act for it."""

    name = models.CharField(_("name"), max_length=120)
    # Where goods go back to, for cases in which nothing else is said; empty for none.
    return_address = models.TextField(_("return address"), blank=True)
    return_country = models.CharField(_("country of the return address"), max_length=2, blank=True)
    return_address_version = models.PositiveIntegerField(_("version of the address"), default=0)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    # The marketplace's own id. Names need not be unique: ids are.
    external_id = models.CharField(_("marketplace's id"), max_length=128, blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="StoreMember", related_name="stores"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(return_address="", return_country="")
                | (~Q(return_address="") & ~Q(return_country="")),
                name="store_address_has_a_country",
            ),
            models.UniqueConstraint(
                fields=["client", "external_id"],
                condition=~Q(external_id=""),
                nulls_distinct=False,
                name="one_store_per_external_id",
            ),
        ]
        indexes = [words_in("name", name="words_in_store_names")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> Address | None:
        """Where goods go back to, if the store has said so."""
        return Address.of(self.return_address, self.return_country)


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
