"""What a page foretells of points and sanctions is what is booked then: the same code does both."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from arbitration.verbs import assignment, rulings
from disputes import clock
from disputes.models import Dispute, Ground
from disputes.permissions import Actor
from disputes.states import Party, State, Verb
from disputes.verbs import late_goods, negotiation, returns
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Breach, Penalty, Rule, Sanction, Standing
from sellers.states import Measure, Trigger
from sellers.verbs.appeals import appeal_penalty
from sellers.verbs.rules import publish_rule
from tests.sellers.test_standing_breaches import contest, ruled, run_out
from tests.support.given_penalties import given_by_hand, left_unanswered
from tests.support.moments import enforce_at, moment, settle_at
from tests.support.rows import everything
from tests.support.terms import FULL_REFUND, HALF, RETURN_AND_REFUND
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PLATFORM = Actor(None, Party.PLATFORM)
SAYS = re.compile(r"(\d+) points?.*, which would bring the store from (\d+) to (\d+)")


def foretold(world: World, dispute: Dispute, choice: Verb | None = None) -> list[str]:
    """What the seller's page says of this choice, or of doing nothing."""
    page = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/")
    found = [each for each in page.context["choice_previews"] if each.verb == choice]
    if choice is None:
        found = [each for each in found if each.choice == "If you do nothing"]
    return [sentence for each in found for sentence in each.sentences]


def numbers(sentence: str) -> tuple[int, int, int]:
    """The points, and what the store has before and after them."""
    said = SAYS.search(sentence)
    assert said is not None, sentence
    points, before, after = map(int, said.groups())
    return points, before, after


def balance(world: World) -> int:
    standing = Standing.objects.filter(store=world.store).first()
    return 0 if standing is None else standing.balance


def do_nothing(world: World, dispute: Dispute) -> tuple[int, int, int]:
    """The clock runs out, and the ledger follows: the points, and the balance before and after."""
    before, due_at = balance(world), world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    settle_at(due_at)
    given = sum(each.points for each in Penalty.objects.filter(breach__dispute=dispute))
    return given, before, balance(world)


def with_false_proof(world: World) -> Dispute:
    """Before the platform: what the seller shows as a proof of delivery is none."""
    dispute = world.file_not_received()
    proof = [world.photo(world.seller)]
    negotiation.reject(world.as_seller, dispute, text="It was handed over.", files=proof)
    negotiation.escalate(world.as_buyer, dispute)
    world.finish(dispute)
    return world.again(dispute)


def ruled_on(world: World, code: str, dispute: Dispute | None = None, *, cites: int = 1) -> Dispute:
    """A ruling for the buyer on this ground, which the store may appeal."""
    dispute = dispute or world.dispute_in(State.AWAITING_RULING)
    if world.again(dispute).assignee != world.arbitrator:
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    rulings.issue_ruling(
        world.arbitrator,
        dispute,
        offer=FULL_REFUND,
        ground=Ground.objects.get(code=code),
        reasons=f"The photo in evidence {cites} shows it, as anybody can see.",
        cites=[cites],
    )
    return world.again(dispute)


def preview_of_ruling(world: World, dispute: Dispute, by: Any, **typed: Any) -> str:
    """What the arbitrator reads before issuing this."""
    data = {
        "outcome": "full",
        "ground": Ground.objects.get(code="differs_from_listing").pk,
        "cites": ["1"],
        "reasons": "Evidence 1 shows another shade than the listing.",
    }
    client, page = signed_in(by), address(dispute, "rule/")
    shown = client.get(page).context["form"]
    hidden = {field.html_name: field.value() or "" for field in shown.hidden_fields()}
    response = client.post(page, hidden | data | typed)
    assert "consequences" in response.context, dict(response.context["form"].errors)
    return " ".join(response.context["consequences"])


# If the seller does nothing


def test_silence_is_foretold_as_it_is_booked(world: World) -> None:
    left_unanswered(world)
    due_at = Penalty.objects.get().given_at
    with moment(due_at):
        dispute = world.open_dispute()
        [sentence] = foretold(world, dispute)
    assert numbers(sentence) == (6, 3, 9)
    assert do_nothing(world, dispute) == (6, 3, 9)


@pytest.mark.parametrize(("code", "points"), [("forged_delivery", 12), ("counterfeit", 12)])
def test_a_ruling_on_a_grave_ground_is_foretold_with_its_points(
    code: str, points: int, world: World
) -> None:
    """Not with those of any ruling."""
    forged = code == "forged_delivery"
    dispute = ruled_on(world, code, with_false_proof(world) if forged else None, cites=1 + forged)
    [sentence] = foretold(world, dispute)
    assert numbers(sentence) == (points, 0, points)
    assert "restrict it for 7 days" in sentence
    assert do_nothing(world, dispute) == (points, 0, points)


def test_a_return_of_which_nobody_knows_that_it_came_costs_nothing(world: World) -> None:
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    [sentence] = foretold(world, dispute)
    assert sentence.startswith("No points while nobody knows that the return has arrived.")
    assert numbers(sentence) == (6, 0, 6)
    assert do_nothing(world, dispute) == (0, 0, 0)
    assert not Breach.objects.exists()


def test_a_return_that_is_known_to_be_there_costs_what_is_foretold(world: World) -> None:
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    [sentence] = foretold(world, world.again(dispute))
    assert sentence.startswith("6 points")
    assert numbers(sentence) == do_nothing(world, dispute) == (6, 0, 6)


def test_a_return_that_a_ruling_brought_about_costs_nothing_more(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, RETURN_AND_REFUND)
    run_out(world, dispute)
    enforce_standing()
    with moment(clock.now() + 12 * DAY):
        returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
        returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
        assert foretold(world, world.again(dispute)) == []


