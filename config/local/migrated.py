"""A PostgreSQL cluster for tests, with a database in it that is migrated already.

To run all migrations takes longer than most tests, and each test process would do it. It is done
once for each state of what a migration can read, and kept in `.local`; each run copies the cluster,
and each of its processes the database. A test database is migrated as ever, and finds nothing left
to do.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg

from config.local.servers import DATABASE, servers

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "migrated"
_KEPT = ROOT / ".local" / "migrated"
_READ = (
    "requirements-dev.txt",
    "config/settings.py",
    "config/local/*.py",
    "*/apps.py",
    "*/states.py",
    *(f"*/{part}/**/*.py" for part in ("migrations", "models", "rules")),
)


def copy_to(data: Path) -> None:
    """A cluster of this run's own; made first, if it is not there yet."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    with (_KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several runs may begin at once
        kept = _KEPT / state()
        if not kept.exists():
            _forget_others()
            _make(kept)
        _copy(kept, data)


def state() -> str:
    """It changes with each file that a migration can read."""
    found = sha256(sys.version.encode())
    for path in sorted({path for pattern in _READ for path in ROOT.glob(pattern)}):
        found.update(b"%b\0%b\0" % (str(path.relative_to(ROOT)).encode(), path.read_bytes()))
    return found.hexdigest()[:16]


def _make(kept: Path) -> None:
    with TemporaryDirectory(prefix="redress-tests-", dir="/tmp") as name:
        folder = Path(name)
        with servers(folder, folder / "logs", thrown_away=True) as running:
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"],
                cwd=ROOT,
                env=os.environ | running.addresses,
                check=True,
            )
            _make_template(running.addresses["DATABASE_URL"])
        # Under another name first: a copy that was broken off is never used.
        unfinished = kept.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _copy(folder / "postgresql", unfinished)
    unfinished.rename(kept)


def _make_template(address: str) -> None:
    """Whoever is connected to a database keeps it from being copied, so nobody may be."""
    beside = urlsplit(address)._replace(path="/postgres").geturl()
    with psycopg.connect(beside, autocommit=True) as server:
        server.execute(f"ALTER DATABASE {DATABASE} RENAME TO {TEMPLATE}".encode())
        server.execute(f"ALTER DATABASE {TEMPLATE} ALLOW_CONNECTIONS false".encode())


def _copy(cluster: Path, to: Path) -> None:
    """With its owner: for root, PostgreSQL runs as somebody else."""
    subprocess.run(["cp", "-a", cluster, to], check=True)


def _forget_others() -> None:
    for each in _KEPT.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
