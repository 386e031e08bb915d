"""Does the demo's database have the tables of this version? If not, the demo begins anew.

Until a version is released, its initial migrations change under the same names. So a file beside
the database notes what was in those that were applied.
"""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql

from config.env import LOCAL

ROOT = LOCAL.parent
APPS = ["arbitration", "buyers", "disputes", "sellers"]


def fit(address: str, noted: Path, evidence: Path, *, given: bool) -> None:
    """Leave a database that the migrations of now go on from: empty, if other ones made its tables.

    One whose address was `given` is somebody's own, and is left alone, with a sentence.
    """
    if _is_another(_applied(address), noted):
        if given:
            raise SystemExit(
                "The database of DEMO_DATABASE_URL has the tables of another version. Nothing was "
                "changed. Name an empty one."
            )
        _empty(address)
        shutil.rmtree(evidence, ignore_errors=True)
        print(
            "The demo has the tables of another version, so all of it was deleted and is filled in "
            "anew.",
            flush=True,
        )
    noted.write_text(json.dumps(_contents(), indent=1))


def _is_another(applied: list[str], noted: Path) -> bool:
    now = _contents()
    then = json.loads(noted.read_text()) if noted.exists() else {}
    return any(name not in now or then.get(name) != now[name] for name in applied)


def _contents() -> dict[str, str]:
    """Each migration of this version, such as "disputes.0001_initial", with a hash."""
    return {
        f"{app}.{path.stem}": sha256(path.read_bytes()).hexdigest()
        for app in APPS
        for path in sorted((ROOT / app / "migrations").glob("0*.py"))
    }


def _applied(address: str) -> list[str]:
    with psycopg.connect(address) as database:
        if not _exists(database, "django_migrations"):
            return []
        found = database.execute(
            "SELECT app || '.' || name FROM django_migrations WHERE app = ANY(%s)", [APPS]
        )
        return [name for (name,) in found]


def _empty(address: str) -> None:
    """Only what is a demo's, or too old to say so."""
    with psycopg.connect(address) as database:
        if _exists(database, "disputes_installation"):
            marks = database.execute("SELECT kind FROM disputes_installation").fetchall()
            if marks not in ([], [("demo",)]):
                raise SystemExit(
                    f"The database in {LOCAL} is no demo's. Nothing was changed. Move it away."
                )
        name = sql.Identifier(database.info.dbname)
    with psycopg.connect(address, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _exists(database: "psycopg.Connection[tuple[object, ...]]", table: str) -> bool:
    found = database.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
    return found == (True,)
