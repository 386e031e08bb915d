"""Marketplaces that are connected."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Client(models.Model):
    """One marketplace, whose own ids of stores, people and orders are kept beside ours."""

    name = models.SlugField(_("name"), unique=True)

    def __str__(self) -> str:
        return self.name
