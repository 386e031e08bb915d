from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from disputes.confinement import close_memory


class DisputesConfig(AppConfig):
    name = "disputes"

    def ready(self) -> None:
        import_module("disputes.confinement.checks")
        if not settings.DEBUG:  # whoever develops looks inside
            close_memory()
