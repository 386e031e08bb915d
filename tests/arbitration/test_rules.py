"""Supervisors publish rules of the marketplace; what was given before keeps its version."""

from typing import Any

import pytest

from disputes.models import User
from sellers.kernel.rulebook import Rulebook
from sellers.models import Rule
from sellers.verbs.rules import publish_rule
from tests.support.people import make_user
from tests.support.standing_pages import CONFIRM, errors, given, page, rule, send
from tests.support.workspace import nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db

FIELDS = (
    "title",
    "text",
    "points",
    "days",
    "trigger",
    "grounds",
    "repeat_days",
    "repeat_factor",
    "proof",
)


def typed(of: str, **changes: Any) -> dict[str, Any]:
    """The form of this rule as it comes, with a note and these changes."""
    latest = rule(of)
    start = {name: getattr(latest, name) for name in FIELDS}
    return (
        start | {"active": "on", "based_on": latest.version, "change_note": "As we saw."} | changes
    )


def new(**changes: Any) -> dict[str, Any]:
    return typed("off_platform", code="rude", title="Rudeness", based_on=0) | changes


def publish(user: User, code: str, data: dict[str, Any]) -> Any:
    return send(user, f"rules/{code}/publish/", data)


def test_the_catalogue_shows_each_rule_in_its_latest_version(world: World) -> None:
    publish(world.supervisor, "off_platform", typed("off_platform", points=7) | CONFIRM)
    publish(world.supervisor, "many_late", typed("many_late", active="") | CONFIRM)
    shown = page(world.supervisor, "rules/")
    for latest in (rule(code) for code in set(Rule.objects.values_list("code", flat=True))):
        assert shown.count(f"/rules/{latest.code}/versions/") == 1
        assert latest.title in shown
    for part in ("counterfeit", "×2 within 30 days", "Ruling lost: counterfeit or empty parcel"):
        assert part in shown
    assert shown.index("In force") < shown.index("Switched off")
    assert shown.index("Switched off") < shown.index("/rules/many_late/versions/")


def test_a_rule_has_a_history(world: World) -> None:
    publish(world.supervisor, "off_platform", typed("off_platform", points=7) | CONFIRM)
    shown = page(world.supervisor, "rules/off_platform/versions/")
    for part in ("Version 1", "Version 2", "As we saw.", "The first rules.", "7, for 365 days"):
        assert part in shown
    assert world.supervisor.username in shown
    assert (
        signed_in(world.supervisor).get("/admin/disputes/store/rules/none/versions/").status_code
        == 404
    )


def test_a_version_is_published_after_its_changes_were_read_once_more(world: World) -> None:
    penalty = given(world)
    change = typed("off_platform", points=8, repeat_factor=3, text="Never.", title="Off-site")
    with nothing_changes():
        shown = publish(world.supervisor, "off_platform", change).text
    for sentence in (
        "“Title” changes from “Leading buyers off the platform” to “Off-site”.",
        "“Points” changes from 6 to 8.",
        "“Then the points count times” changes from 2 to 3.",
        "“Text for stores” is said otherwise.",
        "What was given before stays as it is.",
        "As we saw.",
    ):
        assert sentence in shown, sentence
    response = publish(world.supervisor, "off_platform", change | CONFIRM)
    assert response["Location"] == "/admin/disputes/store/rules/"
    assert told(response) == ["Version 2 of “Off-site” is published."]
    first, second = Rule.objects.filter(code="off_platform").order_by("version")
    assert (first.points, second.points, second.repeat_factor) == (6, 8, 3)
    assert (second.text, second.published_by, second.change_note) == (
        "Never.",
        world.supervisor,
        "As we saw.",
    )
    assert (second.days, second.proof, second.trigger) == (first.days, first.proof, first.trigger)
    penalty.refresh_from_db()
    assert (penalty.rule, penalty.points) == (first, 6)


def test_a_rule_is_switched_off_and_on_again(world: World) -> None:
    off = typed("off_platform", active="")
    assert "The rule is switched off." in publish(world.supervisor, "off_platform", off).text
    publish(world.supervisor, "off_platform", off | CONFIRM)
    latest = rule("off_platform")
    assert (latest.version, latest.active) == (2, False)
    assert latest.code not in [each.code for each in Rulebook.read().in_force(latest.published_at)]
    back = typed("off_platform")
    assert "The rule is in force again." in publish(world.supervisor, "off_platform", back).text
    publish(world.supervisor, "off_platform", back | CONFIRM)
    assert rule("off_platform").active


