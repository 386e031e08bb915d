"""One silence about one parcel is counted once, whatever the cases are: beside a plain model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sellers.kernel.units import Units, _Unit
from sellers.models import Breach, Rule
from sellers.states import Trigger
from tests.standing.histories import played
from tests.standing.play import START

HOUR = timedelta(hours=1)
_CODES = {
    Trigger.NO_RESPONSE: "no_response",
    Trigger.AGREEMENT_BROKEN: "agreement_broken",
    Trigger.RULING_LOST: "ruling_lost",
}


@dataclass(frozen=True)
class Act:
    """What a store did in one case: of which parcel, filed when, whether goods came, what it broke,
    and how many hours after the request."""

    parcel: int
    filed: int
    received: bool
    trigger: Trigger
    after: int


_ACTS = st.lists(
    st.builds(
        Act,
        st.integers(1, 3),
        st.integers(0, 300),
        st.booleans(),
        st.sampled_from(list(_CODES)),
        st.integers(1, 200),
    ),
    max_size=14,
)


def expected(acts: Sequence[Act]) -> set[int]:
    """Which of them cost points, by their places: told from the words of the design alone."""
    counted: set[int] = set()
    order = sorted(
        range(len(acts)), key=lambda place: (acts[place].filed + acts[place].after, place)
    )
    for place in order:
        act = acts[place]
        same = [
            other
            for other in (acts[each] for each in counted)
            if (other.parcel, other.trigger) == (act.parcel, act.trigger)
        ]
        if act.trigger == Trigger.RULING_LOST:
            is_one = not act.received and any(not other.received for other in same)
        else:
            is_one = any(other.filed + other.after > act.filed for other in same)
        if not is_one:
            counted.add(place)
    return counted


def booked(acts: Sequence[Act]) -> set[int]:
    """The same by the code that books."""
    units = Units({place: _unit(act) for place, act in enumerate(acts, start=1)})
    breaches = [
        Breach(
            pk=place,
            dispute_id=place,
            trigger=act.trigger,
            at=START + (act.filed + act.after) * HOUR,
        )
        for place, act in enumerate(acts, start=1)
    ]
    counted = set()
    for breach in sorted(breaches, key=lambda each: (each.at, each.pk)):
        rule = Rule(code=_CODES[Trigger(breach.trigger)])
        if units.counted_as(breach, rule) is None:
            units.count(breach, rule)
            counted.add(breach.pk - 1)
        units = units.copy()  # a copy knows the same
    return counted


def _unit(act: Act) -> _Unit:
    asked_at = START + act.filed * HOUR
    return _Unit(act.parcel, act.received, asked_at, return_shipped_at=asked_at)


@played(400)
@given(_ACTS)
def test_what_is_booked_is_what_the_design_says(acts: list[Act]) -> None:
    assert booked(acts) == expected(acts)


@played(200)
@given(st.integers(1, 40), st.integers(0, 24))
def test_however_many_lines_a_parcel_has_one_silence_costs_one_penalty(
    lines: int, apart: int
) -> None:
    """Filed within a day, all of them were open when the first ran out."""
    acts = [Act(1, min(place, apart), True, Trigger.NO_RESPONSE, 120) for place in range(lines)]
    assert len(booked(acts)) == 1
