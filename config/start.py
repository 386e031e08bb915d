"""What ends a process at its start, with a sentence, instead of letting it work wrongly.

Django runs its checks before a command of `manage.py`; this runs the same ones before the web
server, a worker or beat does anything.
"""

import logging
import sys
from typing import Any

import django
from django.core.checks import run_checks
from django.core.management import CommandError
from django.db import DatabaseError, connection

log = logging.getLogger(__name__)

# Seconds for the database to answer. One that is away is no reason not to start.
PATIENCE = 5


def refuse_to_start_wrong() -> None:
    """End the process if a check has found an error, or the database is not for this process."""
    django.setup()
    found = [message for message in run_checks() if not message.is_silenced()]
    lines = [f"  {message.msg} {message.hint or ''}".rstrip() for message in found]
    if any(message.is_serious() for message in found):
        raise SystemExit("Redress cannot start:\n" + "\n".join(lines))
    if lines:
        sys.stderr.write("\n".join(lines) + "\n")
    _connect_once()


def _connect_once() -> None:
    """Whoever connects learns whether it may (`disputes.installation`)."""
    options: dict[str, Any] = connection.settings_dict["OPTIONS"]
    own = dict(options)
    options.setdefault("connect_timeout", PATIENCE)
    try:
        connection.ensure_connection()
    except CommandError as error:
        raise SystemExit(f"Redress cannot start: {error}") from None
    except DatabaseError as error:
        log.warning("the database does not answer yet (%s)", type(error).__name__)
    finally:
        connection.close()  # whatever is forked from here shall not share it
        options.clear()
        options.update(own)
