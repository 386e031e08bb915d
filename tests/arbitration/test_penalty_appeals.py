"""Supervisors who had no part in a penalty decide on the appeal against it."""

from datetime import timedelta
from typing import Any

import pytest

from disputes.models import StoreMember
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import PenaltyAppeal, Standing
from sellers.states import AppealDecision, PenaltyState
from tests.support.moments import moment
from tests.support.people import make_user
from tests.support.standing_pages import (
    CONFIRM,
    appealed,
    errors,
    given,
    other_supervisor,
    page,
    send,
    silent,
)
from tests.support.workspace import nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db

REASONS = "The platform's own mail was late that day."


def decided(appeal: PenaltyAppeal) -> tuple[str, str, int]:
    found = PenaltyAppeal.objects.select_related("penalty").get(pk=appeal.pk)
    return found.decision, found.penalty.state, found.penalty.points


def test_open_appeals_are_listed_by_deadline_then_the_decided_ones(world: World) -> None:
    late = appealed(world, given(world))
    with moment(late.opened_at - timedelta(hours=1)):
        early = appealed(world, silent(world))
    third = appealed(world)
    data = {"stays": "none", "reasons": REASONS} | CONFIRM
    send(other_supervisor(), f"appeals/{third.pk}/", data)
    shown = page(world.supervisor, "appeals/")
    places = [shown.index(f"appeals/{appeal.pk}/") for appeal in (early, late, third)]
    assert places == sorted(places)
    assert "The penalty is revoked" in shown
    # The navigation counts those that wait for the viewer, who has not given them.
    assert "2<span" in page(other_supervisor(), "")
    assert "1<span" in page(world.supervisor, "")


def test_the_page_shows_the_record_the_words_and_the_files(world: World) -> None:
    appeal = appealed(world)
    shown = page(world.supervisor, f"appeals/{appeal.pk}/")
    for part in (
        "No answer in time",
        "The notice came after the outage of 3 May.",
        appeal.files.get().name,
        str(appeal.penalty.breach.dispute and appeal.penalty.breach.dispute.reference),
        "Keep it: all 3 points stay",
        "Revoke it: no points stay",
    ):
        assert part in shown


@pytest.mark.parametrize(
    ("data", "outcome", "said"),
    [
        (
            {"stays": "all"},
            (AppealDecision.REFUSED, PenaltyState.LIVE, 3),
            "The penalty stands: 3 points.",
        ),
        (
            {"stays": "fewer", "points": "1"},
            (AppealDecision.REDUCED, PenaltyState.LIVE, 1),
            "The penalty is reduced from 3 to 1 point.",
        ),
        (
            {"stays": "none"},
            (AppealDecision.REVOKED, PenaltyState.REVOKED, 3),
            "The penalty is revoked.",
        ),
    ],
)
def test_it_says_what_stays(
    world: World, data: dict[str, str], outcome: tuple[str, str, int], said: str
) -> None:
    appeal = appealed(world)
    data = data | {"reasons": REASONS}
    with nothing_changes():
        shown = send(world.supervisor, f"appeals/{appeal.pk}/", data).text
    assert said in shown
    response = send(world.supervisor, f"appeals/{appeal.pk}/", data | CONFIRM)
    assert response["Location"] == "/admin/disputes/store/appeals/"
    assert told(response) == ["The appeal is decided. The store reads your reasons."]
    assert decided(appeal) == outcome
    after = PenaltyAppeal.objects.get(pk=appeal.pk)
    assert (after.decided_by, after.reasons) == (world.supervisor, REASONS)
    shown = page(world.supervisor, f"appeals/{appeal.pk}/")
    assert world.supervisor.username in shown
    assert "This appeal has been decided already." in shown
    with nothing_changes():
        again = send(world.supervisor, f"appeals/{appeal.pk}/", data | CONFIRM)
    assert errors(again)["__all__"] == ["This appeal has been decided already."]


def test_what_the_decision_brings_about_for_sanctions_is_said(world: World) -> None:
    appeal, second = appealed(world, given(world)), other_supervisor()
    data = {"stays": "all", "reasons": REASONS}
    shown = send(second, f"appeals/{appeal.pk}/", data).text
    assert "The sanction of 6 points goes on: Warning." in shown
    assert "The store then has 6 points." in shown
    assert Standing.objects.get(store=world.store).balance == 0


def test_what_is_missing_is_said_at_its_field(world: World) -> None:
    appeal = appealed(world)
    tries: list[tuple[dict[str, Any], str, str]] = [
        ({"reasons": REASONS}, "stays", "Choose what stays of the penalty."),
        ({"stays": "none", "reasons": " "}, "reasons", "Give the store your reasons."),
        ({"stays": "fewer", "reasons": REASONS}, "points", "Enter a number from 1 to 2."),
        (
            {"stays": "fewer", "points": "3", "reasons": REASONS},
            "points",
            "Enter a number from 1 to 2.",
        ),
    ]
    for data, field, sentence in tries:
        with nothing_changes():
            response = send(world.supervisor, f"appeals/{appeal.pk}/", data | CONFIRM)
        assert errors(response) == {field: [sentence]}
        assert response.context["form"]["reasons"].value() == data["reasons"]


def test_who_gave_the_penalty_reads_why_somebody_else_decides(world: World) -> None:
    appeal = appealed(world, given(world))
    address = f"appeals/{appeal.pk}/"
    shown = page(world.supervisor, address)
    assert "You had a part in this penalty, so others decide." in shown
    assert 'name="stays"' not in shown
    data = {"stays": "all", "reasons": REASONS} | CONFIRM
    with nothing_changes():
        response = send(world.supervisor, address, data)
    assert errors(response)["__all__"] == ["You had a part in this penalty, so others decide."]


def test_members_auditors_and_arbitrators_decide_nothing(world: World) -> None:
    appeal = appealed(world)
    member, auditor = other_supervisor(), make_user("auditor", "Auditors")
    StoreMember.objects.create(store=world.store, user=member)
    address, data = f"appeals/{appeal.pk}/", {"stays": "none", "reasons": REASONS} | CONFIRM
    for user in (member, auditor, world.arbitrator, world.seller):
        with nothing_changes():
            assert send(user, address, data).status_code == 403, user
    assert 'name="stays"' not in page(auditor, address)
    assert address in page(auditor, "appeals/")
    assert address not in page(member, "appeals/")
    for user in (member, world.arbitrator):
        assert signed_in(user).get(f"/admin/disputes/store/{address}").status_code == 403


def test_a_time_out_is_told_as_nobodys_decision(world: World) -> None:
    appeal = appealed(world)
    with moment(appeal.decide_by):
        enforce_standing()
        shown = page(world.supervisor, "appeals/")
    assert "Nobody: the time was over" in shown
    assert "No appeal waits." in shown
