"""The command line of the bench: servers of its own, then `tests.bench.run` against them.

    SIZE=small make bench ARGS="enforce outbox"

Two processes, because Django reads where its database is when it is loaded. The servers keep all
that they promise to keep (fsync is on), as they would in production; the folder is thrown away.
"""

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from config.env import LOCAL, of_an_installation
from config.local.servers import servers

FOLDER = LOCAL / "bench"
DATA = FOLDER / "data"
LOGS = FOLDER / "logs"


def main() -> int:
    """Run the figures that are named, or all of them."""
    with alone():
        return _measure(sys.argv[1:])


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else measures here meanwhile; the data of the servers are gone afterwards."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "bench.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit("Another bench is running here: both would measure each other.")
        shutil.rmtree(FOLDER, ignore_errors=True)  # also what a run left that was killed
        try:
            yield
        finally:
            shutil.rmtree(DATA, ignore_errors=True)


def _measure(names: list[str]) -> int:
    # Whatever is set in the terminal for other purposes must not change what is measured.
    for name in of_an_installation(os.environ):
        del os.environ[name]
    (DATA / "static").mkdir(parents=True)  # filled later; the web server wants to see it
    with servers(DATA, LOGS) as embedded:
        # Nothing says that this is not production, so it is measured as production runs.
        environment = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "false",
            "EVIDENCE_ROOT": str(DATA / "evidence"),
            "STATIC_ROOT": str(DATA / "static"),
            "ESCROW_GATEWAY": "embedded",
            "MARKETPLACE_GATEWAY": "embedded",
            "MAIL_SERVER": "none",
            "DRAIN_SECONDS": "0",  # there is no load balancer that must look away first
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        command = [sys.executable, "-m", "tests.bench.run", *names]
        return subprocess.call(command, env=os.environ | embedded.addresses | environment)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
