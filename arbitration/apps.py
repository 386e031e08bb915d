from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class ArbitrationConfig(AppConfig):
    default = True
    name = "arbitration"

    def ready(self) -> None:
        from disputes.permissions.verbs import read_declarations  # noqa: PLC0415  # needs models

        import_module("arbitration.receivers")
        read_declarations("arbitration.verbs")


class AdminConfig(SimpleAdminConfig):
    """Django's admin as the arbitrators' workspace.

    Nothing is discovered by itself: only what `arbitration.admin` registers is there. Accounts and
    groups are not, since whoever edits them could give anybody the power to rule.
    """

    default_site = "arbitration.views.site.Workspace"

    def ready(self) -> None:
        super().ready()
        import_module("arbitration.admin")
