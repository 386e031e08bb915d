"""The bell says how much is new; its page lists it, and what was opened is read."""

import pytest

from disputes.models import Notice, NoticeSettings
from disputes.states import NoticeKind, State
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

PAGE = "/notices/"


def bell(page: str) -> str:
    found = page.split('data-region="bell">', 1)[1].split("</a>", 1)[0]
    return found.split('bell-count">', 1)[1].split("<", 1)[0] if "bell-count" in found else ""


def test_the_bell_counts_what_is_new_and_no_further_than_nine() -> None:
    world = World()
    client = signed_in(world.seller)
    assert bell(client.get("/seller/").text) == ""
    world.open_dispute()
    assert bell(client.get("/seller/").text) == "1"
    for _ in range(9):
        world.open_dispute()
    assert bell(client.get("/seller/").text) == "9+"
    assert bell(signed_in(world.buyer).get("/buyer/").text) == ""


def test_the_workspace_has_it_too() -> None:
    world = World()
    world.dispute_in(State.RULED)
    assert bell(signed_in(world.arbitrator).get("/admin/", follow=True).text) == "1"


def test_whoever_opens_the_case_has_read_what_was_told_of_it() -> None:
    world = World()
    first, second = world.open_dispute(), world.open_dispute()
    client = signed_in(world.seller)
    page = client.get(PAGE).text
    assert page.count('notice-row-new"') == 2
    assert f"/seller/cases/{first.reference}/" in page
    client.get(f"/seller/cases/{first.reference}/")
    assert not Notice.objects.filter(dispute=first, read_at=None).exists()
    assert Notice.objects.filter(dispute=second, read_at=None).exists()
    assert bell(client.get(PAGE).text) == "1"
    assert first.reference not in client.get(f"{PAGE}?unread").text


def test_what_came_after_the_page_stays_new() -> None:
    world = World()
    world.open_dispute()
    client = signed_in(world.seller)
    until = client.get(PAGE).context["until"]
    later = world.open_dispute()
    assert client.post(f"{PAGE}read/", {"until": until}).status_code == 302
    [new] = Notice.objects.filter(person=world.seller, read_at=None)
    assert new.dispute == later


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 40, "١"])
def test_a_mark_that_is_none_reads_nothing(until: str) -> None:
    world = World()
    world.open_dispute()
    assert signed_in(world.seller).post(f"{PAGE}read/", {"until": until}).status_code == 302
    assert Notice.objects.filter(read_at=None).exists()


def test_nobody_reads_the_notices_of_others() -> None:
    world = World()
    world.open_dispute()
    until = Notice.objects.get().pk
    client = signed_in(world.buyer)
    assert "Nothing has happened yet" in client.get(PAGE).text
    client.post(f"{PAGE}read/", {"until": until})
    assert Notice.objects.get().read_at is None


def test_a_person_chooses_what_comes_by_mail() -> None:
    world = World()
    client = signed_in(world.seller)
    page = client.get("/settings/").text
    assert "Penalties and sanctions" in page
    assert "Work of the platform" not in page
    chosen = {
        "time_zone": "Europe/Madrid",
        "mailed": ["message"],
        "digest": "on",
        "quiet_from": "22:00",
        "quiet_until": "07:00",
    }
    assert client.post("/settings/", chosen).status_code == 302
    wishes = NoticeSettings.objects.get(person=world.seller)
    assert wishes.muted == [NoticeKind.REMINDER, NoticeKind.PROGRESS, NoticeKind.NEWS]
    assert (wishes.digest, str(wishes.quiet_from)) == (True, "22:00:00")
    assert 'value="22:00"' in client.get("/settings/").text


def test_half_of_the_quiet_hours_is_refused_beside_its_field() -> None:
    world = World()
    response = signed_in(world.seller).post("/settings/", {"quiet_from": "22:00"})
    assert response.context["mails"].errors == {
        "quiet_until": ["Enter both ends of the quiet hours, or none."]
    }
    assert not NoticeSettings.objects.exists()


def test_queries_do_not_grow_with_the_notices(django_assert_max_num_queries: object) -> None:
    world = World()
    for _ in range(8):
        world.open_dispute()
    client = signed_in(world.seller)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert client.get(PAGE).status_code == 200
