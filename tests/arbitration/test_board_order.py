"""Each table of the supervisors' board can be sorted by each column."""

from copy import deepcopy
from datetime import datetime, timedelta

import pytest

from arbitration.verbs import assignment
from disputes.states import State
from tests.arbitration.test_board import BOARD, TABLES
from tests.support.moments import moment, run_out
from tests.support.terms import HALF
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_rows: None) -> tuple[World, datetime]:
    """A case that was ruled on, and one whose arbitrator let the clock run out; when that was."""
    world = World()
    world.rule(world.dispute_in(State.AWAITING_RULING), HALF)
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator2)
    return world, run_out(world, dispute)


@pytest.mark.parametrize("key", TABLES)
def test_each_table_can_be_sorted_by_each_column(built: tuple[World, datetime], key: str) -> None:
    world, ran_out = deepcopy(built)
    with moment(ran_out + timedelta(minutes=1)):
        client = signed_in(world.supervisor)
        shown = client.get(BOARD).context[key]
        assert shown["rows"]
        for heading in shown["headings"]:
            for order in (heading.column.key, f"-{heading.column.key}"):
                assert client.get(BOARD, {key: order}).status_code == 200
