"""The sides of a case write to each other in it, and its arbitrator to both; nothing else moves."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.verbs import assignment, evidence_requests
from disputes.background import outbox
from disputes.errors import Code
from disputes.models import Dispute, Event, Message, Policy
from disputes.permissions import Actor
from disputes.selectors import unread_messages
from disputes.states import FINAL_STATES, OPEN_STATES, EventKind, Party, State
from disputes.verbs import negotiation
from disputes.verbs.messages import send_message
from disputes.verbs.seen import record_seen
from tests.support.moments import moment
from tests.support.old_cases import erased, full_case, typed_in_any_row, without_the_law
from tests.support.rows import everything, refused
from tests.support.terms import BOTH
from tests.support.world import World

pytestmark = pytest.mark.django_db

ONLY_ITS_ARBITRATOR = "Only the arbitrator who has taken this case can do this."


def platform(world: World) -> Actor:
    return Actor(world.arbitrator, Party.PLATFORM)


def last_event(dispute: Dispute) -> Event:
    event = dispute.events.last()
    assert event is not None
    return event


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_each_side_writes_in_every_open_state_and_nothing_else_moves(
    world: World, state: State
) -> None:
    before = world.dispute_in(state)
    for number, actor in enumerate((world.as_buyer, world.as_seller), 1):
        send_message(actor, before, text=f" Hello from the {actor.party}. \r\n")
        message = before.messages.get(number=number)
        event = last_event(before)
        assert (message.party, message.author, message.text, message.sent_at) == (
            actor.party,
            actor.user,
            f"Hello from the {actor.party}.",
            event.at,
        )
        assert (event.kind, event.party, event.actor) == (
            EventKind.MESSAGE_SENT,
            actor.party,
            actor.user,
        )
        assert event.data["number"] == number
        assert event.data["text"] == message.text
        assert event.from_state == event.to_state == state
    now = world.again(before)
    ours = {"event_count", "chain_head", "last_event_at"}
    names = [field.attname for field in Dispute._meta.concrete_fields if field.name not in ours]
    assert [getattr(now, name) for name in names] == [getattr(before, name) for name in names]
    assert now.event_count == before.event_count + 2


@pytest.mark.parametrize("state", sorted(FINAL_STATES))
def test_in_a_closed_case_nobody_writes(world: World, state: State) -> None:
    dispute = world.dispute_in(state)
    for actor in (world.as_buyer, world.as_seller):
        with refused(Code.WRONG_STATE):
            send_message(actor, dispute, text="Hello.")


def test_after_a_deadline_nobody_writes(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    assert dispute.due_at is not None
    with moment(dispute.due_at), refused(Code.TOO_LATE):
        send_message(world.as_seller, dispute, text="Hello.")


def test_the_arbitrator_who_has_the_case_writes_to_both(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    with refused(Code.NOT_ALLOWED, says=ONLY_ITS_ARBITRATOR):
        send_message(platform(world), dispute, text="Hello.")
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    send_message(platform(world), dispute, text="Please be brief: +49 30 20934567.")
    message = dispute.messages.get()
    assert (message.party, message.buyer_seen_at, message.seller_seen_at) == (
        Party.PLATFORM,
        None,
        None,
    )
    assert message.hides == []
    for person in (world.arbitrator2, world.supervisor, None):
        with refused(Code.NOT_ALLOWED, says=ONLY_ITS_ARBITRATOR):
            send_message(Actor(person, Party.PLATFORM), dispute, text="Hello.")
    evidence_requests.request_evidence(world.arbitrator, dispute, of=BOTH, text="Photos, please.")
    send_message(platform(world), dispute, text="By daylight.")
    assert dispute.messages.count() == 2
    assert world.again(dispute).state == State.HEARING


def test_before_the_platform_has_the_case_its_people_only_read(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    with refused(Code.WRONG_STATE):
        send_message(platform(world), dispute, text="Hello.")


def test_whoever_judges_does_not_write_in_an_own_case(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    world.store.memberships.create(user=world.arbitrator)
    with refused(Code.NOT_ALLOWED, says=ONLY_ITS_ARBITRATOR):
        send_message(platform(world), dispute, text="Hello.")


@pytest.mark.parametrize("text", ["", "  \n ", "\u2800", "\x00"])
def test_an_empty_message_is_refused(world: World, text: str) -> None:
    dispute = world.open_dispute()
    with refused(Code.TEXT_MISSING, field="text", says="Write the message first."):
        send_message(world.as_buyer, dispute, text=text)


def test_a_message_is_as_long_as_the_policy_lets_it_be(world: World) -> None:
    Policy.objects.update(message_characters=100)
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="a" * 100)
    with refused(Code.TEXT_MISSING, field="text", says="Shorten this to 100 characters"):
        send_message(world.as_buyer, dispute, text="a" * 101)


def test_a_side_sends_so_many_in_24_hours(world: World) -> None:
    Policy.objects.update(messages_a_day=2)
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="One.")
    first = dispute.messages.get()
    send_message(world.as_buyer, dispute, text="Two.")
    again_at = first.sent_at + timedelta(hours=24)
    says = f"You can write again on {again_at:%-d %b %Y, %H:%M} (UTC+00:00)."
    with refused(Code.LIMIT_REACHED, says=says):
        send_message(world.as_buyer, dispute, text="Three.")
    send_message(world.as_seller, dispute, text="The other side still can.")
    other = world.open_dispute()
    send_message(world.as_buyer, other, text="In another case, too.")
    with moment(again_at - timedelta(minutes=1)), refused(Code.LIMIT_REACHED):
        send_message(world.as_buyer, dispute, text="Three.")
    with moment(again_at):
        send_message(world.as_buyer, dispute, text="Three.")
    assert dispute.messages.filter(party=Party.BUYER).count() == 3


def test_a_form_that_was_sent_twice_sends_one_message(world: World) -> None:
    dispute = world.open_dispute()
    dispute.read_to = dispute.event_count
    send_message(world.as_buyer, dispute, text="Hello.")
    with refused(Code.STALE, says="You have sent this message already."):
        send_message(world.as_buyer, dispute, text="Hello.")
    send_message(world.as_buyer, dispute, text="Hello?")
    dispute.read_to = world.again(dispute).event_count
    send_message(world.as_buyer, dispute, text="Hello.")
    assert dispute.messages.count() == 3


def test_a_message_turns_nobody_back(world: World) -> None:
    """Else a side could keep the other one from acting."""
    dispute = world.open_dispute()
    dispute.read_to = dispute.event_count
    send_message(world.as_buyer, dispute, text="Wait!")
    negotiation.reject(world.as_seller, dispute, text="It is blue.")
    assert world.again(dispute).state == State.NEGOTIATING


def test_what_is_seen_is_noted_once_and_told_to_the_writer(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="Hello.")
    send_message(world.as_seller, dispute, text="Good morning.")
    assert [m.buyer_seen_at == m.sent_at for m in dispute.messages.all()] == [True, False]
    shown = list(dispute.messages.all())
    before = everything()
    record_seen(platform(world), dispute, [], shown)
    record_seen(Actor(world.other_seller, Party.SELLER), dispute, [], shown)
    assert everything() == before
    record_seen(world.as_seller, dispute, [], shown)
    event = last_event(dispute)
    assert (event.kind, event.party, event.data) == (
        EventKind.MESSAGE_SEEN,
        Party.SELLER,
        {"numbers": [1]},
    )
    assert [m.seller_seen_at for m in dispute.messages.all()] == [event.at, shown[1].sent_at]
    before = everything()
    record_seen(world.as_seller, dispute, [], shown)
    assert everything() == before


def test_how_many_are_unread_is_asked_for_many_cases_at_once(world: World) -> None:
    first, second, third = world.open_dispute(), world.open_dispute(), world.open_dispute()
    for text in ("One.", "Two."):
        send_message(world.as_buyer, first, text=text)
    send_message(world.as_seller, second, text="One.")
    with CaptureQueriesContext(connection) as queries:
        found = {party: unread_messages([first, second, third], party) for party in Party}
    assert found == {
        Party.BUYER: {second.pk: 1},
        Party.SELLER: {first.pk: 2},
        Party.PLATFORM: {},
    }
    assert len(queries) == 2
    record_seen(world.as_seller, first, [], list(first.messages.all()))
    assert unread_messages([first], Party.SELLER) == {}


def verify(dispute: Dispute) -> str:
    said = StringIO()
    try:
        call_command("verify_history", dispute.reference, stdout=said)
    except CommandError as error:
        return str(error)
    return said.getvalue()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ("text = 'I agree.'", "message 1: its words are not those in the history."),
        ("party = 'seller'", "message 1: it is not from whom the history says."),
        ("hides = '[[0, 3]]'", "message 1: it hides other parts than the history says."),
        ("sent_at = sent_at - interval '1 hour'", "message 1: it is not from when the history"),
        ("seller_seen_at = NULL", "message 1: it was not seen by the seller when its row says so."),
        ("buyer_seen_at = now()", "message 1: it was not seen by the buyer when its row says so."),
        ("number = 7", "message 1 is in the history, and it is missing."),
    ],
)
def test_what_was_changed_in_a_message_is_found(world: World, changed: str, says: str) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="I do not agree.")
    record_seen(world.as_seller, dispute, [], list(dispute.messages.all()))
    assert "all as they were written" in verify(dispute)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE disputes_message SET {changed}")
    assert says in verify(dispute)


def test_what_was_changed_of_a_message_in_the_history_is_found(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="I do not agree.")
    with without_the_law(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disputes_event SET data = jsonb_set(data, '{text}', '\"I agree.\"') "
            "WHERE kind = 'message_sent'"
        )
    assert "is not as it was written" in verify(dispute)


def test_the_words_are_erased_with_the_case(world: World) -> None:
    with erased(full_case(world)) as dispute:
        assert set(Message.objects.values_list("text", flat=True)) == {""}
        sent = dispute.events.filter(kind=EventKind.MESSAGE_SENT)
        assert [set(event.data) for event in sent] == 2 * [
            {"number", "hides", "files", "text_hash"}
        ]
        assert typed_in_any_row() == []
        assert "all as they were written" in verify(dispute)


def test_of_an_erased_case_no_message_is_seen(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="Hello.")
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    outbox.deliver_outbox()
    with erased(world.again(dispute)) as gone:
        before = everything()
        record_seen(world.as_seller, gone, [], list(gone.messages.all()))
        assert everything() == before
