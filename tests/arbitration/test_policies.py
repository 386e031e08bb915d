"""Supervisors publish a new version of the numbers; no version is ever edited."""

from typing import Any

import pytest

from arbitration.forms.amounts import AmountsField
from arbitration.verbs.policies import NUMBERS, SWITCHES, publish_policy
from disputes.forms import UploadBox
from disputes.models import Policy, Reason, User
from tests.support.workspace import nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db

PUBLISH = "/admin/disputes/policy/publish/"
CONFIRM = {"confirm": "yes"}


def typed(**changes: Any) -> dict[str, Any]:
    """The form as it comes, with a note and these changes."""
    latest = Policy.objects.latest()
    start: dict[str, Any] = {name: getattr(latest, name) for name in NUMBERS + SWITCHES}
    amounts = {"large_amounts": AmountsField().prepare_value(latest.large_amounts)}
    change_note = {"based_on": latest.version, "change_note": "More time in December."}
    return start | amounts | change_note | changes


def send(user: User, data: dict[str, Any]) -> Any:
    return signed_in(user).post(PUBLISH, data)


def test_the_form_starts_from_the_latest_version() -> None:
    page = signed_in(World().supervisor).get(PUBLISH)
    form = page.context["form"]
    assert {name: form[name].value() for name in NUMBERS} == {
        name: getattr(Policy.objects.latest(), name) for name in NUMBERS
    }
    assert form["change_note"].value() is None
    assert not form.errors


def test_a_version_is_published_after_its_changes_were_read_once_more() -> None:
    world = World()
    change = typed(ruling_days=3, request_changes=0)
    with nothing_changes():
        page = send(world.supervisor, change).content.decode()
    for sentence in (
        "Version 2",
        "More time in December.",
        "“Days to rule” changes from 2 to 3.",
        "“How often a buyer may change a request” changes from 3 to 0.",
        "older cases keep theirs",
    ):
        assert sentence in page
    assert page.count("changes from") == 2
    response = send(world.supervisor, change | CONFIRM)
    assert (response.status_code, response["Location"]) == (302, "/admin/disputes/policy/")
    assert told(response) == ["Version 2 is published."]
    first, second = Policy.objects.order_by("version")
    assert (second.version, second.ruling_days, second.request_changes) == (2, 3, 0)
    assert (second.published_by, second.change_note) == (world.supervisor, "More time in December.")
    assert first.ruling_days == 2
    kept = set(NUMBERS) - {"ruling_days", "request_changes"}
    assert all(getattr(first, name) == getattr(second, name) for name in kept)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"change_note": " "}, "change_note", "Say what changes and why."),
        ({"change_note": "x" * 301}, "change_note", "at most 300 characters"),
        ({"ruling_days": "0"}, "ruling_days", "Enter a number from 1 to 365."),
        ({"ruling_days": "366"}, "ruling_days", "Enter a number from 1 to 365."),
        ({"ruling_days": "-1"}, "ruling_days", "Enter a number from 1 to 365."),
        ({"ruling_days": "two"}, "ruling_days", "Enter a number from 1 to 365."),
        ({"ruling_days": ""}, "ruling_days", "Enter a number from 1 to 365."),
        ({"ruling_days": "1.5"}, "ruling_days", "Enter a number from 1 to 365."),
        ({"request_changes": "21"}, "request_changes", "Enter a number from 0 to 20."),
        ({"keep_days": "179"}, "keep_days", "Enter a number from 180 to 3650."),
        ({"keep_days": "3651"}, "keep_days", "Enter a number from 180 to 3650."),
        ({"keep_days": "182"}, "keep_days", "Enter at least 183: a store can appeal a penalty"),
        ({"penalty_appeal_days": "365", "keep_days": "180"}, "keep_days", "Enter at least 365"),
        ({"file_megabytes": "19"}, "file_megabytes", "Enter a number from 5 to 18."),
        ({"photo_megapixels": "11"}, "photo_megapixels", "Enter a number from 12 to 100."),
        ({"files_at_once": "21"}, "files_at_once", "Enter a number from 1 to 20."),
        ({"files_per_side": "501"}, "files_per_side", "Enter a number from 1 to 500."),
        ({"files_per_side": "9"}, "files_per_side", "One statement alone may bring more files"),
        ({"keep_draft_days": "0"}, "keep_draft_days", "Enter a number from 1 to 365."),
        ({"evidence_requests": "11"}, "evidence_requests", "Enter a number from 0 to 10."),
        ({"cases_in_hand": "0"}, "cases_in_hand", "Enter a number from 1 to 200."),
        ({"notice_hours": "49"}, "notice_hours", "Enter a number from 0 to 48."),
        ({"notice_hours": "48"}, "notice_hours", "could end before new evidence can be cited."),
        (
            {"large_amounts": "EUR 500\nEUR 600"},
            "large_amounts",
            "“EUR 600”: This currency has a line already.",
        ),
        (
            {"large_amounts": "500 EUR"},
            "large_amounts",
            "“500 EUR”: Begin with the code of a currency, such as EUR 500.00.",
        ),
        (
            {"large_amounts": "JPY 500.50"},
            "large_amounts",
            "“JPY 500.50”: Enter a whole amount: JPY has no decimals.",
        ),
        ({"large_amounts": "EUR much"}, "large_amounts", "“EUR much”: Enter an amount in digits"),
        ({"large_amounts": "EUR 0"}, "large_amounts", "“EUR 0”: Enter an amount above zero."),
        ({}, "__all__", "Change at least one number."),
        ({"based_on": "7"}, "__all__", "Version 1 was published while you were writing."),
        (
            {"apply_after_dispatch_days": "20"},
            "apply_after_dispatch_days",
            "the time of some buyers would end before it begins",
        ),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_published(
    changes: dict[str, str], field: str, sentence: str
) -> None:
    world = World()
    data = typed(**changes)
    with nothing_changes():
        response = send(world.supervisor, data | CONFIRM)
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert response.context["form"]["change_note"].value() == data["change_note"]


