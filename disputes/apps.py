from importlib import import_module

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "disputes"

    def ready(self) -> None:
        import_module("disputes.sessions")
