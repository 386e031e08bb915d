"""A second arbitrator reads a ruling on a large amount, and approves it or sends it back."""

import re

import pytest

from arbitration.verbs import approval, assignment
from disputes.models import Dispute, Policy, Ruling
from disputes.states import State
from tests.arbitration.test_acts import CONFIRM, ruling, send, shows
from tests.support.workspace import address, nothing_changes, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = World()
    Policy.objects.update(large_amounts={})
    return world


def waiting(world: World) -> Dispute:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == dispute
    send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
    assert assignment.take_next(world.arbitrator2) == dispute
    return world.again(dispute)


@pytest.mark.parametrize("act", ["approve", "send-back"])
def test_another_ruling_than_the_one_that_was_read_is_not_decided_on(
    world: World, act: str
) -> None:
    dispute = waiting(world)
    first = dispute.event_count
    page = signed_in(world.arbitrator2).get(address(dispute, f"{act}/")).text
    assert re.search(rf'name="read" value="{first}"', page)
    approval.send_ruling_back(world.arbitrator2, dispute, comment="The label says blue.")
    send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
    assert assignment.take_next(world.arbitrator2) == dispute
    with nothing_changes():
        answer = send(
            world.arbitrator2, dispute, act, CONFIRM | {"read": first, "comment": "Not that one."}
        )
    sentences = told(answer)[0] if act == "approve" else answer.text
    for sentence in (
        "An arbitrator has written a ruling.",
        "You had not read that yet.",
    ):
        assert sentence in sentences


def test_whoever_rules_learns_before_that_it_has_to_be_approved(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    shows(
        send(world.arbitrator, dispute, "rule", ruling()),
        "The amount is large, so a second arbitrator looks at the ruling first.",
    )
    response = send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
    assert told(response) == [
        "The ruling waits for a second arbitrator. Neither side can read it before that."
    ]
    assert not Ruling.objects.exists()


def test_neither_side_reads_it_before_it_counts(world: World) -> None:
    dispute = waiting(world)
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        page = signed_in(user).get(f"/{portal}/cases/{dispute.reference}/").content.decode()
        assert "Evidence 1 shows another shade." not in page
        assert "The difference is minor" not in page
        assert "11.50" not in page


def test_the_second_one_reads_all_of_it_and_approves(world: World) -> None:
    dispute = waiting(world)
    with nothing_changes():
        shows(
            send(world.arbitrator2, dispute, "approve"),
            f"Written by {world.arbitrator.username} on",
            "A refund of $11.50",
            "Evidence 1 shows another shade.",
            "Rests on evidence 1.",
            "Both sides are told at once",
        )
    response = send(world.arbitrator2, dispute, "approve", CONFIRM | {"read": dispute.event_count})
    assert (response.status_code, response["Location"]) == (302, address(dispute))
    assert told(response) == ["The ruling is approved. Both sides can read it now."]
    assert Ruling.objects.get().approved_by == world.arbitrator2


def test_sent_back_its_author_goes_on_from_it_with_the_note_in_view(world: World) -> None:
    dispute = waiting(world)
    comment = {"comment": "The label says blue."}
    with nothing_changes():
        shows(send(world.arbitrator2, dispute, "send-back", comment), "The label says blue.")
        shows(
            send(world.arbitrator2, dispute, "send-back", {"comment": " "} | CONFIRM),
            "Say what has to be thought over.",
        )
    response = send(world.arbitrator2, dispute, "send-back", comment | CONFIRM)
    assert told(response) == ["The ruling went back with your note."]
    page = send(world.arbitrator, dispute, "rule")
    shows(page, "This is the ruling that was sent back to you.", "The label says blue.")
    form = page.context["form"]
    assert form["outcome"].value() == "partial"
    assert form["amount"].value() == "11.50"
    assert form["reasons"].value() == ruling()["reasons"]
    assert form["cites"].value() == [1]


@pytest.mark.parametrize("act", ["approve", "send-back"])
def test_nobody_else_approves_or_sends_back(world: World, act: str) -> None:
    dispute = waiting(world)
    data = {"comment": "No."} | CONFIRM
    with nothing_changes():
        for person in (world.arbitrator, world.supervisor):
            assert send(person, dispute, act).status_code == 302
            shows(
                send(person, dispute, act, data),
                "Only the arbitrator who has taken this case can do this.",
            )
        for outsider in (world.buyer, world.seller):
            assert send(outsider, dispute, act, data).status_code == 403


def test_the_approver_cannot_rule_instead(world: World) -> None:
    dispute = waiting(world)
    with nothing_changes():
        shows(
            send(world.arbitrator2, dispute, "rule", ruling() | CONFIRM),
            "A ruling waits for your approval.",
        )
