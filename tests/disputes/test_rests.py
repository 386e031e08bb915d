"""What a clock leaves out: pure rules of times."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes.rules.rests import Rest, after, before, length, moved, start, without

START = datetime(2026, 3, 1, tzinfo=UTC)
HOURS = st.integers(0, 400)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def rest(begin: int, end: int) -> Rest:
    return Rest(at(begin), at(end), pause=begin)


RESTS = st.lists(st.builds(lambda a, n: rest(a, a + n), HOURS, st.integers(0, 99)), max_size=5)


@pytest.mark.parametrize(
    ("rests", "end"),
    [
        ([], 10),
        ([rest(20, 30)], 10),
        ([rest(10, 30)], 10),  # a deadline is the first instant that is too late
        ([rest(9, 30)], 31),
        ([rest(-5, 4)], 14),  # a clock that is set meanwhile begins with its end
        ([rest(-5, 0)], 10),
        ([rest(2, 4), rest(3, 6)], 14),  # what lies in two counts once
        ([rest(2, 4), rest(11, 15)], 16),  # what it reaches only by the first
    ],
)
def test_a_clock_runs_only_outside_of_them(rests: list[Rest], end: int) -> None:
    assert after(at(0), timedelta(hours=10), rests) == at(end)


def _slowly(hours: int, rests: list[Rest]) -> int:
    """Hour by hour: where the clock stands after so many that count."""
    hour = 0
    while hours:
        hours -= not any(one.begins_at <= at(hour) < one.ends_at for one in rests)
        hour += 1
    return hour


@given(st.integers(1, 200), RESTS)
def test_as_if_each_hour_was_looked_at(hours: int, rests: list[Rest]) -> None:
    assert after(at(0), timedelta(hours=hours), rests) == at(_slowly(hours, rests))


@given(st.integers(1, 200), RESTS)
def test_without_them_it_would_end_when_it_was_meant_to(hours: int, rests: list[Rest]) -> None:
    whole = timedelta(hours=hours)
    assert without(at(0), after(at(0), whole, rests), rests) == at(hours)


@given(st.integers(1, 200), RESTS, RESTS)
def test_one_that_runs_is_moved_to_where_it_would_have_been_set(
    hours: int, known: list[Rest], new: list[Rest]
) -> None:
    """Whatever is published later, in whatever order it comes, and however it overlaps."""
    whole = timedelta(hours=hours)
    end = after(at(0), whole, known)
    for one in sorted(new, key=lambda each: each.begins_at):
        counted = before(end, known)
        ahead = [each for each in known if each.begins_at >= end]
        end = moved(end, [one, *ahead], counted)
        known = [*known, one]
    assert end == after(at(0), whole, known)


@given(HOURS, RESTS, RESTS)
def test_never_back(end: int, new: list[Rest], counted: list[Rest]) -> None:
    later = moved(at(end), new, counted)
    assert at(end) <= later <= at(end) + length(new)


def test_one_that_is_over_when_it_begins_stays() -> None:
    assert moved(at(10), [rest(10, 20)], []) == at(10)
    assert moved(at(11), [rest(10, 20)], []) == at(21)


@given(st.integers(1, 200), RESTS)
def test_the_latest_begin_leaves_the_whole_time(hours: int, rests: list[Rest]) -> None:
    end, whole = at(400), timedelta(hours=hours)
    begin = start(end, whole, rests)
    assert (end - begin) - length(_cut(rests, begin, end)) == whole
    assert after(begin, whole, rests) <= end


def _cut(rests: list[Rest], begin: datetime, end: datetime) -> list[Rest]:
    """What of them lies between."""
    return [
        Rest(max(one.begins_at, begin), min(one.ends_at, end))
        for one in rests
        if one.begins_at < end and one.ends_at > begin
    ]
