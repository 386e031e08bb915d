"""What `make bench` reports: medians, half the range, ratios, and whether a target is met."""

import json
from pathlib import Path

import pytest

from tests.bench.measure import Samples, by_turns
from tests.bench.report import Figure, table
from tests.bench.series import measure_all


def figure(*values: float) -> Figure:
    return Figure(
        value=Samples(values),
        floor=Samples((40.0, 60.0, 50.0)),
        unit="cases/s",
        targets={"ratio": (">=", 0.25), "growth": ("<=", 1.5)},
        more={"growth": 1.5},
        notes=("of some cases",),
    )


def test_a_figure_stands_beside_its_floor() -> None:
    assert figure(20, 10, 16).as_json(judged=True) == {
        "value": 16,
        "floor": 50,
        "ratio": 0.32,
        "unit": "cases/s",
        "spread": 5,
        "floor_spread": 10,
        "repeats": 3,
        "growth": 1.5,
        "target": {"ratio": ">= 0.25", "growth": "<= 1.5"},
        "met": True,
    }


@pytest.mark.parametrize(
    ("judged", "met", "word"), [(True, False, "missed"), (False, None, "not judged")]
)
def test_a_missed_target_is_said(judged: bool, met: bool | None, word: str) -> None:
    slow = figure(10, 10, 10)
    assert slow.as_json(judged=judged)["met"] is met
    line = f"enforce  10 ± 0  50 ± 10  cases/s  0.20   ratio >= 0.25, growth <= 1.5  {word}"
    assert table({"enforce": slow}, judged=judged).splitlines() == [
        "figure   value   floor    unit     ratio  target",
        "-" * len(line),
        line,
        "    of some cases",
    ]


def test_what_was_not_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="no measurement"):
        figure(0, 10, 10)


def test_the_order_turns_around_with_each_repeat() -> None:
    order: list[float] = []

    def measure(number: float) -> float:
        order.append(number)
        return number

    taken = by_turns(3, lambda: measure(1), lambda: measure(2))
    assert taken == [Samples((1, 1, 1)), Samples((2, 2, 2))]
    assert order == [1, 2, 2, 1, 1, 2]


def test_a_figure_that_fails_is_told_and_the_others_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is in the file before the next one begins."""
    path, seen = tmp_path / "bench.json", list[object]()

    def look() -> Figure:
        seen.append(json.loads(path.read_text()))
        return figure(20, 10, 16)

    def fail() -> Figure:
        seen.append(json.loads(path.read_text()))
        raise RuntimeError("3 cases of 5 were filed")

    failures: list[str] = []
    path.write_text("{}")
    done = measure_all(
        {"one": look, "two": fail, "three": look},
        path,
        judged=True,
        after_failure=lambda: failures.append("tidied up"),
    )
    assert done is False
    assert failures == ["tidied up"]
    measured = figure(20, 10, 16).as_json(judged=True)
    failed = {"error": "RuntimeError: 3 cases of 5 were filed"}
    assert seen == [{}, {"one": measured}, {"one": measured, "two": failed}]
    assert json.loads(path.read_text()) == {"one": measured, "two": failed, "three": measured}
    said = capsys.readouterr().out
    assert "two could not be measured: RuntimeError: 3 cases of 5 were filed" in said


def test_nothing_that_failed_means_that_all_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    path.write_text('{"of": "an earlier run"}')
    assert measure_all({"one": lambda: figure(1)}, path, judged=False) is True
    assert list(json.loads(path.read_text())) == ["one"]
