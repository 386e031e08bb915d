"""Where Django's one connection leads."""

from django.core.cache import cache
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper


def lead_to(name: str) -> None:
    """To this database, from the next query on."""
    if connection.settings_dict["NAME"] != name:
        let_go()
        connection.settings_dict["NAME"] = name
        cache.clear()


def let_go() -> None:
    """Of every connection of this process, pooled ones too."""
    default = connections["default"]
    assert isinstance(default, DatabaseWrapper), "Redress runs on PostgreSQL"
    default.close()
    default.close_pool()
