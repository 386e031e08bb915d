"""Bars stand where they should, as high as they should, and never outside of their drawing."""

import pytest

from disputes.rules.charts import BarChart, Series, bar_chart

MONTHS = ["Jan", "Feb", "Mar"]


def drawn(*values: list[int | None], stacked: bool = False) -> BarChart:
    series = [Series(f"Series {number}", each) for number, each in enumerate(values, start=1)]
    return bar_chart(MONTHS, series, stacked=stacked)


def test_heights_are_in_proportion() -> None:
    first, second = drawn([10, 5, 0]).bars
    assert first.height == pytest.approx(2 * second.height)
    assert first.y + first.height == pytest.approx(second.y + second.height)
    assert [first.label, second.label] == ["Jan: Series 1 10", "Feb: Series 1 5"]


def test_what_is_stacked_stands_on_top_of_each_other() -> None:
    low, high = drawn([3, None, None], [1, None, None], stacked=True).bars
    assert (low.x, low.width) == (high.x, high.width)
    assert high.y + high.height == pytest.approx(low.y)
    assert low.height == pytest.approx(3 * high.height)


def test_what_is_not_stacked_stands_side_by_side() -> None:
    left, right = drawn([3, None, None], [1, None, None]).bars
    assert right.x == pytest.approx(left.x + left.width)


@pytest.mark.parametrize(("most", "top"), [(0, 1), (1, 1), (3, 4), (5, 10), (11, 20), (401, 1000)])
def test_the_scale_ends_at_a_round_number(most: int, top: int) -> None:
    lines = drawn([most, 0, 0]).lines
    assert lines[-1].text.replace(",", "") == str(top)


@pytest.mark.parametrize("stacked", [True, False])
def test_nothing_lies_outside(stacked: bool) -> None:
    found = drawn([7, 999, None], [1, 1, 1], [0, 12_345, 3], stacked=stacked)
    assert found.bars
    for bar in found.bars:
        assert 0 <= bar.x < bar.x + bar.width <= BarChart.width
        assert 0 <= bar.y < bar.y + bar.height <= BarChart.height


def test_without_months_there_are_no_bars() -> None:
    assert bar_chart([], [Series("One", [])], stacked=False).bars == []
