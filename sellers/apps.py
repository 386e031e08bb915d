from importlib import import_module

from django.apps import AppConfig


class SellersConfig(AppConfig):
    name = "sellers"

    def ready(self) -> None:
        import_module("sellers.signals")
