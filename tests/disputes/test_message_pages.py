"""The messages of a case on its pages: one conversation, a box for the next, nothing typed lost."""

import pytest
from django.test import Client

from arbitration.verbs import assignment
from disputes.models import Dispute, Message, Policy
from disputes.states import EventKind, Party, State
from disputes.verbs import negotiation
from disputes.verbs.messages import send_message
from tests.support.case_pdfs import file_of, text_of
from tests.support.rows import everything
from tests.support.terms import RETURN_AND_REFUND
from tests.support.workspace import CASES, nothing_changes
from tests.support.workspace import signed_in as staff
from tests.support.world import World

pytestmark = pytest.mark.django_db

HIDDEN = "[contact details hidden]"
PHONE = "+49 151 23456789"
WHY = "are hidden from the other side until goods are to be sent back"


def case_of(portal: str, dispute: Dispute) -> str:
    return f"/{portal}/cases/{dispute.reference}/"


def box_of(portal: str, dispute: Dispute) -> str:
    return f"{case_of(portal, dispute)}send-message/"


def signed_in(world: World, portal: str) -> Client:
    client = Client()
    client.force_login(world.buyer if portal == "buyer" else world.seller)
    return client


def page(world: World, portal: str, dispute: Dispute) -> str:
    answer = signed_in(world, portal).get(case_of(portal, dispute))
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("portal", ["buyer", "seller"])
def test_what_is_typed_on_the_case_page_is_sent_and_stands_there(world: World, portal: str) -> None:
    dispute = world.open_dispute()
    text = page(world, portal, dispute)
    assert "There are no messages yet." in text
    assert f'action="{box_of(portal, dispute)}?read=' in text
    answer = signed_in(world, portal).post(
        box_of(portal, dispute), {"text": "Is it <b>there</b>?", "read": "1"}, follow=True
    )
    assert answer.redirect_chain == [(f"{case_of(portal, dispute)}#messages", 302)]
    assert "Your message is sent." in answer.text
    assert "Is it &lt;b&gt;there&lt;/b&gt;?" in answer.text
    message = dispute.messages.get()
    assert (message.party, message.text) == (portal, "Is it <b>there</b>?")


def test_the_page_says_what_a_message_is_not(world: World) -> None:
    dispute = world.open_dispute()
    for address in (case_of("seller", dispute), box_of("seller", dispute)):
        text = signed_in(world, "seller").get(address).text
        assert "This is not an answer to the request: the time to answer goes on." in text
        assert "not evidence: a ruling rests on evidence only." in text
    assert f'<a href="{case_of("seller", dispute)}add-evidence/' in page(world, "seller", dispute)
    assert "It changes nothing else: every deadline stays as it is." in page(
        world, "buyer", dispute
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "Write the message first."), ("a" * 101, "at most 100 characters (it has 101)")],
)
def test_a_form_that_is_wrong_comes_back_as_it_was(world: World, typed: str, says: str) -> None:
    Policy.objects.update(message_characters=100)
    dispute = world.open_dispute()
    client, before = signed_in(world, "buyer"), everything()
    answer = client.post(box_of("buyer", dispute), {"text": typed})
    assert (answer.status_code, everything()) == (200, before)
    assert says in answer.text
    assert typed in answer.text


def test_a_message_that_comes_too_late_is_not_lost(world: World) -> None:
    dispute = world.open_dispute()
    client = signed_in(world, "buyer")
    world.withdraw(dispute)
    before = everything()
    answer = client.post(box_of("buyer", dispute), {"text": "But it is green."})
    assert (answer.status_code, everything()) == (409, before)
    assert "But it is green." in answer.text
    assert "The buyer withdrew the request." in answer.text
    assert "send-message" not in page(world, "buyer", dispute)


def test_sent_twice_it_is_there_once(world: World) -> None:
    dispute = world.open_dispute()
    client = signed_in(world, "buyer")
    sent = {"text": "Hello.", "read": str(dispute.event_count)}
    assert client.post(box_of("buyer", dispute), sent).status_code == 302
    answer = client.post(box_of("buyer", dispute), sent)
    assert "You have sent this message already." in answer.text
    assert dispute.messages.count() == 1


def test_the_other_side_reads_that_it_is_new_and_the_writer_that_it_was_seen(
    world: World,
) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="Where is it?")
    send_message(world.as_buyer, dispute, text="Please answer.")
    assert "message-new" not in page(world, "buyer", dispute)
    assert "Seen <time" not in " ".join(page(world, "buyer", dispute).split())
    first = page(world, "seller", dispute)
    assert "2 new messages</a>" in first
    assert first.count("message-new") == 2
    assert first.index("Where is it?") < first.index("Please answer.")
    again = page(world, "seller", dispute)
    assert "new message" not in again
    assert "message-new" not in again
    seen = dispute.events.get(kind=EventKind.MESSAGE_SEEN)
    assert (seen.party, seen.data) == (Party.SELLER, {"numbers": [1, 2]})
    told = " ".join(page(world, "buyer", dispute).split())
    assert told.count(f'Seen <time datetime="{seen.at:%Y-%m-%dT%H:%M:%S}') == 2


