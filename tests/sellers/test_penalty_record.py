"""One penalty as its store reads it: what, why, shown by what, and what came of it."""

from datetime import timedelta

import pytest
from django.test import Client

from disputes import clock
from disputes.states import State
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Penalty
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from sellers.verbs.penalties import lower_penalty
from tests.support.given_penalties import given_by_hand, left_unanswered
from tests.support.moments import enforce_at, settle_at
from tests.support.people import make_user
from tests.support.world import World

pytestmark = pytest.mark.django_db


def record(world: World, penalty: Penalty) -> str:
    client = Client()
    client.force_login(world.seller)
    response = client.get(f"/seller/standing/penalties/{penalty.pk}/")
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_it_names_the_act_the_rule_and_the_times(world: World) -> None:
    penalty = left_unanswered(world)
    dispute = penalty.breach.dispute
    assert dispute is not None
    page = record(world, penalty)
    assert "A request was not answered in time" in page
    assert "The rule: No answer in time, version 1" in page
    assert penalty.rule.text in page
    assert f'href="/seller/cases/{dispute.reference}/"' in page
    assert "The platform, by itself" in page
    for at in (penalty.given_at, penalty.expires_at, penalty.given_at + timedelta(days=183)):
        assert f'<time datetime="{at.isoformat()}"' in page
    assert f"What an appeal should show:</strong> {penalty.rule.proof}" in page
    assert f'href="/seller/standing/penalties/{penalty.pk}/appeal/?read=' in page


def test_a_lost_ruling_leads_to_its_reasons_and_its_evidence(world: World) -> None:
    dispute = world.dispute_in(State.RULED)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    settle_at(dispute.due_at)
    page = record(world, Penalty.objects.get(breach__dispute=dispute))
    assert f"“{dispute.rulings.get().ground.title}”." in page
    assert f'href="/seller/cases/{dispute.reference}/#ruling"' in page
    assert f'<a href="/seller/cases/{dispute.reference}/#evidence-1">evidence 1</a>' in page


def test_what_a_supervisor_found_comes_with_reasons_and_evidence_and_without_names(
    world: World,
) -> None:
    dispute = world.open_dispute()
    penalty = given_by_hand(
        world,
        "off_platform",
        reasons="A message asks for payment by mail.",
        dispute=dispute,
        cites=[1],
    )
    page = record(world, penalty)
    assert "A message asks for payment by mail." in page
    assert f'<a href="/seller/cases/{dispute.reference}/#evidence-1">evidence 1</a>' in page
    assert "<dd> A supervisor </dd>" in page
    assert world.supervisor.username not in page


def test_many_points_were_approved_by_a_second_supervisor(world: World) -> None:
    penalty = given_by_hand(world, "false_evidence")
    page = record(world, penalty)
    assert "A supervisor, approved by a second one" in page
    reviewer = penalty.breach.reviewed_by
    assert reviewer is not None
    assert reviewer.username not in page


def test_it_says_why_the_points_count_double(world: World) -> None:
    first = given_by_hand(world, "off_platform")
    assert "The same happened on" not in record(world, first)
    page = record(world, given_by_hand(world, "off_platform"))
    assert "The same happened on" in page
    assert "within 30 days, so the points count 2 times." in page


def test_each_line_of_the_ledger_stands_with_its_reasons(world: World) -> None:
    penalty = given_by_hand(world, "off_platform")
    lower_penalty(world.supervisor, penalty, points=4, reasons="Only one message did.")
    penalty.refresh_from_db()
    page = record(world, penalty)
    assert page.index("+6</span>") < page.index("-2</span>")
    assert "Only one message did." in page
    assert "6 at first" in page
    assert world.supervisor.username not in page


def test_it_tells_the_appeal_and_its_decision_and_names_nobody(world: World) -> None:
    penalty = given_by_hand(world, "off_platform")
    appeal = appeal_penalty(world.seller, penalty, text="The notice never came.")
    page = record(world, penalty)
    assert "The notice never came." in page
    assert f'<time datetime="{appeal.decide_by.isoformat()}"' in page
    assert "If nobody does, the penalty is revoked." in page
    second = make_user("supervisor", "Supervisors")
    decide_appeal(second, appeal, points=2, reasons="Only one message did.")
    page = record(world, penalty)
    assert "The penalty is reduced" in page
    assert "Only one message did." in page
    assert "If it is wrong" not in page
    assert second.username not in page


def test_after_its_time_it_cannot_be_appealed_and_says_so(world: World) -> None:
    penalty = left_unanswered(world)
    with clock.shifted(timedelta(days=190)):
        page = record(world, penalty)
        assert "That time is over." in page
        assert "Appeal this penalty" not in page
    with clock.shifted(timedelta(days=371)):
        enforce_standing()
        page = record(world, penalty)
        assert "It does not count any more, so there is nothing to appeal." in page
        assert "-3</span>" in page