def test_grounds_are_chosen_from_those_of_rulings(world: World) -> None:
    code = "ruling_lost_serious"
    change = typed(code, grounds=["counterfeit"])
    shown = publish(world.supervisor, code, change).text
    assert "“Only for rulings on these grounds” changes from" in shown
    publish(world.supervisor, code, change | CONFIRM)
    assert rule(code).grounds == ["counterfeit"]
    same = typed(code, grounds=["counterfeit"])
    assert errors(publish(world.supervisor, code, same)) == {"__all__": ["Change something first."]}


def test_a_rule_for_the_same_act_is_named(world: World) -> None:
    shown = publish(world.supervisor, "off_platform", typed("off_platform", trigger="no_response"))
    sentence = "“No answer in time” is for the same act: of both, only the one with more points"
    assert sentence in shown.text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"points": "0"}, "points", "Enter a number from 1 to 100."),
        ({"points": "101"}, "points", "Enter a number from 1 to 100."),
        ({"points": ""}, "points", "Enter a number from 1 to 100."),
        ({"days": "0"}, "days", "Enter a number from 1 to 3650."),
        ({"days": "3651"}, "days", "Enter a number from 1 to 3650."),
        ({"repeat_factor": "0"}, "repeat_factor", "Enter a number from 1 to 5."),
        ({"repeat_factor": "6"}, "repeat_factor", "Enter a number from 1 to 5."),
        ({"repeat_days": "366"}, "repeat_days", "Enter a number from 0 to 365."),
        ({"title": " "}, "title", "Give the rule a title."),
        ({"text": ""}, "text", "Say what a store must do, or must not do."),
        ({"proof": ""}, "proof", "Say what would show that it was not so."),
        ({"change_note": ""}, "change_note", "Say what changes and why."),
        ({"trigger": "bad_luck"}, "trigger", "Select a valid choice."),
        ({"grounds": ["counterfeit"]}, "grounds", "Only a ruling rests on a ground."),
        ({"grounds": ["bad_luck"]}, "grounds", "Select a valid choice."),
        ({"points": "6"}, "__all__", "Change something first."),
        ({"based_on": "7"}, "__all__", "Version 1 was published while you were writing."),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_published(
    world: World, changes: dict[str, Any], field: str, sentence: str
) -> None:
    data = typed("off_platform", points=9) | changes
    with nothing_changes():
        response = publish(world.supervisor, "off_platform", data | CONFIRM)
    found = errors(response)
    assert list(found) == [field]
    assert sentence in found[field][0]
    assert response.context["form"]["text"].value() == data["text"]


def test_of_two_supervisors_at_once_the_second_starts_anew(world: World) -> None:
    mine = typed("off_platform", points=9)
    theirs = rule("off_platform")
    theirs.points = 8
    publish_rule(world.supervisor, theirs, change_note="Else.")
    with nothing_changes():
        response = publish(world.supervisor, "off_platform", mine | CONFIRM)
    assert "Version 2 was published while you were writing." in response.text
    assert response.context["form"]["points"].value() == "9"


def test_a_new_rule_is_published(world: World) -> None:
    with nothing_changes():
        shown = send(world.supervisor, "rules/publish/", new()).text
    assert "“Rudeness” is a new rule." in shown
    response = send(world.supervisor, "rules/publish/", new() | CONFIRM)
    assert told(response) == ["Version 1 of “Rudeness” is published."]
    added = rule("rude")
    assert (added.version, added.points, added.active) == (1, 6, True)
    assert added.published_by == world.supervisor


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "Give the rule a code."),
        ("no answer", "Enter a valid “slug”"),
        ("no_response", "There is a rule with this code."),
    ],
)
def test_a_new_rule_has_a_code_of_its_own(world: World, code: str, sentence: str) -> None:
    with nothing_changes():
        response = send(world.supervisor, "rules/publish/", new(code=code) | CONFIRM)
    found = errors(response)
    assert list(found) == ["code"]
    assert sentence in found["code"][0]


def test_auditors_read_the_rules_and_arbitrators_do_not_get_in(world: World) -> None:
    auditor = make_user("auditor", "Auditors")
    for address in ("rules/", "rules/off_platform/versions/"):
        assert "publish/" not in page(auditor, address)
        client = signed_in(world.arbitrator)
        assert client.get(f"/admin/disputes/store/{address}").status_code == 403
    for user in (auditor, world.arbitrator):
        with nothing_changes():
            data = typed("off_platform", points=9) | CONFIRM
            assert publish(user, "off_platform", data).status_code == 403
            assert send(user, "rules/publish/", new() | CONFIRM).status_code == 403
