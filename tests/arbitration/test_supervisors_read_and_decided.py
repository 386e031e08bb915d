"""Who hands a case on, ends what stands in it, or deals with a list as a whole decides on what they
have read: what came in between turns them back, and nothing typed is lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from arbitration.models import SetAside
from arbitration.verbs import assignment, stuck_deadlines
from disputes import clock
from disputes.background import outbox
from disputes.errors import Code
from disputes.models import Dispute, OutboxMessage, Topic
from disputes.rules.instants import instant
from disputes.states import State
from disputes.verbs import dead_letters
from disputes.verbs.parcels import NewFact, record_facts
from sellers.models import Breach
from sellers.permissions import last_line
from sellers.states import BreachState
from sellers.verbs.penalties import decline_penalty
from tests.arbitration.test_points_read_and_decided import proposed
from tests.arbitration.test_set_aside import damage
from tests.support.moments import enforce_at, moment
from tests.support.rows import refused
from tests.support.standing_pages import given, other_supervisor
from tests.support.workspace import address, nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

READ = re.compile(r'name="read" value="(\d+)"')
CONFIRM = {"confirm": "yes"}
SECOND = timedelta(seconds=1)


def read_to(page: str) -> str:
    found = READ.search(page)
    assert found, "the form carries what was read"
    return found[1]


def tell_of_damage(dispute: Dispute) -> str:
    """The carrier says so; the sentence that turns people back."""
    fact = NewFact("damaged", clock.now(), f"damaged-{dispute.pk}")
    assert record_facts(dispute.item.parcel, [fact], source="the carrier") == 1
    event = dispute.events.last()
    assert event is not None
    return f"What is known of the order was changed on {instant(event.at)}."


@pytest.mark.parametrize("act", ["hand-back", "reassign"])
def test_a_case_is_handed_on_as_it_was_read(world: World, act: str) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    user, typed = {
        "hand-back": (world.arbitrator, {"comment": "I know the seller."}),
        "reassign": (world.supervisor, {"to": str(world.arbitrator2.pk)}),
    }[act]
    client, place = signed_in(user), address(dispute, f"{act}/")
    read = read_to(client.get(place).text)
    assert read_to(client.post(place, typed | {"read": read}).text) == read
    said = tell_of_damage(dispute)
    with nothing_changes():
        answer = client.post(place, typed | CONFIRM | {"read": read})
    assert said in answer.text
    assert typed.get("comment", "") in answer.text
    again = client.post(place, typed | CONFIRM | {"read": read_to(answer.text)})
    assert again.status_code == 302
    assert world.again(dispute).assignee == (world.arbitrator2 if act == "reassign" else None)


def test_what_stands_in_a_case_is_ended_as_it_was_read(world: World) -> None:
    dispute = world.open_dispute()
    damage(dispute)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    with moment(dispute.due_at + SECOND):
        client = signed_in(world.supervisor)
        place = f"/admin/status/cases/{dispute.reference}/decide/"
        read = read_to(client.get(place).text)
        said = tell_of_damage(dispute)
        with nothing_changes():
            answer = client.post(place, CONFIRM | {"read": read})
        assert said in answer.text
        assert client.post(place, CONFIRM | {"read": read_to(answer.text)}).status_code == 302
    assert world.again(dispute).state == State.AWAITING_RULING


def test_all_cases_that_are_tried_again_were_read(world: World) -> None:
    first, second = world.open_dispute(), world.open_dispute()
    assert first.due_at is not None
    assert second.due_at is not None
    damage(first)
    enforce_at(first.due_at)
    with moment(second.due_at):
        client, place = signed_in(world.supervisor), "/admin/status/cases/all/again/"
        read = read_to(client.get(place).text)
        damage(second)
        enforce_at(second.due_at + SECOND)
        late = SetAside.objects.get(dispute=second).first_failed_at
        with nothing_changes():
            answer = client.post(place, CONFIRM | {"read": read})
        assert f"The list was changed on {instant(late)}: there are more by now." in answer.text
        assert "2 cases are tried again." in answer.text
        with refused(Code.STALE):
            stuck_deadlines.retry_all_deadlines(world.supervisor, read_until=late - SECOND)
        assert client.post(place, CONFIRM | {"read": read_to(answer.text)}).status_code == 302


def test_all_deliveries_that_are_tried_again_were_read(
    world: World, settings: LazySettings
) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_dead_letters.DownEscrow"
    give_up(world)
    client, place = signed_in(world.supervisor), "/admin/status/messages/refund/again/"
    read = read_to(client.get(place).text)
    give_up(world)
    late = dead_letters.dead_of(Topic.REFUND).last_at
    assert late is not None
    with nothing_changes():
        answer = client.post(place, CONFIRM | {"read": read})
    assert f"The list was changed on {instant(late)}: there are more by now." in answer.text
    assert "Tried again: 2 deliveries: $46.00." in answer.text
    with refused(Code.STALE):
        dead_letters.retry_all(world.supervisor, Topic.REFUND, read_until=late - SECOND)
    assert client.post(place, CONFIRM | {"read": read_to(answer.text)}).status_code == 302


def give_up(world: World) -> None:
    world.dispute_in(State.RESOLVED)
    for _attempt in range(outbox.MAX_ATTEMPTS):
        OutboxMessage.objects.update(next_attempt_at=clock.now())
        outbox.deliver_outbox()


def test_a_penalty_is_declined_on_the_points_that_were_read(world: World) -> None:
    breach, second = proposed(world), other_supervisor()
    client, place = signed_in(second), f"/admin/disputes/store/proposals/{breach.pk}/"
    typed: dict[str, Any] = {"decision": "decline", "reasons": "It is another parcel."}
    read = read_to(client.get(place).text)
    given(world)
    with nothing_changes():
        answer = client.post(place, typed | CONFIRM | {"read": read})
    assert "The store&#x27;s points were changed on" in answer.text
    assert typed["reasons"] in answer.text
    with refused(Code.STALE, says="were changed on"):
        decline_penalty(second, breach, reasons=typed["reasons"], read_to=int(read))
    decline_penalty(second, breach, reasons=typed["reasons"], read_to=last_line(world.store.pk))
    assert Breach.objects.get(pk=breach.pk).state == BreachState.DECLINED
