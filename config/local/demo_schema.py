"""Does the demo's database have the tables of this version? If not, the demo begins anew.

Until a version is released, its initial migrations change under the same names. So a comment on the
database notes what was in those that were applied.
"""

import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config.env import LOCAL

ROOT = LOCAL.parent
APPS = ["arbitration", "buyers", "disputes", "sellers"]

_NOTED = """
SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()
"""


def fit(address: str, evidence: Path, *, given: bool) -> None:
    """Leave a database that the migrations of now go on from: empty, if other ones made its tables.

    One whose address was `given` is somebody's own, and is left alone, with a sentence.
    """
    with psycopg.connect(address, autocommit=True) as database:
        another = _is_another(database)
        if another and given:
            raise SystemExit(
                "The database of DEMO_DATABASE_URL has the tables of another version. Nothing was "
                "changed. Name an empty one."
            )
        if another:
            _refuse_others(database)
    if another:
        _empty(address)
        shutil.rmtree(evidence, ignore_errors=True)
        print(
            "The demo has the tables of another version, so all of it was deleted and is filled in "
            "anew.",
            flush=True,
        )
    if not given:
        _note(address)


def _is_another(database: "psycopg.Connection[Any]") -> bool:
    if not _exists(database, "django_migrations"):
        return False
    found = database.execute(
        "SELECT app || '.' || name FROM django_migrations WHERE app = ANY(%s)", [APPS]
    )
    [noted] = database.execute(_NOTED).fetchone() or [None]
    now, then = _contents(), json.loads(noted or "{}")
    return any(name not in now or then.get(name, now[name]) != now[name] for (name,) in found)


def _contents() -> dict[str, str]:
    """Each migration of this version, such as "disputes.0001_initial", with a hash."""
    return {
        f"{app}.{path.stem}": sha256(path.read_bytes()).hexdigest()[:16]
        for app in APPS
        for path in sorted((ROOT / app / "migrations").glob("0*.py"))
    }


def _refuse_others(database: "psycopg.Connection[Any]") -> None:
    """Only what is a demo's, or too old to say so, is deleted."""
    if _exists(database, "disputes_installation"):
        marks = database.execute("SELECT kind FROM disputes_installation").fetchall()
        if marks not in ([], [("demo",)]):
            raise SystemExit(
                f"The database in {LOCAL} is no demo's. Nothing was changed. Move it away."
            )


def _empty(address: str) -> None:
    name = sql.Identifier(_name_of(address))
    with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _note(address: str) -> None:
    name, contents = sql.Identifier(_name_of(address)), sql.Literal(json.dumps(_contents()))
    with psycopg.connect(address, autocommit=True) as database:
        database.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, contents))


def _name_of(address: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(address)["dbname"])


def _exists(database: "psycopg.Connection[Any]", table: str) -> bool:
    return bool(database.execute("SELECT to_regclass(%s)", [table]).fetchone() != (None,))
