"""A ruling that is being written is kept for its author, until it is a ruling."""

import pytest

from arbitration.models import RulingDraft
from arbitration.verbs import assignment
from disputes.models import Dispute
from disputes.states import State
from disputes.verbs import refund_requests
from tests.arbitration.test_acts import CONFIRM, ruling, send, shows
from tests.support.workspace import address, signed_in, told
from tests.support.world import World

pytestmark = pytest.mark.django_db


def taken(world: World) -> Dispute:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == dispute
    return world.again(dispute)


def kept() -> dict[str, object]:
    fields: dict[str, object] = RulingDraft.objects.get().fields
    return fields


def test_what_was_typed_is_there_again_right_or_wrong() -> None:
    world = World()
    dispute = taken(world)
    typed = ruling(amount="eleven or so", reasons="I am still", cites=["1", "2"])
    send(world.arbitrator, dispute, "rule", typed)
    page = send(world.arbitrator, dispute, "rule")
    shows(page, "Only you can see it.", "eleven or so", "I am still")
    form = page.context["form"]
    assert form["cites"].value() == ["1", "2"]
    assert form["outcome"].value() == "partial"


def test_a_button_saves_it_without_a_word_about_what_is_missing() -> None:
    world = World()
    dispute = taken(world)
    response = send(world.arbitrator, dispute, "rule", {"reasons": "First thoughts", "save": "yes"})
    assert (response.status_code, response["Location"]) == (302, address(dispute, "rule/"))
    assert told(response) == ["The draft is saved. Only you can see it."]
    assert kept()["reasons"] == "First thoughts"


def test_a_script_saves_it_while_somebody_types() -> None:
    world = World()
    dispute = taken(world)
    client = signed_in(world.arbitrator)
    response = client.post(address(dispute, "ruling-draft/"), ruling(reasons="Typing"))
    assert response.status_code == 200
    assert response.json()["message"].startswith("Draft saved on ")
    assert kept()["reasons"] == "Typing"
    client.post(address(dispute, "ruling-draft/"), ruling(reasons="Typing on"))
    assert kept()["reasons"] == "Typing on"


def test_it_can_be_thrown_away() -> None:
    world = World()
    dispute = taken(world)
    send(world.arbitrator, dispute, "rule", ruling() | {"save": "yes"})
    response = send(world.arbitrator, dispute, "rule", ruling() | {"discard": "yes"})
    assert told(response) == ["The draft is gone."]
    assert not RulingDraft.objects.exists()
    assert send(world.arbitrator, dispute, "rule").context["form"]["reasons"].value() is None


def test_a_ruling_ends_it() -> None:
    world = World()
    dispute = taken(world)
    send(world.arbitrator, dispute, "rule", ruling())
    assert RulingDraft.objects.count() == 1
    send(world.arbitrator, dispute, "rule", ruling() | CONFIRM)
    assert world.again(dispute).state == State.RULED
    assert not RulingDraft.objects.exists()


def test_nobody_else_sees_or_saves_it() -> None:
    world = World()
    dispute = taken(world)
    send(world.arbitrator, dispute, "rule", ruling(reasons="Mine alone") | {"save": "yes"})
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    page = send(world.arbitrator2, dispute, "rule")
    assert page.context["draft"] is None
    assert "Mine alone" not in page.content.decode()
    for person in (world.arbitrator, world.supervisor):
        response = signed_in(person).post(address(dispute, "ruling-draft/"), ruling())
        assert response.status_code == 409
        assert response.json() == {
            "message": "Only the arbitrator who has taken this case can do this."
        }
    assert kept()["reasons"] == "Mine alone"


def test_a_case_that_has_gone_on_keeps_no_draft() -> None:
    world = World()
    dispute = taken(world)
    refund_requests.withdraw(world.as_buyer, dispute)
    response = signed_in(world.arbitrator).post(address(dispute, "ruling-draft/"), ruling())
    assert response.status_code == 409
    assert "The buyer withdrew the request." in response.json()["message"]
    assert not RulingDraft.objects.exists()


def test_on_appeal_it_can_start_from_the_terms_of_the_ruling() -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)
    assert assignment.take_next(world.arbitrator2) == dispute
    world.hear_out(dispute)
    client = signed_in(world.arbitrator2)
    page = client.get(address(dispute, "rule/"), {"like": "standing"})
    form = page.context["form"]
    assert (form["outcome"].value(), form["amount"].value()) == ("partial", "11.50")
    assert form["reasons"].value() is None
    shows(page, "The ruling appealed against", "Start from its terms")
