"""A store keeps texts for its messages; whoever answers a case fills the box with one."""

import pytest
from django.test import Client

from disputes.errors import Code
from disputes.states import State
from sellers.models import SavedReply
from sellers.verbs.replies import MOST_REPLIES, delete_reply, save_reply
from tests.support.rows import everything, refused
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

PAGE = "/seller/replies/"
TEXT = "We have looked at your photos and answer within a day."


def test_a_member_adds_changes_and_deletes_on_pages(world: World, seller: Client) -> None:
    assert "Your store has saved no replies yet." in seller.get(PAGE).text
    answer = seller.post(PAGE, {"title": " First\nanswer ", "text": TEXT}, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?store={world.store.pk}", 302)]
    reply = SavedReply.objects.get()
    assert (reply.store, reply.title, reply.text) == (world.store, "First answer", TEXT)
    assert TEXT in answer.text
    one = f"{PAGE}{reply.pk}/"
    assert f'href="{one}"' in answer.text
    assert TEXT in seller.get(one).text
    assert seller.post(one, {"title": "First answer", "text": "Soon."}).status_code == 302
    reply.refresh_from_db()
    assert reply.text == "Soon."
    asked = seller.get(f"{one}delete/")
    assert "Messages that were sent stay." in asked.text
    assert SavedReply.objects.count() == 1
    assert seller.post(f"{one}delete/").status_code == 302
    assert SavedReply.objects.count() == 0
    assert seller.get(one).status_code == 404


def test_what_is_wrong_comes_back_as_it_was(world: World, seller: Client) -> None:
    save_reply(world.seller, world.store, title="First", text=TEXT)
    before = everything()
    for sent, says in (
        ({"title": "First", "text": "Another."}, "Another saved reply has this title."),
        ({"title": "", "text": "Another."}, "Give it a title."),
        ({"title": "Other", "text": ""}, "Write the reply first."),
    ):
        page = seller.post(PAGE, sent)
        assert page.status_code == 200
        assert says in page.text
        assert sent["text"] in page.text
    assert everything() == before


def test_a_store_saves_so_many(world: World) -> None:
    for number in range(MOST_REPLIES):
        save_reply(world.seller, world.store, title=f"Reply {number}", text=TEXT)
    with refused(Code.LIMIT_REACHED, says="A store can save 50 replies."):
        save_reply(world.seller, world.store, title="One more", text=TEXT)


def test_those_of_another_store_are_not_there(world: World) -> None:
    reply = save_reply(world.seller, world.store, title="First", text=TEXT)
    other = signed_in(world.other_seller)
    assert TEXT not in other.get(PAGE).text
    for address in (f"{PAGE}{reply.pk}/", f"{PAGE}{reply.pk}/delete/"):
        assert other.get(address).status_code == 404
        assert other.post(address, {"title": "Mine", "text": "Mine."}).status_code == 404
    with refused(Code.NOT_FOUND):
        save_reply(world.other_seller, world.store, title="Mine", text=TEXT)
    with refused(Code.NOT_FOUND):
        delete_reply(world.other_seller, world.store, reply.pk)
    assert SavedReply.objects.get().text == TEXT


def test_one_of_them_fills_the_box_and_what_was_typed_stays(world: World, seller: Client) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    reply = save_reply(world.seller, world.store, title="First", text=TEXT)
    case = f"/seller/cases/{dispute.reference}/"
    page = seller.get(case).text
    assert f'<option value="{reply.pk}">First</option>' in page
    assert TEXT not in page
    assert TEXT in seller.get(f"{case}?saved={reply.pk}").text
    assert TEXT in seller.get(f"{case}send-message/?saved={reply.pk}").text
    sent = {"text": "Good morning.", "saved": str(reply.pk), "fill": "yes"}
    answer = seller.post(f"{case}send-message/", sent)
    assert f"Good morning.\n\n{TEXT}" in answer.text
    assert dispute.messages.count() == 0
    assert seller.post(f"{case}send-message/", {"text": TEXT, "saved": ""}).status_code == 302
    assert dispute.messages.get().text == TEXT


def test_what_is_no_reply_of_the_store_fills_nothing(world: World, seller: Client) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    case = f"/seller/cases/{dispute.reference}/"
    for odd in ("", "0", "x", "\x00", "99999999999999999999"):
        assert seller.get(case, {"saved": odd}).status_code == 200
        sent = {"text": "Good morning.", "saved": odd, "fill": "yes"}
        answer = seller.post(f"{case}send-message/", sent)
        assert answer.status_code == 200
        assert "Good morning." in answer.text


def test_a_buyer_has_none(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    reply = save_reply(world.seller, world.store, title="First", text=TEXT)
    client = signed_in(world.buyer)
    case = f"/buyer/cases/{dispute.reference}/"
    page = client.get(f"{case}?saved={reply.pk}").text
    assert TEXT not in page
    assert 'name="saved"' not in page
    assert client.get(PAGE).status_code == 403
