"""What comes out: a table for people, a file for machines."""

import json
import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.measure import Samples

_SIGNS = {">=": operator.ge, "<=": operator.le}
_HEADINGS = ("figure", "value", "floor", "unit", "ratio", "target", "")


@dataclass(frozen=True)
class Figure:
    """One thing that was measured, beside the least that it could cost.

    `targets` maps a key of the figure to the sign and the bound that it is held to. `more` is what
    else is said of the figure in the file, and `notes` in the table.
    """

    value: Samples
    floor: Samples
    unit: str
    targets: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(number > 0 for number in self.value.values + self.floor.values):
            raise ValueError(f"{self.value} beside {self.floor} {self.unit} is no measurement")

    @property
    def ratio(self) -> float:
        return self.value.median / self.floor.median

    def as_json(self, *, judged: bool) -> dict[str, Any]:
        """With `target` and whether it is met, where there is one and the size is judged."""
        found: dict[str, Any] = {
            "value": self.value.median,
            "floor": self.floor.median,
            "ratio": self.ratio,
            "unit": self.unit,
            "spread": self.value.spread,
            "floor_spread": self.floor.spread,
            "repeats": len(self.value.values),
            **self.more,
        }
        if self.targets:
            found["target"] = {key: f"{sign} {bound:g}" for key, (sign, bound) in _sorted(self)}
            found["met"] = self.is_met(found) if judged else None
        return found

    def is_met(self, found: Mapping[str, Any]) -> bool:
        return all(_SIGNS[sign](found[key], bound) for key, (sign, bound) in self.targets.items())


def _sorted(figure: Figure) -> list[tuple[str, tuple[str, float]]]:
    return sorted(figure.targets.items(), reverse=True)  # "ratio" before "growth"


def table(figures: Mapping[str, Figure], *, judged: bool) -> str:
    """Aligned, one line a figure; its notes below it."""
    lines = [_HEADINGS, *(_line(name, figures[name], judged=judged) for name in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    texts = [
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    out = [texts[0], "-" * max(map(len, texts))]
    for text, figure in zip(texts[1:], figures.values(), strict=True):
        out += [text, *(f"    {note}" for note in figure.notes)]
    return "\n".join(out)


def _line(name: str, figure: Figure, *, judged: bool) -> tuple[str, ...]:
    found = figure.as_json(judged=judged)
    target = ", ".join(f"{key} {bound}" for key, bound in found.get("target", {}).items())
    met = {True: "met", False: "missed", None: "not judged"}[found["met"]] if target else ""
    samples = (str(figure.value), str(figure.floor))
    return (name, *samples, figure.unit, f"{figure.ratio:.2f}", target or "-", met)


def write(
    figures: Mapping[str, Figure], failed: Mapping[str, str], path: Path, *, judged: bool
) -> None:
    """Of a figure that failed, its error."""
    found = {name: figure.as_json(judged=judged) for name, figure in figures.items()}
    errors = {name: {"error": error} for name, error in failed.items()}
    path.write_text(json.dumps(found | errors, indent=2) + "\n")
