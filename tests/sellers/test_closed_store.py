"""A restricted or closed store can still answer its cases, show evidence and appeal."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from disputes import clock
from disputes.models import Dispute
from disputes.states import SettledBy, State
from disputes.verbs import appeals, evidence, negotiation
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Penalty, Rule, Standing
from sellers.states import Measure, PenaltyState
from sellers.verbs.appeals import appeal_penalty
from sellers.verbs.penalties import approve_penalty, penalise
from tests.support.given_penalties import proof
from tests.support.people import make_user
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """The store has the points that close it: 12, and twice 24 since the same happened again."""
    world = World()
    second = make_user("supervisor", "Supervisors")
    for _time in range(3):
        approve_penalty(
            second,
            penalise(
                world.supervisor,
                world.store,
                rule=Rule.objects.get(code="false_evidence"),
                reasons="The photo shows another parcel.",
                files=proof(world.supervisor),
                idempotency_key=uuid4(),
            ),
        )
    assert standing(world).balance == 60
    return world


def standing(world: World) -> Standing:
    return Standing.objects.get(store=world.store)


def test_a_store_is_closed_only_after_its_notice(world: World) -> None:
    decided = clock.now()
    for days, measure in ((0, Measure.PAUSED), (29, Measure.WARNING), (30, Measure.CLOSED)):
        with clock.shifted(decided + timedelta(days=days) - clock.now()):
            enforce_standing()
            assert standing(world).measure == measure
    closed = world.store.sanctions.get(measure=Measure.CLOSED)
    assert closed.starts_at - closed.decided_at == timedelta(days=30)
    assert closed.ends_at is None
    assert len(closed.because) == 3


def _accept(world: World, dispute: Dispute) -> None:
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert world.again(dispute).settled_by == SettledBy.AGREEMENT


def _reject(world: World, dispute: Dispute) -> None:
    negotiation.reject(world.as_seller, dispute, text="The mug is blue.")
    assert world.again(dispute).state == State.NEGOTIATING


def _show(world: World, dispute: Dispute) -> None:
    photo = world.photo(world.seller)
    evidence.add_evidence(world.as_seller, dispute, text="As it was sent.", files=[photo])
    assert [item.text for item in dispute.evidence.all()][-1] == "As it was sent."


def _appeal(world: World, dispute: Dispute) -> None:
    penalty = Penalty.objects.earliest("pk")
    appeal_penalty(world.seller, penalty, text="The photo shows this parcel.")
    penalty.refresh_from_db()
    assert penalty.state == PenaltyState.SUSPENDED


@pytest.mark.parametrize("act", [_accept, _reject, _show, _appeal])
def test_a_closed_store_can_still(world: World, act: Callable[[World, Dispute], None]) -> None:
    with clock.shifted(timedelta(days=30)):
        enforce_standing()
        assert standing(world).measure == Measure.CLOSED
        act(world, world.open_dispute())


def test_a_closed_store_can_appeal_a_ruling(world: World) -> None:
    with clock.shifted(timedelta(days=30)):
        enforce_standing()
        dispute = world.dispute_in(State.RULED)
        appeals.appeal(world.as_seller, dispute, text="The photo is of another mug.")
        assert world.again(dispute).state == State.APPEALED


def test_an_appeal_takes_the_closing_back_while_it_is_open(world: World) -> None:
    with clock.shifted(timedelta(days=31)):
        enforce_standing()
        appeal_penalty(world.seller, Penalty.objects.latest("pk"), text="It was no repetition.")
        assert (standing(world).balance, standing(world).measure) == (36, Measure.WARNING)
        closed = world.store.sanctions.get(measure=Measure.CLOSED)
        assert closed.interrupted_at is not None
        assert closed.ended_at is None
