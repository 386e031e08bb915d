"""What stores and buyers see of closed days: the store's own page, before applying, in the case."""

from datetime import datetime

import pytest

from disputes import clock
from disputes.models import ClosedDays
from disputes.wording.rests import whole_days
from tests.support.applying import Applicant
from tests.support.moments import moment
from tests.support.rests import DAY, answer_time, close_for_days
from tests.support.workspace import signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db
PAGE = "/seller/closed-days/"


def instant(at: datetime) -> str:
    return f"{at:%-d %b %Y, %H:%M} (UTC+00:00)"


def test_a_member_announces_them_and_reads_before_what_it_does(world: World) -> None:
    client = signed_in(world.seller)
    page = client.get(PAGE).text
    for sentence in (
        "Announce closed days at least 7 days ahead.",
        "A store can be closed on 15 days in a year.",
        "A time that runs already stays as it is.",
        "Buyers read it before they apply, and in their case.",
    ):
        assert sentence in page
    first = clock.now().date() + 9 * DAY
    typed = {"first_on": first, "last_on": first + DAY, "zone": "Europe/Madrid", "note": "Away."}
    answer = client.post(PAGE, typed)
    [closed] = ClosedDays.objects.all()
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?store={world.store.pk}")
    assert (closed.first_on, closed.zone, closed.note) == (first, "Europe/Madrid", "Away.")
    assert told(answer)[0].startswith("Announced: ")
    assert "2 days, Europe/Madrid, UTC+01:00" in client.get(PAGE).text


def test_what_is_refused_is_said_beside_its_field_and_nothing_typed_is_lost(world: World) -> None:
    client = signed_in(world.seller)
    today = clock.now().date()
    page = client.post(
        PAGE, {"first_on": today, "last_on": today, "zone": "UTC", "note": "We move."}
    )
    assert page.status_code == 200
    assert page.context["form"].errors["first_on"][0].startswith("Announce it 7 days ahead")
    assert 'value="We move."' in page.text
    assert f'value="{today:%Y-%m-%d}"' in page.text
    empty = client.post(PAGE, {"first_on": "soon", "zone": "Mars"})
    assert {*empty.context["form"].errors} == {"first_on", "last_on", "zone"}
    assert not ClosedDays.objects.exists()


def test_taken_back_on_a_page_that_says_what_stays(world: World) -> None:
    closed = close_for_days(world)
    client = signed_in(world.seller)
    assert f"{PAGE}{closed.pk}/take-back/" in client.get(PAGE).text
    page = client.get(f"{PAGE}{closed.pk}/take-back/").text
    assert "Cases whose time was set later for these days keep that time." in page
    assert "You can announce others instead." in page
    assert signed_in(world.other_seller).post(f"{PAGE}{closed.pk}/take-back/").status_code == 404
    assert client.post(f"{PAGE}{closed.pk}/take-back/").status_code == 302
    closed.refresh_from_db()
    assert closed.cancelled_at is not None
    again = client.get(f"{PAGE}{closed.pk}/take-back/")
    assert told(again)[-1] == "These days are over, or were taken back already."


def test_a_buyer_reads_it_before_applying(world: World) -> None:
    closed = close_for_days(world)
    with moment(closed.begins_at - DAY):
        applicant = Applicant(world, world.line())
        applicant.answer_all()
        page = applicant.get("check")
        assert (
            f"The store is closed from {instant(closed.begins_at)} to {instant(closed.ends_at)}: "
            "that time is added." in page.text
        )
        foretold = page.context["seller_answers_by"]
        assert applicant.submit().status_code == 302
        [dispute] = applicant.cases
        assert dispute.due_at is not None
        assert abs(dispute.due_at - foretold).total_seconds() < 60
        assert dispute.due_at == dispute.opened_at + answer_time() + 3 * DAY


def test_nothing_is_said_of_days_that_do_not_matter(world: World) -> None:
    close_for_days(world, ahead=20)
    applicant = Applicant(world, world.line())
    applicant.answer_all()
    assert "The store is closed" not in applicant.get("check").text


def test_both_sides_read_in_the_case_why_it_is_later(world: World) -> None:
    closed = close_for_days(world)
    with moment(closed.begins_at - DAY):
        dispute = world.open_dispute()
        why = f"The store is closed from {instant(closed.begins_at)} to {instant(closed.ends_at)}"
        for user, side in ((world.buyer, "buyer"), (world.seller, "seller")):
            page = signed_in(user).get(f"/{side}/cases/{dispute.reference}/").text
            assert "Why it is later" in page
            assert page.count(why) == 2  # beside the deadline, and in the history
        assert "Later, since the store is closed" in signed_in(world.seller).get("/seller/").text
        cases = signed_in(world.buyer).get("/buyer/cases/").text
        assert "Later, since the store is closed" in cases


def test_a_case_that_nothing_moved_has_no_such_mark(world: World) -> None:
    dispute = world.open_dispute()
    page = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    assert "Why it is later" not in page
    assert "Later, since" not in signed_in(world.seller).get("/seller/").text


def test_a_supervisor_reads_them_on_the_page_of_the_store(world: World) -> None:
    client = signed_in(world.supervisor)
    page = f"/admin/disputes/store/{world.store.pk}/"
    assert "Closed days" not in client.get(page).text
    closed = close_for_days(world, days=3)
    shown = client.get(page).text
    assert "Closed days" in shown
    assert whole_days(closed) in shown
