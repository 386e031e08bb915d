"""Supervisors pause clocks on a page that counts first, and asks twice where all are meant."""

from typing import Any

import pytest

from arbitration.background.pauses import spread_pauses
from disputes import clock
from disputes.models import ClockPause, User
from disputes.states import State
from tests.support.moments import moment
from tests.support.rests import DAY, WHY, due, pause_all
from tests.support.workspace import CASES, nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db
LIST = "/admin/disputes/clockpause/"
PUBLISH = f"{LIST}publish/"
CONFIRM = {"confirm": "yes"}


def typed(**changes: Any) -> dict[str, Any]:
    until = clock.now() + 3 * DAY
    return {"why": WHY, "until": f"{until:%Y-%m-%dT%H:%M}", **changes}


def send(user: User, data: dict[str, Any]) -> Any:
    return signed_in(user).post(PUBLISH, data)


def test_it_counts_the_cases_and_says_what_will_happen(world: World) -> None:
    for _number in range(2):
        world.open_dispute()
    world.dispute_in(State.HEARING)
    with nothing_changes():
        page = send(world.supervisor, typed(store=world.store.name)).text
    for sentence in (
        WHY,
        "3 cases have a clock that runs then. Each ends up to 2 days, 23 hours later.",
        "Waiting for the seller: 2",
        "Evidence open: 1",
        "A deadline that is over by then stays over.",
    ):
        assert sentence in page


def test_confirmed_it_is_published(world: World) -> None:
    dispute = world.open_dispute()
    before = due(dispute)
    answer = send(world.supervisor, typed(store=str(world.store.pk)) | CONFIRM)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    [pause] = ClockPause.objects.all()
    assert (pause.store, pause.published_by, pause.why) == (world.store, world.supervisor, WHY)
    assert "1 to move" in signed_in(world.supervisor).get(LIST).text
    spread_pauses()
    assert due(dispute) == before + (pause.until - pause.begins_at)
    assert "1 to move" not in signed_in(world.supervisor).get(LIST).text


def test_all_open_cases_are_asked_for_twice(world: World) -> None:
    world.open_dispute()
    everything = typed(all_cases="on")
    with nothing_changes():
        first = send(world.supervisor, everything)
        second = send(world.supervisor, everything | CONFIRM)
    assert "every open case of the platform" not in first.text
    assert "This is about every open case of the platform." in second.text
    assert 'name="sure" value="yes"' in second.text
    assert send(world.supervisor, everything | CONFIRM | {"sure": "yes"}).status_code == 302
    assert ClockPause.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until": "2020-01-01T10:00"}, "until"),
        ({"begins_at": "2020-01-01T10:00", "until": "2020-01-02T10:00"}, "begins_at"),
        ({"until": "soon"}, "until"),
        ({"why": ""}, "why"),
        ({"store": "Nobody's"}, "store"),
        ({"all_cases": "", "store": ""}, "all_cases"),
        ({"all_cases": "on", "carrier": "DHL"}, "all_cases"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    world: World, changes: dict[str, str], field: str
) -> None:
    base = typed() if "all_cases" in changes else typed(all_cases="on")
    with nothing_changes():
        page = send(world.supervisor, base | changes | CONFIRM | {"sure": "yes"})
    assert list(page.context["form"].errors) == [field]


def test_both_sides_and_staff_read_why(world: World) -> None:
    dispute = world.open_dispute()
    pause_all(world)
    spread_pauses()
    for user, page in (
        (world.buyer, f"/buyer/cases/{dispute.reference}/"),
        (world.seller, f"/seller/cases/{dispute.reference}/"),
        (world.supervisor, f"{CASES}{dispute.reference}/"),
    ):
        shown = signed_in(user).get(page).text
        assert "Why it is later" in shown
        assert shown.count(WHY.rstrip(".")) >= 2
    queue = signed_in(world.supervisor).get(f"{CASES}?tab=all").text
    assert "Later, since the platform paused the clock" in queue


def test_ended_on_a_page_that_says_what_stays(world: World) -> None:
    pause = pause_all(world)
    client = signed_in(world.supervisor)
    assert f"{LIST}{pause.number}/end/" in client.get(LIST).text
    page = client.get(f"{LIST}{pause.number}/end/").text
    assert "Clocks that run already keep what was promised" in page
    assert client.post(f"{LIST}{pause.number}/end/").status_code == 302
    pause.refresh_from_db()
    assert (pause.ended_by, pause.ended_at is not None) == (world.supervisor, True)
    again = client.get(f"{LIST}{pause.number}/end/")
    assert told(again)[-1] == "This pause is over, or was ended already."
    assert "Ended early" in client.get(LIST).text
    with moment(pause.until):
        assert "Ended early" in client.get(LIST).text
