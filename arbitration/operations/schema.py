"""Do the tables and this version of the code belong together?

Migrations expand first: what one release adds, the release before passes over, so that both can
serve while one takes the other's place. A migration that takes something away says so in its name,
such as 0042_contract_old_amounts, which is all that code from before it can read of it.
"""

import re
from collections.abc import Set
from functools import cache

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from arbitration.operations.checks import ReadinessCheck

_CONTRACTS = re.compile(r"\d+_contract_")

# An app and a name.
Key = tuple[str, str]


def check_schema() -> ReadinessCheck:
    """One short query. False where the tables lack what this code needs, or no longer have it."""
    applied = set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    known = _known()
    if missing := known - applied:
        return ReadinessCheck(
            False,
            f"the tables are older than this version: run manage.py migrate ({_named(missing)})",
        )
    newer = applied - known
    if contracted := {key for key in newer if _CONTRACTS.match(key[1])}:
        return ReadinessCheck(
            False,
            "the tables are newer than this version and do not fit it any more: start the new one "
            f"({_named(contracted)})",
        )
    if newer:
        return ReadinessCheck(True, "the tables are newer than this version, and still fit it")
    return ReadinessCheck(True, "the tables are those of this version")


@cache
def _known() -> frozenset[Key]:
    """The migrations of this code, which do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _named(keys: Set[Key]) -> str:
    first, *more = sorted(f"{app}.{name}" for app, name in keys)
    return f"{first} and {len(more)} more" if more else first
