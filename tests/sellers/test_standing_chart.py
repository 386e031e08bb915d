"""The line of the points stands where it should, and nothing of it outside of its drawing."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from disputes.rules.charts import StepChart, step_chart

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=100)
THRESHOLDS = [(6, "warning"), (12, "restricted"), (24, "longer")]


def drawn(*balances: tuple[int, int]) -> StepChart:
    """Of pairs of a day and the balance from then on."""
    return step_chart(
        [(SINCE + timedelta(days=day), points) for day, points in balances],
        since=SINCE,
        until=UNTIL,
        thresholds=THRESHOLDS,
        times=[(SINCE, "Jan"), (SINCE + timedelta(days=50), "Feb")],
    )


def places(path: str) -> tuple[list[float], list[float]]:
    across = [float(number) for number in re.findall(r"H([\d.]+)", path)]
    up = [float(number) for number in re.findall(r"V([\d.]+)", path)]
    return across, up


def test_steps_are_in_proportion_to_time_and_points() -> None:
    found = drawn((0, 0), (25, 6), (50, 3))
    (_start, quarter, half, end), (ground, high, middle) = places(found.line)
    width = end - found.left
    assert quarter - found.left == pytest.approx(width / 4, abs=0.1)
    assert half - found.left == pytest.approx(width / 2, abs=0.1)
    assert ground == found.ground
    assert ground - high == pytest.approx(2 * (ground - middle), abs=0.1)


def test_the_first_threshold_above_is_the_last_that_is_drawn() -> None:
    assert [mark.text for mark in drawn((0, 0)).thresholds] == ["warning"]
    assert [mark.text for mark in drawn((0, 6)).thresholds] == ["warning", "restricted"]
    assert [mark.text for mark in drawn((0, 70)).thresholds] == ["warning", "restricted", "longer"]


@pytest.mark.parametrize("balances", [[], [(0, 0)], [(-20, 5), (10, 60), (99, 2)], [(100, 3)]])
def test_nothing_lies_outside(balances: list[tuple[int, int]]) -> None:
    found = drawn(*balances)
    across, up = places(found.area)
    assert all(0 <= place <= StepChart.width for place in across)
    assert all(0 <= place <= StepChart.height for place in up)
    for mark in [*found.thresholds, *found.times]:
        assert 0 <= mark.x <= StepChart.width
        assert 0 < mark.y <= StepChart.height


def test_what_was_before_begins_at_the_edge() -> None:
    found = drawn((-20, 5))
    assert found.line.startswith(f"M{found.left} ")
    assert len({*places(found.line)[1]}) == 1
