"""A form with the token of an earlier session: nothing is done, and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from arbitration.verbs import assignment
from disputes import clock
from disputes.forms import kept_files
from disputes.models import Attachment, Dispute, Reason, User
from disputes.models.orders import private_storage
from disputes.states import State
from tests.support.form_files import picture
from tests.support.html_forms import form_on
from tests.support.rows import everything
from tests.support.workspace import address
from tests.support.world import World

pytestmark = pytest.mark.django_db

OWN: dict[str, Any] = {"HTTP_SEC_FETCH_SITE": "same-origin"}
LONG = "It was blue when it was sent, and here is why. " * 40


def browser(user: User) -> Client:
    """Signed in anew in another window since the page was opened."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.cookies["csrftoken"] = "b" * 32
    return client


def send(client: Client, page: str, form: dict[str, Any], **headers: Any) -> Any:
    return client.post(page, {"csrfmiddlewaretoken": "a" * 32} | form, **headers)


@pytest.fixture
def dispute(world: World) -> Dispute:
    return world.open_dispute()


def test_a_seller_sends_text_and_files_again(world: World, dispute: Dispute) -> None:
    client, page = browser(world.seller), f"/seller/cases/{dispute.reference}/reject/"
    photo = SimpleUploadedFile("mug.jpg", picture())
    before = everything()
    late = send(client, page, {"text": LONG, "files": photo}, **OWN)
    assert late.status_code == 403
    assert "no-store" in late["Cache-Control"]
    assert f"are {world.seller.username} now" in " ".join(late.text.split())
    assert LONG.strip() in late.text
    assert everything() == before
    again = form_on(late, "text")
    assert client.post(page, again).status_code == 302
    said = dispute.evidence.get(number=2)
    assert said.text == LONG.strip()
    assert [file.name for file in said.files.all()] == ["mug.jpg"]


@pytest.mark.parametrize("headers", [{}, {"HTTP_SEC_FETCH_SITE": "cross-site"}])
def test_nothing_from_elsewhere_is_shown(
    world: World, dispute: Dispute, headers: dict[str, Any]
) -> None:
    client, page = browser(world.seller), f"/seller/cases/{dispute.reference}/reject/"
    before = everything()
    late = send(client, page, {"text": LONG}, **headers)
    assert late.status_code == 403
    assert "This form is out of date" in late.text
    assert LONG.strip() not in late.text
    assert everything() == before


def test_an_arbitrator_keeps_a_ruling(world: World) -> None:
    world.dispute_in(State.AWAITING_RULING)
    dispute = assignment.take_next(world.arbitrator)
    client, page = browser(world.arbitrator), address(dispute, "rule/")
    late = send(client, page, {"reasons": LONG, "cites": ["1"], "save": ""}, **OWN)
    assert late.status_code == 403
    again = form_on(late, "reasons")
    assert (again["reasons"], again["cites"]) == ([LONG], ["1"])
    assert client.post(page, again).status_code == 302


def test_a_supervisor_keeps_a_form_of_the_admin(world: World) -> None:
    reason = Reason.objects.get(code="colour")
    client, page = browser(world.supervisor), f"/admin/disputes/reason/{reason.pk}/change/"
    typed = {"label": "Another colour", "evidence_hint": LONG[:200]}
    late = send(client, page, typed, **OWN)
    assert late.status_code == 403
    again = form_on(late, "label")
    assert (again["label"], again["evidence_hint"]) == (["Another colour"], [LONG[:200]])


def test_who_is_not_signed_in_signs_in_first(world: World, dispute: Dispute) -> None:
    client, page = Client(enforce_csrf_checks=True), f"/seller/cases/{dispute.reference}/reject/"
    client.cookies["csrftoken"] = "b" * 32
    photo = SimpleUploadedFile("mug.jpg", picture())
    late = send(client, page, {"text": LONG, "files": photo}, **OWN)
    assert late.status_code == 403
    assert "What you had typed is kept" in late.text
    assert form_on(late, "kept")["next"] == [page]


def test_kept_files_are_nobody_elses_and_go_after_a_while(world: World, dispute: Dispute) -> None:
    client, page = browser(world.seller), f"/seller/cases/{dispute.reference}/reject/"
    photo = SimpleUploadedFile("mug.jpg", picture())
    with clock.shifted(timedelta(hours=3)):
        kept_files.forget_kept_files()  # those of other tests
    send(client, page, {"text": LONG, "files": photo}, **OWN)
    [lying] = private_storage().listdir("kept")[1]
    assert kept_files.forget_kept_files() == 0
    # What somebody made up, or another name, is nothing.
    made_up = send(client, page, {"text": LONG, kept_files.FIELD: f"kept/{lying}"}, **OWN)
    again = form_on(made_up, "text")
    assert client.post(page, again).status_code == 302
    assert not Attachment.objects.filter(uploader=world.seller).exists()
    with clock.shifted(timedelta(hours=3)):
        assert kept_files.forget_kept_files() == 1
    assert private_storage().listdir("kept")[1] == []


def test_too_many_files_are_not_lost_without_a_word(world: World, dispute: Dispute) -> None:
    client, page = browser(world.seller), f"/seller/cases/{dispute.reference}/reject/"
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(21)]
    late = send(client, page, {"text": LONG, "files": files}, **OWN)
    assert LONG.strip() in late.text
    assert "Files that you had chosen could not be kept." in late.text
    few = send(client, page, {"text": LONG, "files": files[:1]}, **OWN)
    assert "could not be kept" not in few.text


def test_a_file_that_is_gone_meanwhile_is_told_before_the_text_is_sent(
    world: World, dispute: Dispute
) -> None:
    client, page = browser(world.seller), f"/seller/cases/{dispute.reference}/reject/"
    photo = SimpleUploadedFile("mug.jpg", picture())
    again = form_on(send(client, page, {"text": LONG, "files": photo}, **OWN), "text")
    with clock.shifted(timedelta(hours=3)):
        for is_swept in (False, True):
            if is_swept:
                kept_files.forget_kept_files()
            told = client.post(page, again)
            assert told.status_code == 200
            assert "It could not be kept so long. Add it once more." in told.text
            assert LONG.strip() in told.text
            assert Dispute.objects.get(pk=dispute.pk).state == State.AWAITING_SELLER
    assert client.post(page, form_on(told, "text")).status_code == 302
