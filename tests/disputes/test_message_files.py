"""Files of messages come the way of evidence: the same limits, readers, checks and end."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from disputes.background import outbox
from disputes.errors import Code
from disputes.models import Attachment, Dispute, Policy
from disputes.states import EventKind, Party, State
from disputes.verbs import evidence, negotiation
from disputes.verbs.messages import send_message
from tests.support.case_pdfs import file_of, text_of
from tests.support.form_files import upload
from tests.support.old_cases import erased
from tests.support.rows import everything, refused
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def box_of(portal: str, dispute: Dispute) -> str:
    return f"/{portal}/cases/{dispute.reference}/send-message/"


def sent_with_photo(world: World, dispute: Dispute, text: str = "See here.") -> Attachment:
    send_message(world.as_buyer, dispute, text=text, files=[world.photo(world.buyer)])
    return Attachment.objects.get(message__dispute=dispute)


def test_a_photo_goes_along_and_stands_in_the_history(world: World) -> None:
    dispute = world.open_dispute()
    file = sent_with_photo(world, dispute, text="")
    assert (file.form_key, file.evidence, file.message) == ("", None, dispute.messages.get())
    event = dispute.events.get(kind=EventKind.MESSAGE_SENT)
    assert event.data["files"] == [file.fingerprint]
    assert dispute.evidence.count() == 1


def test_a_file_that_is_not_ones_own_is_refused(world: World) -> None:
    dispute = world.open_dispute()
    file = world.photo(world.seller)
    with refused(Code.STALE, field="files"):
        send_message(world.as_buyer, dispute, text="See.", files=[file])


def test_its_files_count_with_those_of_evidence(world: World) -> None:
    Policy.objects.update(files_per_side=2, files_at_once=1)
    dispute = world.open_dispute()  # with one photo
    sent_with_photo(world, dispute)
    more = world.photo(world.buyer)
    with refused(Code.TOO_MANY_FILES, field="files", says="your side has shown 2"):
        send_message(world.as_buyer, dispute, text="One more.", files=[more])
    with refused(Code.TOO_MANY_FILES, field="files", says="your side has shown 2"):
        evidence.add_evidence(world.as_buyer, dispute, text="One more.", files=[more])
    send_message(world.as_seller, dispute, text="Mine.", files=[world.photo(world.seller)])


def test_those_who_read_the_case_see_it_and_nobody_else(world: World) -> None:
    dispute = world.open_dispute()
    file = sent_with_photo(world, dispute)
    for user in (world.buyer, world.seller, world.arbitrator):
        assert signed_in(user).get(file.url).status_code == 200
        assert signed_in(user).get(file.thumbnail_url).status_code == 200
    for user in (world.other_buyer, world.other_seller):
        assert signed_in(user).get(file.url).status_code == 404
        assert signed_in(user).get(file.thumbnail_url).status_code == 404
    assert signed_in(world.arbitrator).get(file.original_url).status_code == 200
    assert signed_in(world.buyer).get(file.original_url).status_code == 404


def test_the_pages_and_the_case_file_show_it(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    file = sent_with_photo(world, dispute)
    for user, address in (
        (world.buyer, f"/buyer/cases/{dispute.reference}/"),
        (world.seller, f"/seller/cases/{dispute.reference}/"),
        (world.arbitrator, f"/admin/disputes/dispute/{dispute.reference}/"),
    ):
        assert file.thumbnail_url in signed_in(user).get(address).text
    text = text_of(file_of(world, dispute, Party.SELLER))
    assert text.count(file.shared_sha256) == 2
    assert "Message 1 photo.jpg" in text


def test_the_box_on_the_case_page_leads_to_one_for_files_with_what_was_typed(
    world: World,
) -> None:
    dispute = world.open_dispute()
    client = Client()
    client.force_login(world.buyer)
    page = client.get(f"/buyer/cases/{dispute.reference}/").text
    assert 'name="attach"' in page
    before = everything()
    answer = client.post(box_of("buyer", dispute), {"text": "Look at it.", "attach": "yes"})
    assert (answer.status_code, everything()) == (200, before)
    assert "Look at it." in answer.text
    assert 'type="file"' in answer.text
    sent = {"text": "Look at it.", "files": [upload("box.jpg")]}
    assert client.post(box_of("buyer", dispute), sent).status_code == 302
    assert [file.name for file in dispute.messages.get().files.all()] == ["box.jpg"]


def test_one_bad_file_loses_neither_the_good_one_nor_the_words(world: World) -> None:
    dispute = world.open_dispute()
    client = Client()
    client.force_login(world.buyer)
    files = [upload("good.jpg"), upload("bad.jpg", b"no picture")]
    page = client.post(box_of("buyer", dispute), {"text": "Look at it.", "files": files})
    assert page.status_code == 200
    for wanted in ("bad.jpg", "good.jpg", "Look at it."):
        assert wanted in page.text
    assert dispute.messages.count() == 0


def verify(dispute: Dispute) -> str:
    said = StringIO()
    try:
        call_command("verify_history", dispute.reference, stdout=said)
    except CommandError as error:
        return str(error)
    return said.getvalue()


def test_what_was_changed_of_its_files_is_found(world: World) -> None:
    dispute = world.open_dispute()
    file = sent_with_photo(world, dispute)
    assert verify(dispute).endswith("2 files: all as they were written.\n")
    Attachment.objects.filter(pk=file.pk).update(caption="Another one.")
    assert "message 1: its captions are not those in the history." in verify(dispute)
    Attachment.objects.filter(pk=file.pk).update(sha256="0" * 64)
    assert "message 1: its files are not those in the history." in verify(dispute)
    Attachment.objects.filter(pk=file.pk).update(
        caption=file.caption, sha256=file.sha256, thumbnail_sha256="0" * 64
    )
    assert "message 1: " in verify(dispute)


def test_it_is_erased_with_the_case(world: World) -> None:
    dispute = world.open_dispute()
    file = sent_with_photo(world, dispute)
    storage, names = file.original.storage, file.stored_names
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    outbox.deliver_outbox()
    assert all(storage.exists(name) for name in names)
    with erased(world.again(dispute)) as gone:
        file.refresh_from_db()
        assert file.is_erased
        assert not any(storage.exists(name) for name in names)
        assert "all as they were written" in verify(gone)
        page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/")
        assert file.thumbnail_url not in page.text
