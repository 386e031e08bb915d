"""Two supervisors edit the same row: each change is kept, or its author is asked; none is lost."""

from typing import Any

import pytest

from arbitration.verbs import assignment
from arbitration.verbs.rulings import issue_ruling
from disputes.models import Ground, Policy, Reason, ReasonShot
from disputes.states import State
from sellers.models import Rule
from sellers.verbs.penalties import lower_penalty
from sellers.verbs.rules import publish_rule
from tests.support.given_penalties import given_by_hand
from tests.support.html_forms import Sent, form_on
from tests.support.policies import publish
from tests.support.terms import FULL_REFUND, reasons_for
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

POLICY = "/admin/disputes/policy/publish/"


def opened(world: World, page: str, having: str) -> Sent:
    return form_on(signed_in(world.supervisor).get(page), having)


def send(world: World, page: str, form: Sent, **typed: Any) -> Any:
    return signed_in(world.supervisor).post(page, form | typed)


def page_of(row: Reason | Ground) -> str:
    return f"/admin/disputes/{row._meta.model_name}/{row.pk}/change/"


def test_what_each_of_two_has_changed_of_a_reason_is_kept() -> None:
    world, reason = World(), Reason.objects.get(code="colour")
    page = page_of(reason)
    first, second = opened(world, page, "label"), opened(world, page, "label")
    assert send(world, page, first, label="Another colour").status_code == 302
    assert send(world, page, second, evidence_hint="By daylight.").status_code == 302
    after = Reason.objects.get(code="colour")
    assert (after.label, after.evidence_hint) == ("Another colour", "By daylight.")


def test_who_changes_the_same_of_a_reason_is_asked_and_can_insist() -> None:
    world, reason = World(), Reason.objects.get(code="colour")
    page = page_of(reason)
    first, second = opened(world, page, "label"), opened(world, page, "label")
    send(world, page, first, label="Another colour", position="5")
    with nothing_changes():
        answer = send(world, page, second, label="Wrong shade", evidence_hint="By daylight.")
    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["label"]
    assert "changed this to “Another colour” while you were writing" in errors["label"][0]
    again = form_on(answer, "label")
    assert (again["label"], again["evidence_hint"], again["position"]) == (
        ["Wrong shade"],
        ["By daylight."],
        ["5"],
    )
    assert send(world, page, again).status_code == 302
    after = Reason.objects.get(code="colour")
    assert (after.label, after.evidence_hint, after.position) == ("Wrong shade", "By daylight.", 5)


def test_a_reason_that_was_switched_off_meanwhile_stays_off() -> None:
    world, reason = World(), Reason.objects.get(code="colour")
    page = page_of(reason)
    first, second = opened(world, page, "label"), opened(world, page, "label")
    del first["active"]
    assert send(world, page, first).status_code == 302
    assert send(world, page, second, label="Another colour").status_code == 302
    after = Reason.objects.get(code="colour")
    assert (after.label, after.active) == ("Another colour", False)
    third = opened(world, page, "label")
    assert send(world, page, third, active="on").status_code == 302
    assert Reason.objects.get(code="colour").active


def test_other_photos_to_ask_for_are_told_and_nothing_typed_is_lost() -> None:
    world, reason = World(), Reason.objects.get(code="colour")
    page = page_of(reason)
    read = opened(world, page, "label")
    reason.shots.last().delete()  # type: ignore[union-attr]
    with nothing_changes():
        answer = send(world, page, read, label="Another colour")
    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["shots_read"]
    [left] = ReasonShot.objects.filter(reason=reason)
    assert f"It is now: {left}." in errors["shots_read"][0]
    assert errors["shots_read"][0] in answer.text.replace("&#x27;", "'")
    assert form_on(answer, "label")["label"] == ["Another colour"]


