"""What every test of histories needs: the cast on its stage, and a table at the end."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from disputes import clock
from tests.histories.cast import Cast, build
from tests.histories.tally import Tally


@pytest.fixture
def cast(db: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """People and goods; from here on the clock stands still between steps."""
    found = build()
    settings.ESCROW_GATEWAY = "tests.histories.faults.MoodyEscrow"
    monkeypatch.setattr(clock, "sql", found.clock.sql)
    logging.disable()  # failures are meant here, thousands of them
    yield found
    logging.disable(logging.NOTSET)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much was tried, and with which outcome, by all processes together."""
    total = Tally()
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "tally":
                total.update(json.loads(value))
    if total:
        terminalreporter.section("histories")
        for line in total.table():
            terminalreporter.line(line)