def test_many_are_folded_but_for_the_new_ones(world: World) -> None:
    dispute = world.open_dispute()
    for number in range(8):
        send_message(world.as_buyer, dispute, text=f"Message number {number}.")
    assert "earlier message" not in page(world, "seller", dispute)
    text = page(world, "seller", dispute)
    assert "2 earlier messages" in text
    assert text.index("Message number 1.") < text.index("Message number 7.")


def test_contact_details_are_hidden_from_the_other_side_alone(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    send_message(world.as_buyer, dispute, text=f"Call {PHONE} about parcel LX123456789CN.")
    assert f"Call {HIDDEN} about parcel LX123456789CN." in page(world, "seller", dispute)
    assert PHONE not in page(world, "seller", dispute)
    own = page(world, "buyer", dispute)
    assert f"Call {PHONE} about parcel LX123456789CN." in own
    assert "Contact details in it are hidden from the other side." in own
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    lines = dispute.events.count()
    read = staff(world.arbitrator).get(f"{CASES}{dispute.reference}/").text
    assert dispute.events.count() == lines
    assert f"Call {PHONE} about parcel LX123456789CN." in read
    assert "Contact details in it are hidden from the other side." in read


def test_the_file_of_the_case_is_equal_for_all_and_hides_them(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text=f"Call {PHONE} about it.")
    for party in Party:
        text = text_of(file_of(world, dispute, party))
        assert "Message 1 (Buyer)" in text
        assert f"Call {HIDDEN} about it." in text
        assert PHONE not in text


def test_once_goods_go_back_they_are_shown(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_SELLER, RETURN_AND_REFUND)
    send_message(world.as_buyer, dispute, text=f"Call {PHONE}.")
    assert PHONE not in page(world, "seller", dispute)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    assert f"Call {PHONE}." in page(world, "seller", dispute)
    assert PHONE in text_of(file_of(world, dispute, Party.SELLER))
    sent = {"text": f"The driver has {PHONE}, too."}
    assert signed_in(world, "seller").post(box_of("seller", dispute), sent).status_code == 302
    assert f"The driver has {PHONE}, too." in page(world, "buyer", dispute)


def test_whoever_writes_is_told_before_what_will_be_hidden(world: World) -> None:
    dispute = world.open_dispute()
    client, before = signed_in(world, "buyer"), everything()
    text = f"Call {PHONE} or write to a@b.com."
    answer = client.post(box_of("buyer", dispute), {"text": text})
    assert (answer.status_code, everything()) == (200, before)
    assert "Not sent yet. The other side will not read these: “+49 151 23456789”" in answer.text
    assert WHY in answer.text
    assert text in answer.text
    form = answer.context["form"]
    told = {"text": text, "told": form["told"].value()}
    other = client.post(box_of("buyer", dispute), told | {"text": f"{text} And c@d.com."})
    assert "Not sent yet." in other.text
    assert Message.objects.count() == 0
    assert client.post(box_of("buyer", dispute), told).status_code == 302
    assert dispute.messages.get().text == text
    plain = {"text": "The number is LX123456789CN."}
    assert client.post(box_of("buyer", dispute), plain).status_code == 302


def test_at_the_limit_the_page_says_when_it_goes_on(world: World) -> None:
    Policy.objects.update(messages_a_day=1)
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="Hello.")
    text = page(world, "buyer", dispute)
    assert "Each side can send 1 message in a case in 24 hours. You can write again on" in text
    assert "send-message" not in text
    assert "send-message" in page(world, "seller", dispute)


def test_a_stranger_finds_no_box(world: World) -> None:
    dispute = world.open_dispute()
    client, before = Client(), everything()
    client.force_login(world.other_buyer)
    answer = client.post(box_of("buyer", dispute), {"text": "Hello."})
    assert answer.status_code == 404
    del before["disputes_user"]
    after = everything()
    del after["disputes_user"]
    assert after == before


def test_the_arbitrator_writes_to_both_sides_in_two_steps(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    client, address = staff(world.arbitrator), f"{CASES}{dispute.reference}/send-message/"
    assert "Write a message" in client.get(f"{CASES}{dispute.reference}/").text
    assert client.get(address).status_code == 200
    told = client.post(address, {"text": "Please stay calm."})
    assert "Both sides can read it at once." in told.text
    assert Message.objects.count() == 0
    assert client.post(address, {"text": "Please stay calm.", "confirm": "yes"}).status_code == 302
    for portal in ("buyer", "seller"):
        text = page(world, portal, dispute)
        assert "1 new message</a>" in text
        assert "Please stay calm." in text
        assert "The arbitrator wrote message 1 to both sides." in text
    read = client.get(f"{CASES}{dispute.reference}/").text
    assert "Seen by the buyer" in read
    assert "Seen by the seller" in read


def test_an_arbitrator_who_has_it_not_finds_no_way_to_write(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    send_message(world.as_buyer, dispute, text="Hello.")
    client = staff(world.arbitrator)
    text = client.get(f"{CASES}{dispute.reference}/").text
    assert "Hello." in text
    assert "send-message" not in text
    with nothing_changes():
        answer = client.post(
            f"{CASES}{dispute.reference}/send-message/", {"text": "Hi.", "confirm": "yes"}
        )
        assert "Only the arbitrator who has taken this case can do this." in (
            answer.text or str(client.get(f"{CASES}{dispute.reference}/").text)
        )
