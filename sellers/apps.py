from importlib import import_module

from django.apps import AppConfig
from django.core import checks


class SellersConfig(AppConfig):
    name = "sellers"

    def ready(self) -> None:
        from sellers import gateways  # noqa: PLC0415  # it needs the models

        import_module("sellers.registries")
        checks.register(gateways.marketplace_can_be_made)
