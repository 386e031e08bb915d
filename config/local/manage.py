"""`make manage` and `make shell`: a command of `manage.py` on the demo's database.

    .venv/bin/python -m config.local.manage list_staff

Beside `make run` or `make dev` it takes their servers; without one, it starts those of the database
for as long as the command runs. A database that is not there yet is made and filled first.
"""

import fcntl
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, redirect_stdout

from config.env import LOCAL
from config.local.environment import leave_production_alone, of_running_demo
from config.local.run import LOCK, Stopped, forget, prepare_data, start_servers, stop_in_order
from config.local.servers import given_addresses


def main(arguments: list[str]) -> int:
    lock = os.open(LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    # The command's own words are all that goes to its output.
    with redirect_stdout(sys.stderr):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _beside_demo(arguments)
        os.ftruncate(lock, 0)
        os.pwrite(lock, b"process %d, for a command" % os.getpid(), 0)
        return _by_itself(arguments)


def _beside_demo(arguments: list[str]) -> int:
    leave_production_alone()
    environment = of_running_demo()
    if environment is None:
        sys.exit("The demo is only starting. Try again when it says where it runs.")
    return _run(arguments, environment)


def _by_itself(arguments: list[str]) -> int:
    stop_in_order()
    is_new = "DATABASE_URL" not in given_addresses("DEMO") and not (LOCAL / "postgresql").exists()
    try:
        with ExitStack() as running:
            _, environment = start_servers(running)
            if is_new:
                prepare_data(running, environment)
            return _run(arguments, environment)
    except Stopped:
        return 130
    finally:
        forget()


def _run(arguments: list[str], environment: dict[str, str]) -> int:
    """In the foreground, as if it were called itself: Ctrl-C in its terminal is for the command."""
    signal.signal(signal.SIGINT, lambda number, frame: None)
    command = [sys.executable, str(LOCAL.parent / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
