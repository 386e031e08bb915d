"""Random histories hold to the model and to the laws, and every one of them ends.

`make test` plays 88, the same ones each time; with DRILL=1 it is 11,000.
"""

import json
import os
from collections.abc import Callable

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from psycopg import sql

from disputes.errors import Code
from disputes.states import Verb
from tests.histories.cast import Cast
from tests.histories.machine import History
from tests.histories.tally import Tally

# A round is so many seeds, and each seed so many histories: one in which next to nothing happens,
# and ten drawn anew. From then on Hypothesis would mostly vary what it has drawn before.
FULL_SIZE = bool(os.environ.get("DRILL"))
ROUNDS, SEEDS = (25, 40) if FULL_SIZE else (1, 8)
HISTORIES = 11
# What so few histories as those of `make test` need not come to.
RARE: set[str] = {Verb.SEND_BACK, Verb.HAND_BACK, Verb.HOLD, Verb.CORRECT_TRACKING, Verb.APPROVE}
RARE |= {Code.TRACKING_INVALID}
if FULL_SIZE:
    RARE = set()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_whatever_happens_the_design_holds(
    number: int, cast: Cast, record_property: Callable[[str, object], None]
) -> None:
    tally = Tally()
    for each in range(number * SEEDS, (number + 1) * SEEDS):
        play(cast, tally, each)
        sweep_up()
    record_property("tally", json.dumps(tally))
    assert set(tally.never_done()) <= RARE


def sweep_up() -> None:
    """What was rolled back stays in the tables, in the way of every look, until it is swept up:
    and autovacuum is off here."""
    tables = [model._meta.db_table for model in apps.get_models()]
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as own:
        for table in tables:
            own.execute(
                sql.SQL("VACUUM (SKIP_LOCKED, TRUNCATE false) {}").format(sql.Identifier(table))
            )


def play(cast: Cast, tally: Tally, number: int, *, shrink: bool = True) -> None:
    """Some histories, drawn from this number alone. The first that fails is told as short as can
    be found, unless that does not matter."""

    @seed(number)
    class Drawn(History):
        def __init__(self) -> None:
            super().__init__(cast, tally)

    run_state_machine_as_test(
        Drawn,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=30,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
