"""The numbers of the standing of stores are published with all others: thresholds rise, and points
under appeal can be left to count."""

from typing import Any

import pytest

from arbitration.verbs.policies import NUMBERS, publish_policy
from disputes.models import Policy
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Sanction, Standing
from sellers.states import Measure
from tests.arbitration.test_policies import CONFIRM, PUBLISH, send, typed
from tests.support.standing_pages import appealed, given
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def test_the_form_starts_from_the_switch_as_it_is(world: World) -> None:
    form = signed_in(world.supervisor).get(PUBLISH).context["form"]
    assert form["suspend_on_appeal"].value() is True
    names = list(form.fields)
    assert names.index("penalty_decision_days") + 1 == names.index("suspend_on_appeal")


def test_points_under_appeal_can_be_left_to_count(world: World) -> None:
    change = typed()
    del change["suspend_on_appeal"]  # a box that is not ticked
    with nothing_changes():
        shown = send(world.supervisor, change).text
    label = "Points do not count while their appeal is open"
    assert f"“{label}” changes from yes to no." in shown
    assert "in older cases, too" in shown
    assert send(world.supervisor, change | {"suspend_on_appeal": "False"} | CONFIRM)
    assert not Policy.objects.latest().suspend_on_appeal
    appealed(world, given(world))
    assert Standing.objects.get(store=world.store).balance == 6


def test_a_switch_stays_when_numbers_change(world: World) -> None:
    send(world.supervisor, typed(restrict_days=8) | CONFIRM)
    latest = Policy.objects.latest()
    assert (latest.restrict_days, latest.suspend_on_appeal) == (8, True)


@pytest.mark.parametrize(
    ("changes", "field", "lower"),
    [
        ({"restrict_points": "6"}, "restrict_points", 6),
        ({"restrict_longer_points": "12"}, "restrict_longer_points", 12),
        ({"pause_points": "20"}, "pause_points", 24),
        ({"close_points": "36"}, "close_points", 36),
        ({"warning_points": "13", "restrict_points": "13"}, "restrict_points", 13),
    ],
)
def test_thresholds_rise(world: World, changes: dict[str, str], field: str, lower: int) -> None:
    data = typed(**changes)
    with nothing_changes():
        response = send(world.supervisor, data | CONFIRM)
    sentence = f"Enter more than {lower}, so that each sanction takes more points"
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert response.context["form"]["change_note"].value() == data["change_note"]


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        *(
            (name, "0", "Enter a number from 1 to 365.")
            for name in (
                "restrict_days",
                "restrict_longer_days",
                "pause_days",
                "close_notice_days",
                "penalty_appeal_days",
                "penalty_decision_days",
            )
        ),
        ("warning_points", "0", "Enter a number from 1 to 1000."),
        ("close_points", "1001", "Enter a number from 1 to 1000."),
        *(
            (name, wrong, "Enter a number from 1 to 100.")
            for wrong in ("0", "101")
            for name in (
                "most_cases",
                "most_lost",
                "most_late",
            )
        ),
        ("second_person_points", "0", "Enter a number from 1 to 500."),
        ("least_orders", "0", "Enter a number from 1 to 10000."),
        ("early_hours", "721", "Enter a number from 0 to 720."),
    ],
)
def test_each_number_has_its_limits(world: World, field: str, wrong: str, sentence: str) -> None:
    with nothing_changes():
        response = send(world.supervisor, typed(**{field: wrong}) | CONFIRM)
    assert response.context["form"].errors == {field: [sentence]}


def test_lower_thresholds_hold_for_what_stores_come_to_from_then_on(world: World) -> None:
    given(world)
    numbers: dict[str, Any] = {"warning_points": 2, "restrict_points": 4}
    send(world.supervisor, typed(**numbers) | CONFIRM)
    enforce_standing()
    measures = list(Sanction.objects.order_by("pk").values_list("measure", flat=True))
    assert measures == [Measure.WARNING]


def test_who_publishes_by_the_service_keeps_the_switch(world: World) -> None:
    numbers = {name: value for name, value in typed(early_hours=24).items() if name in NUMBERS}
    publish_policy(
        world.supervisor,
        numbers,
        change_note="Off.",
        based_on=1,
        switches={"suspend_on_appeal": False},
    )
    publish_policy(world.supervisor, numbers, change_note="Again.", based_on=2)
    assert not Policy.objects.latest().suspend_on_appeal
