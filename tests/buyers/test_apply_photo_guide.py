"""What each file of an application shows: said in the form, kept, checked, and sent to the case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from disputes.errors import Code
from disputes.models import Attachment, Reason
from disputes.verbs import applications
from tests.support.applying import Applicant, errors
from tests.support.form_files import picture, upload
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ONLY_PHOTOS = "A document does not stand for a photo."


@pytest.fixture
def applicant() -> Applicant:
    """Somebody whose item has another size, at the step of words and files."""
    world = World()
    applicant = Applicant(world, world.line())
    applicant.post("received")
    applicant.post("reason", {"reason": "size"})
    applicant.post("solution")
    return applicant


def letter() -> SimpleUploadedFile:
    return upload("letter.pdf", PDF)


def held(name: str) -> Attachment:
    return Attachment.objects.select_related("shot").get(name=name)


def said(name: str, caption: str, shot: str) -> dict[str, str]:
    """The fields of a file as the form sends them."""
    public_id = held(name).public_id
    return {f"caption-{public_id}": caption, f"shot-{public_id}": shot}


def marks(applicant: Applicant) -> dict[str, tuple[bool, bool]]:
    """What the page asks for: whether each is required, and whether it is there."""
    wanted = applicant.get("evidence").context["files"].wanted
    return {one.shot.code: (one.required, one.added) for one in wanted}


def add_photo(applicant: Applicant, name: str = "front.jpg") -> None:
    colour = {"front.jpg": "green", "back.jpg": "red"}[name]
    applicant.send_photos(upload(name, picture(colour)), stay="yes")


def test_the_step_shows_each_shot_with_its_drawing(applicant: Applicant) -> None:
    page = applicant.get("evidence").content.decode()
    shots = Reason.objects.get(code="size").shots.select_related("shot")
    assert [wanted.shot.code for wanted in shots] == ["flat-with-ruler", "size-label", "item-whole"]
    for wanted in shots:
        assert wanted.shot.label in page
        assert wanted.shot.text in page
        assert f"img/shots/{wanted.shot.code}" in page
    assert [page.count(mark) for mark in (">Required<", ">Helps<", ">Missing<")] == [1, 2, 1]


def test_photos_are_marked_by_what_they_show(applicant: Applicant) -> None:
    add_photo(applicant)
    assert marks(applicant) == {
        "flat-with-ruler": (True, True),  # nothing is said of it, so it stands for this one
        "size-label": (False, False),
        "item-whole": (False, False),
    }
    applicant.post("evidence", said("front.jpg", "", "size-label") | {"text": "", "stay": "yes"})
    assert marks(applicant) == {
        "flat-with-ruler": (True, False),
        "size-label": (False, True),
        "item-whole": (False, False),
    }


def test_captions_and_shots_are_kept_when_another_part_is_refused(applicant: Applicant) -> None:
    add_photo(applicant)
    answers = said("front.jpg", "It is 4 cm short", "flat-with-ruler")
    response = applicant.post("evidence", answers | {"text": ""})
    assert list(errors(response)) == ["text"]
    assert 'value="It is 4 cm short"' in response.content.decode()
    elsewhere = Client()
    elsewhere.force_login(applicant.world.buyer)
    page = elsewhere.get(applicant.url("evidence")).content.decode()
    assert 'value="It is 4 cm short"' in page
    assert '<option value="flat-with-ruler" selected>' in page


def test_they_are_checked_and_come_into_the_case(applicant: Applicant) -> None:
    add_photo(applicant)
    applicant.send_photos(letter(), stay="yes")
    answers = said("front.jpg", "It is 4 cm short", "flat-with-ruler")
    assert applicant.next(applicant.post("evidence", answers | {"text": "Short."})) == "check"
    seen = applicant.fingerprint()
    page = applicant.get("check").content.decode()
    for text in ("It is 4 cm short", "Flat, with a ruler", "letter.pdf", "Photos and documents"):
        assert text in page
    assert "Not added, and it would help: “The size label”, “The whole item”." in page

    applicant.post("evidence", said("front.jpg", "5 cm", "flat-with-ruler") | {"text": "Short."})
    assert applicant.submit(seen)["Location"] == applicant.url("check")
    assert applicant.cases == []
    applicant.submit()
    [dispute] = applicant.cases
    files = dispute.evidence.get().files.select_related("shot")
    assert [(file.kind, file.caption, file.shot and file.shot.code) for file in files] == [
        ("photo", "5 cm", "flat-with-ruler"),
        ("document", "", None),
    ]


def test_a_document_does_not_stand_for_a_photo(applicant: Applicant) -> None:
    applicant.send_photos(letter(), text="Too short.")
    response = applicant.post("evidence")
    sentence = f"Add at least 1 photo: “Flat, with a ruler”. {ONLY_PHOTOS}"
    assert errors(response) == {"": [f": {sentence}"]}
    with refused(Code.PHOTO_REQUIRED, field="files", says=sentence):
        applications.open_dispute(
            applicant.world.buyer,
            applicant.line.items.get(),
            reason=Reason.objects.get(code="size"),
            offer=FULL_REFUND,
            text="Too short.",
            files=[held("letter.pdf")],
        )
    assert applicant.cases == []


def test_a_photo_of_something_else_is_not_the_required_one(applicant: Applicant) -> None:
    add_photo(applicant)
    response = applicant.post("evidence", said("front.jpg", "", "size-label") | {"text": "Short."})
    sentence = (
        "Add at least 1 photo: “Flat, with a ruler”. "
        "If a photo that is here shows it, choose that below the photo."
    )
    assert errors(response) == {"": [f": {sentence}"]}
    answers = said("front.jpg", "", "flat-with-ruler") | {"text": "Short."}
    assert applicant.next(applicant.post("evidence", answers)) == "check"


def test_without_shots_the_number_of_photos_counts(applicant: Applicant) -> None:
    reason = Reason.objects.get(code="size")
    reason.shots.all().delete()
    Reason.objects.filter(pk=reason.pk).update(photos_required=2)
    add_photo(applicant)
    applicant.send_photos(letter(), stay="yes")
    sentence = f"Add at least 2 photos that show it. {ONLY_PHOTOS}"
    assert errors(applicant.post("evidence")) == {"": [f": {sentence}"]}
    add_photo(applicant, "back.jpg")
    assert applicant.next(applicant.post("evidence")) == "check"
