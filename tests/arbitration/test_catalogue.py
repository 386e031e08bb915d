"""Supervisors keep the reasons that buyers choose from, and look up what failed."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from disputes import clock
from disputes.models import OutboxMessage, Reason, ReasonShot, Shot, Topic
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def page_of(row: Reason) -> str:
    return f"/admin/disputes/{row._meta.model_name}/{row.pk}/change/"


def reason_form(reason: Reason, **changes: Any) -> dict[str, Any]:
    """The form as it comes, with these changes."""
    return {
        "label": reason.label,
        "evidence_hint": reason.evidence_hint,
        "photos_required": reason.photos_required,
        "position": reason.position,
        "active": "on",
        **shot_rows(*reason.shots.all()),
    } | changes


def shot_rows(*rows: ReasonShot) -> dict[str, Any]:
    """What to photograph, as the form sends it."""
    data: dict[str, Any] = {
        "shots-TOTAL_FORMS": len(rows),
        "shots-INITIAL_FORMS": sum(row.pk is not None for row in rows),
    }
    for number, row in enumerate(rows):
        data |= {
            f"shots-{number}-id": row.pk or "",
            f"shots-{number}-shot": row.shot_id,
            f"shots-{number}-position": row.position,
        }
    return data


def wanted(reason: Reason) -> list[str]:
    return [row.shot.code for row in reason.shots.select_related("shot")]


def test_a_supervisor_rewords_a_reason_and_that_is_logged() -> None:
    world, reason = World(), Reason.objects.get(code="colour")
    data = reason_form(reason, label="Another colour", photos_required=2, position=99, active="")
    # What the form does not offer is not read from it.
    data |= {"code": "shade", "received": "", "parent": Reason.objects.get(code="faulty").pk}
    response = signed_in(world.supervisor).post(page_of(reason), data)
    assert response.status_code == 302
    after = Reason.objects.get(pk=reason.pk)
    assert (after.label, after.photos_required, after.position, after.active) == (
        "Another colour",
        2,
        99,
        False,
    )
    assert (after.code, after.received, after.parent) == (reason.code, True, reason.parent)
    assert LogEntry.objects.get().user == world.supervisor


@pytest.mark.parametrize(
    ("code", "changes", "field"),
    [
        ("colour", {"photos_required": 11}, "photos_required"),
        ("colour", {"photos_required": 0}, "photos_required"),
        ("colour", {"photos_required": -1}, "photos_required"),
        ("colour", {"label": ""}, "label"),
        ("colour", {"evidence_hint": "x" * 301}, "evidence_hint"),
    ],
)
def test_a_reason_that_nobody_could_meet_is_refused(
    code: str, changes: dict[str, Any], field: str
) -> None:
    world, reason = World(), Reason.objects.get(code=code)
    with nothing_changes():
        response = signed_in(world.supervisor).post(page_of(reason), reason_form(reason, **changes))
    assert list(response.context["adminform"].form.errors) == [field]


def test_a_supervisor_says_what_to_photograph_and_in_which_order() -> None:
    world, reason = World(), Reason.objects.get(code="size")
    ruler, label, whole = reason.shots.select_related("shot")
    assert wanted(reason) == ["flat-with-ruler", "size-label", "item-whole"]
    ruler.position, label.position = 2, 1
    new = ReasonShot(shot=Shot.objects.get(code="beside-listing"), position=9)
    rows = shot_rows(ruler, label, whole, new) | {"shots-2-DELETE": "on"}
    response = signed_in(world.supervisor).post(page_of(reason), reason_form(reason) | rows)
    assert response.status_code == 302
    assert wanted(reason) == ["size-label", "flat-with-ruler", "beside-listing"]


def test_nothing_is_asked_for_twice() -> None:
    world, reason = World(), Reason.objects.get(code="colour")
    first, second = reason.shots.all()
    second.shot_id = first.shot_id
    with nothing_changes():
        response = signed_in(world.supervisor).post(
            page_of(reason), reason_form(reason) | shot_rows(first, second)
        )
    assert response.status_code == 200
    assert "Please correct the duplicate data" in response.content.decode()


def test_a_branch_asks_for_no_photos() -> None:
    reason = Reason.objects.get(code="faulty")
    page = signed_in(World().supervisor).get(page_of(reason))
    assert page.context["inline_admin_formsets"] == []


def test_an_arbitrator_changes_no_reason() -> None:
    world, reason = World(), Reason.objects.get(code="colour")
    with nothing_changes():
        response = signed_in(world.arbitrator).post(page_of(reason), reason_form(reason))
    assert response.status_code == 403


def test_supervisors_can_look_up_failed_deliveries() -> None:
    for key, error in (("refund-fine", ""), ("refund-stuck", "The gateway did not answer.")):
        OutboxMessage.objects.create(
            topic=Topic.REFUND,
            key=key,
            created_at=clock.now(),
            next_attempt_at=clock.now(),
            last_error=error,
        )
    shown = signed_in(World().supervisor).get("/admin/disputes/outboxmessage/").text
    assert "refund-stuck" in shown
    assert "refund-fine" not in shown
