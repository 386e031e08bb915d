"""What can happen to one store, drawn at random: its acts, what people decide, and time."""

import os
from dataclasses import dataclass, replace
from typing import Literal

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

# `make drill` plays them at full size; the same ones each time, here as there.
TIMES = 10 if os.environ.get("DRILL") else 1


@dataclass(frozen=True)
class Terms:
    """What matters of a rule."""

    code: str
    points: int
    days: int
    repeat_days: int
    repeat_factor: int


RULES = (
    Terms("late", 3, 20, 30, 2),
    Terms("lost", 6, 60, 30, 2),
    Terms("serious", 12, 40, 10, 3),
    Terms("brief", 5, 1, 5, 2),
)


@dataclass
class Numbers:
    """What a policy says of standing."""

    warning_points: int = 6
    restrict_points: int = 12
    restrict_days: int = 7
    restrict_longer_points: int = 24
    restrict_longer_days: int = 14
    pause_points: int = 36
    pause_days: int = 21
    close_points: int = 48
    close_notice_days: int = 30
    penalty_appeal_days: int = 50
    penalty_decision_days: int = 10
    suspend_on_appeal: bool = True


POLICIES = (
    Numbers(),
    replace(Numbers(), restrict_points=10, restrict_days=10, suspend_on_appeal=False),
    replace(Numbers(), warning_points=11, restrict_points=12, close_notice_days=3),
    replace(Numbers(), restrict_points=15, pause_points=30, pause_days=1, close_points=31),
)


@dataclass(frozen=True)
class Break:
    """An act that breaks a rule; noted so many hours after it happened."""

    rule: Terms
    late: int = 0


@dataclass(frozen=True)
class Wait:
    hours: int


@dataclass(frozen=True)
class Appeal:
    """Against one of the penalties that can be appealed."""

    which: int


@dataclass(frozen=True)
class Judge:
    """An open appeal is decided, or a penalty lowered without one: what stays of the points."""

    which: int
    stays: Literal["none", "half", "all"]
    on_appeal: bool


@dataclass(frozen=True)
class Publish:
    policy: Numbers


Step = Break | Wait | Appeal | Judge | Publish
# Whole and half days, so that much falls due at the same moment.
_HOURS = (0, 1, 12, 24, 24, 72, 168, 240, 480, 1000)
_WHICH = st.integers(0, 5)


def histories(*, late: bool = False) -> st.SearchStrategy[list[Step]]:
    """`late`: acts may be noted long after they happened, in any order."""
    lateness = st.sampled_from(_HOURS) if late else st.just(0)
    acts = st.builds(Break, st.sampled_from(RULES), lateness)
    waits = st.builds(Wait, st.sampled_from(_HOURS))
    stays: st.SearchStrategy[Literal["none", "half", "all"]] = st.sampled_from(
        ("none", "half", "all")
    )
    step = st.one_of(
        acts,
        acts,
        waits,
        waits,
        st.builds(Appeal, _WHICH),
        st.builds(Judge, _WHICH, stays, st.booleans()),
        st.builds(Publish, st.sampled_from(POLICIES)),
    )
    return st.lists(step, min_size=10, max_size=40)


def played(examples: int, *, shrink: bool = True) -> settings:
    """The same histories each time; a failing one is told as short as can be found, where that
    does not take minutes."""
    return settings(
        max_examples=examples * TIMES,
        derandomize=True,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
