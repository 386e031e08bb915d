"""How buyer and seller read rulings, requests for evidence, and what becomes of the money."""

import re
from datetime import timedelta

import pytest

from arbitration.verbs import assignment, evidence_requests, rulings
from disputes import clock
from disputes.models import Dispute, Policy, User
from disputes.rules.instants import instant
from disputes.states import AskedFor, Party, State
from disputes.verbs import appeals, evidence
from tests.support.terms import FULL_REFUND, HALF, ground_for
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

WITHOUT_TIME_TAGS = re.compile(r"</?time[^>]*>")


def page(user: User, dispute: Dispute, act: str = "") -> str:
    portal = "buyer" if dispute.buyer_id == user.pk else "seller"
    response = signed_in(user).get(f"/{portal}/cases/{dispute.reference}/{act}")
    assert response.status_code == 200
    return response.content.decode().replace("&#x27;", "'")


def reads(user: User, dispute: Dispute, *sentences: str) -> None:
    shown = page(user, dispute)
    for sentence in sentences:
        assert sentence in shown, sentence


def test_a_ruling_says_what_it_rests_on_and_what_it_means_to_whoever_reads_it() -> None:
    world = World()
    dispute = world.dispute_in(State.RULED)
    assert dispute.due_at is not None
    until = instant(dispute.due_at)
    for user in (world.buyer, world.seller):
        reads(
            user,
            dispute,
            "A refund of $11.50",
            "May still be appealed",
            "The item differs from its listing",
            "Article 3.1 of the rules",
            'href="#evidence-1"',
            f"You may appeal until {until}.",
            "If nobody appeals, $11.50 is paid to the buyer",
            "No money moves before that.",
        )
    assert f"The seller may appeal until {until}." in page(world.buyer, dispute)
    assert f"The buyer may appeal until {until}." in page(world.seller, dispute)


def test_names_of_arbitrators_are_not_in_it() -> None:
    world = World()
    dispute = world.dispute_in(State.RULED)
    for user in (world.buyer, world.seller):
        assert world.arbitrator.username not in page(user, dispute)


def test_under_appeal_both_know_that_no_money_moves() -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)
    for user in (world.buyer, world.seller):
        reads(user, dispute, "Under appeal", "No money moves while the appeal is open.")


@pytest.mark.parametrize(
    ("offer", "fate", "verdict"),
    [
        (HALF, "Confirmed on appeal", "came to the same result. The ruling is confirmed."),
        (FULL_REFUND, "Replaced on appeal", "came to another result. It replaces the ruling."),
    ],
)
def test_after_an_appeal_both_readings_stay(offer: object, fate: str, verdict: str) -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)
    world.rule(dispute, offer, by=world.arbitrator2)  # type: ignore[arg-type]
    for user in (world.buyer, world.seller):
        reads(user, dispute, "The ruling on appeal", verdict, fate)
        assert page(user, dispute).count("The listing shows a blue mug") == 2


def test_a_side_that_appeals_has_the_ruling_in_view() -> None:
    world = World()
    dispute = world.dispute_in(State.RULED)
    shown = page(world.buyer, dispute, "appeal/")
    for sentence in (
        "The ruling that you appeal",
        "The listing shows a blue mug",
        "Somebody who has not ruled in this case looks at all of it again.",
        "You can appeal once in a case. No money moves meanwhile.",
    ):
        assert sentence in shown


# Requests for evidence


def asked(world: World, state: State = State.AWAITING_RULING) -> Dispute:
    dispute = world.dispute_in(state)
    assert assignment.take_next(world.arbitrator2) == dispute
    evidence_requests.request_evidence(
        world.arbitrator2,
        dispute,
        of=[Party.SELLER],
        kinds=[AskedFor.STOCK_PHOTOS],
        text="With the number of the lot.",
        within_days=2,
    )
    return world.again(dispute)


@pytest.mark.parametrize("state", [State.AWAITING_RULING, State.APPEALED])
def test_who_is_asked_reads_what_for_and_until_when(state: State) -> None:
    world = World()
    dispute = asked(world, state)
    assert dispute.asked_until is not None
    until = instant(dispute.asked_until)
    sentences = (
        "Photos of the same item from stock",
        "With the number of the lot.",
        f"Until {until}. Without an answer the ruling is made on what is in the file.",
    )
    shown = page(world.seller, dispute)
    for sentence in ("The arbitrator asks you for evidence", *sentences):
        assert sentence in WITHOUT_TIME_TAGS.sub("", shown), sentence
    assert "What the arbitrator asks for" in page(world.seller, dispute, "add-evidence/")


def test_the_other_side_reads_whom_the_case_waits_for() -> None:
    world = World()
    dispute = asked(world)
    shown = page(world.buyer, dispute)
    assert "The arbitrator waits for the seller" in shown
    assert "What the arbitrator asks for" not in shown


def test_it_is_on_the_sellers_list_of_things_to_do() -> None:
    world = World()
    for state in (State.AWAITING_RULING, State.APPEALED):
        dispute = asked(world, state)
        shown = signed_in(world.seller).get("/seller/?tab=to_do").content.decode()
        assert dispute.reference in shown
        assert "The arbitrator asks you for evidence" in shown


def test_once_answered_nothing_is_asked_any_more() -> None:
    world = World()
    dispute = asked(world)
    evidence.add_evidence(world.as_seller, dispute, text="Lot 7.")
    shown = page(world.seller, dispute)
    assert "What the arbitrator asks for" not in shown


def test_after_a_ruling_nothing_is_asked_any_more() -> None:
    world = World()
    dispute = asked(world, State.APPEALED)
    with clock.shifted(timedelta(hours=1)):
        world.hear_out(dispute)
        world.rule(dispute, HALF, by=world.supervisor)
    assert not world.again(dispute).seller_asked


# A ruling that waits for approval


def test_nobody_learns_of_it() -> None:
    world = World()
    Policy.objects.update(large_amounts={})
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    rulings.issue_ruling(
        world.arbitrator,
        dispute,
        offer=HALF,
        ground=ground_for(HALF),
        reasons="A secret so far: evidence 1 shows another mug.",
        cites=[1],
    )
    for user in (world.buyer, world.seller):
        shown = page(user, dispute)
        assert "The platform decides" in shown
        assert "second arbitrator" not in shown
        assert "approved" not in shown
        assert "A secret so far." not in shown
        assert "$11.50" not in shown


def test_an_appeal_can_be_made_once() -> None:
    world = World()
    dispute = world.dispute_in(State.RULED)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    world.rule(dispute, HALF, by=world.arbitrator2)
    reads(world.buyer, dispute, "You have appealed once and cannot appeal again.")
