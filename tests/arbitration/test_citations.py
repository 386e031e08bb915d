"""A ruling rests on evidence that both sides could answer, cited by its numbers."""

from datetime import datetime, timedelta

import pytest

from arbitration.kernel.citations import not_yet_answered
from arbitration.verbs import assignment, rulings
from disputes import clock
from disputes.errors import Code
from disputes.models import Citation, Dispute, Ruling
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Solution, State
from disputes.verbs import appeals, evidence, evidence_revisions
from disputes.verbs.seen import record_seen
from tests.support.moments import moment
from tests.support.rows import refused
from tests.support.terms import HALF, ground_for, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(hours=24)
NOTHING = Offer(Solution.NO_REFUND)


def rule(world: World, dispute: Dispute, *cites: int) -> None:
    rulings.issue_ruling(
        world.arbitrator2,
        dispute,
        offer=HALF,
        ground=ground_for(HALF),
        reasons=reasons_for(*cites),
        cites=cites,
    )


def under_appeal(world: World) -> Dispute:
    """The buyer's appeal is evidence 3, which the seller does not know yet."""
    dispute = world.dispute_in(State.APPEALED)
    assignment.take_next(world.arbitrator2)
    return world.again(dispute)


def test_what_is_cited_is_kept_with_its_version_and_told_in_the_history() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator2)
    rule(world, dispute, 2, 1, 2)
    ruling = Ruling.objects.get()
    assert [(c.evidence.number, c.version) for c in ruling.citations.all()] == [(1, 1), (2, 1)]
    told = dispute.events.get(kind=EventKind.RULED)
    assert told.data["cites"] == [1, 2]


@pytest.mark.parametrize(
    ("cites", "says"),
    [
        ([], "Choose at least one piece of evidence that the ruling rests on."),
        ([3], "There is no evidence 3 in this case."),
        ([1, 0], "There is no evidence 0 in this case."),
        ([1, -1], "There is no evidence -1 in this case."),
    ],
)
def test_a_ruling_without_evidence_of_the_case_is_refused(cites: list[int], says: str) -> None:
    world = World()
    world.dispute_in(State.APPEALED)  # evidence 3 is there in another case
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    with refused(Code.CITATION_INVALID, says=says, field="cites"):
        rule(world, dispute, *cites)
    assert world.again(dispute).state == State.AWAITING_RULING


def unanswered(dispute: Dispute, at: datetime) -> dict[int, datetime | None]:
    return not_yet_answered(dispute, list(dispute.evidence.all()), at)


def test_what_the_other_side_had_no_time_to_answer_cannot_be_cited() -> None:
    world = World()
    dispute = under_appeal(world)
    [added] = dispute.evidence.filter(number=3)
    until, tick = added.added_at + DAY, timedelta(microseconds=1)
    assert unanswered(dispute, until - tick) == {3: until}
    assert unanswered(dispute, until) == {}
    record_seen(world.as_seller, dispute, list(dispute.evidence.all()))
    assert unanswered(dispute, until - tick) == {3: until}, "to have opened it is not enough"


def test_whoever_has_nothing_to_add_has_answered() -> None:
    world = World()
    dispute = under_appeal(world)
    evidence.finish_evidence(world.as_seller, dispute)
    rule(world, dispute, 1, 3)
    assert [citation.evidence.number for citation in Citation.objects.order_by("-id")[:1]] == [3]


def test_whoever_says_something_else_has_not() -> None:
    """It may have been typed before the other piece came."""
    world = World()
    dispute = under_appeal(world)
    evidence.add_evidence(world.as_seller, dispute, text="Half was too much already.")
    assert set(unanswered(dispute, clock.now())) == {3, 4}


def test_a_new_version_has_to_be_answered_anew() -> None:
    world = World()
    dispute = under_appeal(world)
    evidence.finish_evidence(world.as_seller, dispute)
    [shown] = dispute.evidence.filter(number=3)
    with clock.shifted(timedelta(hours=2)):
        evidence_revisions.change_evidence(
            world.as_buyer, dispute, shown, text="Now with the label."
        )
        changed_at = dispute.evidence.get(number=3).changed_at
        assert changed_at is not None
        assert unanswered(dispute, clock.now()).keys() == {3}
    with moment(changed_at + DAY):
        rule(world, dispute, 1, 3)
    citation = Citation.objects.latest("id")
    assert (citation.evidence.number, citation.version) == (3, 2)


def test_the_ground_must_fit_the_outcome() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator2)
    with refused(
        Code.REASON_INVALID,
        says="“The item matches its listing” is no ground for this outcome: Partial refund, "
        "without a return.",
        field="ground",
    ):
        rulings.issue_ruling(
            world.arbitrator2,
            dispute,
            offer=HALF,
            ground=ground_for(NOTHING),
            reasons=reasons_for(1),
            cites=[1],
        )
    assert world.again(dispute).state == State.AWAITING_RULING


def test_both_readings_stay_and_say_what_the_appeal_came_to() -> None:
    world = World()
    dispute = world.dispute_in(State.RULED)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    assignment.take_next(world.arbitrator2)
    world.hear_out(dispute)
    rule(world, dispute, 1)
    first, second = Ruling.objects.order_by("id")
    assert (first.on_appeal, first.confirms) == (False, None)
    assert (second.on_appeal, second.confirms) == (True, True)
    appealed_at = world.again(dispute).buyer_appealed_at
    assert second.waited_since == appealed_at
    closed = dispute.events.filter(kind=EventKind.EVIDENCE_CLOSED).first()
    assert closed is not None
    assert first.waited_since == closed.at
