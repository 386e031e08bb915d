from django.apps import AppConfig


class DeploymentConfig(AppConfig):
    """Not an app of its own: it registers the checks of how Redress is deployed."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415  # registers itself when it is imported