def test_points_that_expire_before_are_not_counted(world: World) -> None:
    brief = Rule(code="brief", title="Brief", text="-", proof="-", points=4, days=3, version=0)
    brief.trigger = Trigger.BY_HAND
    publish_rule(world.supervisor, brief, change_note="For this test.")
    given_by_hand(world, "brief")
    dispute = world.open_dispute()
    [sentence] = foretold(world, dispute)
    assert sentence == "3 points, which would bring the store from 0 to 3 (now it has 4)."
    assert do_nothing(world, dispute) == (3, 4, 3)


def test_holding_a_case_puts_off_what_silence_costs(world: World) -> None:
    line = world.line(dispatched=6 * DAY, delivered=None, promised_days=30)
    dispute = world.file_not_received(line)
    first, then = foretold(world, dispute, Verb.HOLD)
    assert first == "No points by itself."
    assert then.startswith("If you do not answer by the end of the promised time: 3 points")
    late_goods.hold(world.as_seller, dispute)
    assert numbers(then) == do_nothing(world, dispute) == (3, 0, 3)


# While an appeal is open


@pytest.fixture
def contested(world: World) -> World:
    """12 points count, and 6 more are suspended by an appeal."""
    left_out = given_by_hand(world, "off_platform")
    appeal_penalty(world.seller, left_out, text="It was a coupon for everybody.")
    given_by_hand(world, "false_evidence")
    return world


def test_points_under_appeal_are_told_beside_those_that_count(contested: World) -> None:
    dispute = ruled(contested, HALF)
    [sentence] = foretold(contested, dispute)
    assert numbers(sentence) == (6, 12, 18)
    assert sentence.endswith(
        "with the 6 points under appeal it would have 24, which would restrict it for 14 days as "
        "soon as they count."
    )
    assert do_nothing(contested, dispute) == (6, 12, 18)
    decided = Sanction.objects.get(store=contested.store, points=24)
    assert decided.interrupted_at is not None


def test_the_table_counts_them_among_what_the_store_has(contested: World) -> None:
    page = signed_in(contested.seller).get("/seller/standing/")
    standing = page.context["standing"]
    assert (standing.balance, standing.suspended) == (12, 6)
    assert [(step.threshold.points, step.missing) for step in standing.steps if step.is_next] == [
        (24, 6)
    ]


# A ruling, for the arbitrator and for the seller


def lost_before(world: World) -> Dispute:
    """A ruling was lost, the return that it ordered is contested, and the evidence is closed."""
    dispute = ruled(world, RETURN_AND_REFUND)
    first = run_out(world, dispute, late=timedelta())
    settle_at(first)
    with moment(first):
        returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
    return world.again(dispute)


def test_a_second_lost_ruling_of_a_case_costs_nothing_and_the_arbitrator_reads_so(
    world: World,
) -> None:
    dispute = lost_before(world)
    with moment(clock.now() + 8 * DAY):
        contest(world, dispute)
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
        said = preview_of_ruling(world, dispute, world.arbitrator2)
    assert "The ruling costs the store no points." in said


def test_a_seller_who_may_contest_the_return_reads_so_too(world: World) -> None:
    dispute = lost_before(world)
    with moment(clock.now() + 8 * DAY):
        assert foretold(world, dispute, Verb.CONTEST_RETURN) == [
            "No points by itself.",
            "No further points for a ruling: losing counts once in a case.",
        ]


def test_the_arbitrator_reads_what_the_ruling_will_cost(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    grave = Ground.objects.get(code="counterfeit").pk
    said = preview_of_ruling(world, dispute, world.arbitrator, ground=grave)
    assert numbers(said) == (12, 0, 12)
    ruled_on(world, "counterfeit", dispute)
    assert do_nothing(world, dispute) == (12, 0, 12)


def test_a_ruling_against_the_buyer_costs_the_store_nothing(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    fits = Ground.objects.get(code="matches_listing").pk
    said = preview_of_ruling(world, dispute, world.arbitrator, ground=fits, outcome="none")
    assert "The ruling costs the store no points." in said


# Penalties and appeals


def test_an_appeal_says_what_it_does_to_points_and_sanctions(world: World, seller: Client) -> None:
    penalty = given_by_hand(world, "false_evidence")
    page = seller.get(f"/seller/standing/penalties/{penalty.pk}/appeal/")
    said = list(page.context["consequences"])
    assert said[:4] == [
        "Its points do not count while the appeal is open.",
        "The store has 12 points now.",
        "The store then has 0 points.",
        "The sanction of 6 points stands still: Warning.",
    ]
    appeal_penalty(world.seller, penalty, text="The photo is ours.")
    assert balance(world) == 0
    assert {each.measure for each in Sanction.objects.exclude(interrupted_at=None)} == {
        Measure.WARNING,
        Measure.RESTRICTED,
    }


def test_lowering_says_the_points_before_and_after(world: World) -> None:
    penalty = given_by_hand(world, "off_platform")
    response = signed_in(world.supervisor).post(
        f"/admin/disputes/store/penalties/{penalty.pk}/lower/",
        {"stays": "fewer", "points": "2", "reasons": "It was one message only."},
    )
    assert response.context["consequences"][:3] == [
        "The penalty is reduced from 6 to 2 points.",
        "The store has 6 points now.",
        "The store then has 2 points.",
    ]


def test_looking_ahead_changes_nothing(world: World) -> None:
    dispute = ruled_on(world, "counterfeit")
    client = signed_in(world.seller)
    client.get(f"/seller/cases/{dispute.reference}/")
    before = everything()
    client.get(f"/seller/cases/{dispute.reference}/")
    assert everything() == before
