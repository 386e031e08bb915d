"""What a page showed is submitted, or nothing is, whatever another window does meanwhile."""

from collections.abc import Callable

import pytest

from buyers.views import submission
from disputes.errors import Code
from disputes.models import Attachment, Dispute
from disputes.states import State
from disputes.verbs import evidence, negotiation
from disputes.verbs import uploads as service
from disputes.verbs.evidence_revisions import change_evidence
from sellers.verbs.appeals import appeal_penalty
from tests.support.applying import Applicant
from tests.support.form_files import picture, upload
from tests.support.form_uploads import uploads_in
from tests.support.given_penalties import left_unanswered
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

COLOURS = ("red", "green", "grey")


def three(world: World, side: str, key: str = "form") -> list[Attachment]:
    user = world.buyer if side == "buyer" else world.seller
    return [service.add_upload(user, key, upload(content=picture(colour))) for colour in COLOURS]


def in_another_window(file: Attachment, what: str) -> None:
    assert file.uploader is not None
    if what == "removed":
        service.remove_upload(file.uploader, file.public_id)
    else:
        service.describe_upload(file.uploader, file.public_id, caption="Something else")


def rejected(world: World, files: list[Attachment]) -> None:
    dispute = world.dispute_in(State.AWAITING_SELLER)
    negotiation.reject(world.as_seller, dispute, text="It was blue.", files=files)


def added(world: World, files: list[Attachment]) -> None:
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(world.as_seller, dispute, text="See here.", files=files)


def changed(world: World, files: list[Attachment]) -> None:
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(world.as_seller, dispute, text="See here.")
    mine = dispute.evidence.filter(party="seller").last()
    assert mine is not None
    change_evidence(world.as_seller, dispute, mine, text="See there.", files=files)


def appealed(world: World, files: list[Attachment]) -> None:
    appeal_penalty(world.seller, left_unanswered(world), text="An outage.", files=files)


@pytest.mark.parametrize("what", ["removed", "described"])
@pytest.mark.parametrize("send", [rejected, added, changed, appealed])
def test_no_form_is_taken_with_other_files_than_it_showed(
    send: Callable[[World, list[Attachment]], None], what: str
) -> None:
    world = World()
    files = three(world, "seller")
    in_another_window(files[1], what)
    with pytest.raises(Exception, match="changed in another window") as caught:
        send(world, files)
    assert caught.value.code == Code.STALE  # type: ignore[attr-defined]
    assert not Attachment.objects.filter(uploader=world.seller, form_key="").exists()


def test_the_submit_that_races_a_removal_files_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between what the page compares and the lock of the case, the third photo goes."""
    world = World()
    applicant = Applicant(world, world.line())
    applicant.answer_all()
    files = three(world, "buyer", applicant.key)
    seen = applicant.fingerprint()

    def remove(header: str) -> str:
        service.remove_upload(world.buyer, files[2].public_id)
        return ""

    monkeypatch.setattr(submission, "primary_language", remove)
    answer = applicant.submit(seen)
    assert (answer.status_code, answer["Location"]) == (302, applicant.url())
    assert "changed in another window" in applicant.get("check").text
    assert not Dispute.objects.exists()
    monkeypatch.undo()
    applicant.submit()
    assert Dispute.objects.get().evidence.get().files.count() == 3


@pytest.mark.parametrize("what", ["removed", "added"])
def test_a_page_that_is_older_than_its_files_is_shown_again(what: str) -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_SELLER)
    key = f"{dispute.reference}-seller-reject"
    seen, other = three(world, "seller", key)[:2]
    client, address = signed_in(world.seller), f"/seller/cases/{dispute.reference}/reject/"
    if what == "added":
        service.remove_upload(world.seller, other.public_id)
    form = {"text": "It was blue."} | uploads_in(client.get(address).text)
    if what == "added":
        service.add_upload(world.seller, key, upload(content=picture("green")))
    else:
        service.remove_upload(world.seller, seen.public_id)
    page = client.post(address, form)
    assert page.status_code == 200
    assert "changed in another window" in page.text
    assert "It was blue." in page.text
    assert world.again(dispute).state == State.AWAITING_SELLER
    assert client.post(address, form | uploads_in(page.text)).status_code == 302
    assert world.again(dispute).evidence.get(number=2).files.count() == (
        3 if what == "added" else 2
    )


def test_a_form_that_is_sent_twice_is_told_that_it_was_done() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    three(world, "seller", f"{dispute.reference}-seller-add-evidence")
    client, address = signed_in(world.seller), f"/seller/cases/{dispute.reference}/add-evidence/"
    form = {"text": "See here."} | uploads_in(client.get(address).text)
    assert client.post(address, form).status_code == 302
    again = client.post(address, form)
    assert "You have added this already." in again.text
