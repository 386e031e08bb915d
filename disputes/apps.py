from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class DisputesConfig(AppConfig):
    name = "disputes"

    def ready(self) -> None:
        from disputes import gateways, installation  # noqa: PLC0415  # they need the models

        connection_created.connect(installation.ask_once)
        post_migrate.connect(installation.mark, sender=self)
        checks.register(gateways.escrow_can_be_made)
