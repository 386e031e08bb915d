"""`python -m tests.fire.sweeps`: one sweep after the other, until the file `stop` is there."""

import os
import time
from pathlib import Path

import django

django.setup()

from arbitration.background.deadlines import enforce_deadlines  # noqa: E402  # needs the apps

stop = Path(os.environ["DRILL_FOLDER"]) / "stop"
while not stop.exists():
    enforce_deadlines(limit=20)
    time.sleep(0.005)  # much more often than any beat ticks; the people need the processor, too
enforce_deadlines()
