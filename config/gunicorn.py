"""How gunicorn serves Redress; `--bind` on its command line says where.

- TERM: `/readyz` says no for DRAIN_SECONDS, then no connection is accepted any more, what runs
  ends, and then the server. A second TERM cuts the first part short.
- HUP: new workers take the place of the old ones, of which each ends what it has begun. They have
  the code and the static files of before, because it is loaded once: another version is another
  server, started beside this one before this one is told to end.
"""

import os
import signal
from types import FrameType

from gunicorn.arbiter import Arbiter

from config import draining
from config.settings import DRAIN_SECONDS, LOGGING

# Loaded once, before the workers: a setting that is wrong ends the server with its sentence
# instead of being met anew by one worker after the other.
preload_app = True
workers = 2
# Threads, so that phones that send their photos slowly hold up nobody else. The proxy in front
# must still buffer requests: a thread waits for its request's body without an end.
worker_class = "config.worker.Worker"
threads = 32
timeout = 60
# Seconds for what runs to end: above the longest request, a case PDF that waits for its turn (20)
# and is printed (45). A photo that is looked at may take 45.
graceful_timeout = 75

# Where the application lies is nothing that a header tells.
forwarder_headers = ""

# No socket in the home folder for a tool that changes the server while it runs.
control_socket_disable = True

# The same lines as everywhere. There is no access log, which would hold addresses and searches:
# the application writes a line for each request.
logconfig_dict = LOGGING


def when_ready(server: Arbiter) -> None:
    """The server's own answer to TERM comes after the time in which load balancers look away."""

    def drain(number: int, frame: FrameType | None) -> None:
        # A worker that was made this very moment has not put its own answer in this one's place.
        if os.getpid() != server.pid:
            return
        if draining.begun():
            server.signal(number, frame)
            return
        draining.begin()
        signal.signal(signal.SIGALRM, lambda _number, _frame: server.signal(number, None))
        signal.setitimer(signal.ITIMER_REAL, DRAIN_SECONDS)

    if DRAIN_SECONDS:
        signal.signal(signal.SIGTERM, drain)


def on_reload(server: Arbiter) -> None:
    """Say it before somebody takes it for an upgrade."""
    server.log.info("new workers of the same code; another version needs another server")
