"""10,000 overdue tickets, escalated by django-helpdesk's own command; adds `peer` to the file.

Less than enforcing a case: a ticket's priority, a line of its history and what changed in it. It
is kind to the peer: nobody has an address that a mail would have to be written to.
"""

import json
import os
import subprocess
import sys
from functools import partial

import psycopg

from config.env import LOCAL
from config.local.servers import servers
from tests.bench.__main__ import DATA, LOGS, alone
from tests.bench.measure import by_turns, seconds
from tests.bench.sizes import SIZES, Size

PACKAGE = "django-helpdesk==2.6.1"
VENV = LOCAL / "peer"
FILE = LOCAL / "bench.json"
_FILL = """
from helpdesk.models import Queue, Ticket
queue = Queue.objects.create(title="Cases", slug="cases", escalate_days=5)
Ticket.objects.bulk_create(
    Ticket(title="Blue mug", queue=queue, description="It is green.", priority=5)
    for _ in range({number})
)
"""
_OVERDUE = """
UPDATE helpdesk_ticket
SET created = now() - interval '10 days', last_escalation = NULL, priority = 5
"""


def main() -> None:
    size = SIZES[os.environ.get("SIZE") or "full"]
    if not VENV.exists():
        _install()
    with alone(), servers(DATA, LOGS) as embedded:
        os.environ |= embedded.addresses | {"DJANGO_SETTINGS_MODULE": "tests.bench.peer.settings"}
        _django("migrate", "--no-input", "--verbosity=0")
        _django("shell", "--verbosity=0", "-c", _FILL.format(number=size.due))
        [value] = by_turns(size.repeats, partial(_escalated, size))
    found = json.loads(FILE.read_text()) if FILE.exists() else {}
    peer = {"value": value.median, "spread": value.spread, "repeats": size.repeats}
    found["peer"] = peer | {"unit": "tickets/s", "package": PACKAGE}
    print(f"{PACKAGE}: {value} tickets/s")
    if "enforce" in found:
        found["peer"]["times"] = found["enforce"]["value"] / value.median
        print(f"Redress, when it was measured last: {found['peer']['times']:.1f} times as many")
    FILE.write_text(json.dumps(found, indent=2) + "\n")


def _escalated(size: Size) -> float:
    """Tickets a second, the start of the command included: a second or less."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as database:
        database.execute(_OVERDUE)
        database.execute("TRUNCATE helpdesk_followup CASCADE")
        passed = seconds(lambda: _django("escalate_tickets"))
        row = database.execute("SELECT count(*) FROM helpdesk_ticketchange").fetchone()
    if row != (size.due,):
        raise RuntimeError(f"{row} of {size.due} tickets were escalated")
    return size.due / passed


def _django(*arguments: str) -> None:
    subprocess.run([VENV / "bin" / "python", "-m", "django", *arguments], check=True)


def _install() -> None:
    """Beside our own environment, whose packages it must not change."""
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    install = ["-m", "pip", "install", "--quiet", PACKAGE, "psycopg[binary]"]
    subprocess.run([VENV / "bin" / "python", *install], check=True)


if __name__ == "__main__":
    main()
