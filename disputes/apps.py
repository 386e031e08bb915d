from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from disputes.confinement import close_memory


class DisputesConfig(AppConfig):
    name = "disputes"

    def ready(self) -> None:
        from disputes import gateways, installation  # noqa: PLC0415  # they need the models
        from disputes.permissions.verbs import read_declarations  # noqa: PLC0415

        import_module("disputes.confinement.checks")
        import_module("disputes.sessions")
        read_declarations("disputes.verbs")
        connection_created.connect(installation.ask_once)
        post_migrate.connect(installation.mark, sender=self)
        checks.register(gateways.escrow_can_be_made)
        if not settings.DEBUG:  # whoever develops looks inside
            close_memory()
