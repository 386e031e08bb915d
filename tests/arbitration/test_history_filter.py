"""The history of a case, narrowed to one side or one kind of act, without a script."""

import pytest

from arbitration.presenters.history import KINDS
from arbitration.verbs import assignment
from disputes.models import Dispute
from disputes.states import EventKind, Party, State
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def shown(world: World, dispute: Dispute, **chosen: str) -> list[str]:
    lines = signed_in(world.arbitrator).get(address(dispute), chosen).context["history"].lines
    return [line.kind for line in lines]


def test_every_kind_of_act_can_be_found() -> None:
    assert set(KINDS) == set(EventKind)


def test_all_of_it_the_latest_first() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    every = list(dispute.events.order_by("-number").values_list("kind", flat=True))
    assert shown(world, dispute) == every
    assert shown(world, dispute, by="nobody", kind="nothing") == every
    assert EventKind.OPENED in every


def test_one_side_or_one_kind_or_both() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    of_seller = list(
        dispute.events.filter(party=Party.SELLER).order_by("-number").values_list("kind", flat=True)
    )
    assert of_seller == [
        EventKind.EVIDENCE_CLOSED,
        EventKind.EVIDENCE_FINISHED,
        EventKind.EVIDENCE_ADDED,
        EventKind.REJECTED,
    ]
    assert shown(world, dispute, by="seller") == of_seller
    assert shown(world, dispute, kind="rulings") == [EventKind.TAKEN, EventKind.ESCALATED]
    assert shown(world, dispute, by="buyer", kind="rulings") == [EventKind.ESCALATED]
    assert shown(world, dispute, by="seller", kind="carrying-out") == []


def test_the_links_keep_the_other_choice_and_say_which_is_on() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    page = signed_in(world.arbitrator).get(address(dispute), {"by": "buyer", "kind": "evidence"})
    history = page.context["history"]
    assert [choice.label for choice in (*history.by, *history.kinds) if choice.current] == [
        "Buyer",
        "Evidence",
    ]
    everybody = next(choice for choice in history.by if choice.label == "Everybody")
    assert everybody.address == f"{address(dispute)}?kind=evidence#history"