def test_who_changes_the_same_of_a_ground_is_asked() -> None:
    world, ground = World(), Ground.objects.get(code="incomplete")
    page = page_of(ground)
    first, second = opened(world, page, "title"), opened(world, page, "title")
    send(world, page, first, title="Parts are missing", outcomes=["partial", "return"])
    with nothing_changes():
        answer = send(world, page, second, title="It is not whole", text="Not\r\nwhole.")
    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["title"]
    again = form_on(answer, "title")
    assert (again["title"], again["outcomes"]) == (["It is not whole"], ["partial", "return"])
    assert send(world, page, again).status_code == 302
    after = Ground.objects.get(code="incomplete")
    assert (after.title, after.outcomes) == ("It is not whole", ["partial", "return"])


def test_a_ruling_on_the_ground_meanwhile_is_told_with_what_was_typed() -> None:
    world, ground = World(), Ground.objects.get(code="differs_from_listing")
    page = page_of(ground)
    read = opened(world, page, "title")
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    issue_ruling(
        world.arbitrator,
        dispute,
        offer=FULL_REFUND,
        ground=ground,
        reasons=reasons_for(1),
        cites=[1],
    )
    with nothing_changes():
        answer = send(world, page, read, title="Another colour", position="9")
    [error] = answer.context["adminform"].form.errors["__all__"]
    assert "A ruling has come to rest on this ground while you were writing" in error
    assert "You wrote: Another colour." in error


def test_of_two_policies_the_second_takes_over_what_it_did_not_touch() -> None:
    world = World()
    read = opened(world, POLICY, "ruling_days")
    publish(world, hearing_days=9, ruling_days=6)
    with nothing_changes():
        answer = send(world, POLICY, read, ruling_days="4", appeal_days="8", change_note="Mine.")
    errors = answer.context["form"].errors
    assert list(errors) == ["__all__", "ruling_days"]
    assert "Version 2 was published while you were writing." in errors["__all__"][0]
    assert "changed this to “6” while you were writing" in errors["ruling_days"][0]
    again = form_on(answer, "ruling_days")
    assert send(world, POLICY, again, confirm="yes").status_code == 302
    third = Policy.objects.latest()
    assert (third.version, third.hearing_days, third.ruling_days, third.appeal_days) == (3, 9, 4, 8)


def test_of_two_versions_of_a_rule_the_second_takes_over_what_it_did_not_touch() -> None:
    world = World()
    page = "/admin/disputes/store/rules/no_response/publish/"
    read = opened(world, page, "points")
    rule = Rule.objects.get(code="no_response")
    rule.points, rule.text = 4, "Answer\nin time."
    publish_rule(world.supervisor, rule, change_note="Four.")
    with nothing_changes():
        answer = send(world, page, read, text="Answer.", days="100", change_note="Mine.")
    errors = answer.context["form"].errors
    assert list(errors) == ["__all__", "text"]
    again = form_on(answer, "points")
    assert again["points"] == ["4"]
    assert send(world, page, again, confirm="yes").status_code == 302
    latest = Rule.objects.filter(code="no_response").latest("version")
    assert (latest.version, latest.points, latest.text, latest.days) == (3, 4, "Answer.", 100)


def test_of_two_who_lower_a_penalty_the_second_learns_of_the_first() -> None:
    world = World()
    penalty = given_by_hand(world, "off_platform")
    page = f"/admin/disputes/store/penalties/{penalty.pk}/lower/"
    read = opened(world, page, "reasons")
    lower_penalty(world.supervisor, penalty, points=4, reasons="It was less than that.")
    typed = {"stays": "fewer", "points": "3", "reasons": "It was much less than that."}
    with nothing_changes():
        answer = send(world, page, read, **typed, confirm="yes")
    [error] = answer.context["form"].errors["__all__"]
    assert "This penalty has 4 points by now; it had 6 points when you opened the page." in error
    again = form_on(answer, "reasons")
    assert again["reasons"] == [typed["reasons"]]
    assert send(world, page, again, confirm="yes").status_code == 302
    penalty.refresh_from_db()
    assert penalty.points == 3