@pytest.mark.parametrize("number", [183, 3650])
def test_how_long_words_are_kept_is_one_of_the_numbers(number: int) -> None:
    world = World()
    change = typed(keep_days=number)
    page = send(world.supervisor, change).content.decode()
    label = "Days to keep words and photos of a closed case"
    assert f"“{label}” changes from 730 to {number}." in page
    send(world.supervisor, change | CONFIRM)
    kept = Policy.objects.order_by("version").values_list("keep_days", flat=True)
    assert list(kept) == [730, number]


def test_the_limits_of_files_are_numbers_and_hold_for_the_next_form() -> None:
    world = World()
    change = typed(file_megabytes=8, photo_megapixels=20, files_at_once=4)
    page = send(world.supervisor, change).content.decode()
    assert "“Megabytes of a file at most” changes from 15 to 8." in page
    send(world.supervisor, change | CONFIRM)
    limits = UploadBox(world.buyer, "form").limits
    assert (limits.megabytes, limits.megapixels, limits.at_once) == (8, 20, 4)


def test_from_which_amounts_two_arbitrators_are_needed_is_published_too() -> None:
    world = World()
    change = typed(large_amounts="eur 400.00\r\nJPY 60,000\r\n")
    page = send(world.supervisor, change).content.decode()
    assert "In EUR, large begins at €400.00, not at €500.00." in page
    assert "In USD, large begins at any amount, not at $550.00." in page
    send(world.supervisor, change | CONFIRM)
    first, second = Policy.objects.order_by("version")
    assert second.large_amounts == {"EUR": 40000, "JPY": 60000}
    assert first.large_amounts["EUR"] == 50000


def test_a_reason_can_still_be_met_with_the_files_of_one_form() -> None:
    world = World()
    Reason.objects.filter(code="damaged").update(photos_required=3)
    with nothing_changes():
        response = send(world.supervisor, typed(files_at_once="2") | CONFIRM)
    errors = response.context["form"].errors
    assert errors == {"files_at_once": ["There is a reason that asks for 3 photos."]}


def test_of_two_supervisors_at_once_the_second_starts_anew() -> None:
    world = World()
    mine = typed(ruling_days=4)
    publish_policy(
        world.supervisor, {n: typed()[n] for n in NUMBERS}, change_note="Else.", based_on=1
    )
    with nothing_changes():
        response = send(world.supervisor, mine | CONFIRM)
    assert "Version 2 was published while you were writing." in response.content.decode()


def test_going_back_keeps_the_numbers() -> None:
    response = send(World().supervisor, typed(ruling_days=4) | {"edit": "yes"})
    assert b'name="ruling_days" value="4"' in response.content


def test_arbitrators_cannot_publish() -> None:
    world = World()
    with nothing_changes():
        assert send(world.arbitrator, typed(ruling_days=4) | CONFIRM).status_code == 403
