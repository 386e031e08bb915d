"""The files of an application, sent with the form or before it: the good ones always stay."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disputes.models import Attachment
from tests.support.applying import Applicant, errors
from tests.support.form_files import picture, upload
from tests.support.world import World

pytestmark = pytest.mark.django_db

NOT_ACCEPTED = (
    "This file is neither a photo (JPEG, PNG, WebP, HEIC) nor a PDF, whatever its name says. "
    "Save it as JPEG or PDF and add it again."
)
EMPTY = "This file is empty. Choose it again, or take a new photo."
TOO_LARGE = "This file is larger than 15 MB. Send a smaller copy of it."
TOO_MANY = "That is one file too many. Remove one to add another."


@pytest.fixture
def applicant() -> Applicant:
    """Somebody who stands before the step of photos and words."""
    world = World()
    applicant = Applicant(world, world.line())
    for step in ("received", "reason", "solution"):
        applicant.post(step)
    return applicant


def names() -> list[str]:
    return [file.name for file in Attachment.objects.order_by("id")]


def photo(name: str) -> SimpleUploadedFile:
    """A picture unlike that of any other name: the same one twice would be held once."""
    return upload(name, picture(size=(64, 8 + sum(name.encode()) % 1000)))


def test_the_step_says_what_helps_and_what_is_required(applicant: Applicant) -> None:
    page = applicant.get("evidence").content.decode()
    assert "The item in daylight, beside the listing picture if you can." in page
    assert "At least 1 photo is required." in page
    assert f"/files/for/{applicant.key}/" in page


def test_photos_come_with_the_form_and_into_the_case(applicant: Applicant) -> None:
    response = applicant.send_photos(photo("front.jpg"), photo("back.jpg"), text="Green.")
    assert applicant.next(response) == "check"
    applicant.submit()
    [dispute] = applicant.cases
    assert [file.name for file in dispute.evidence.get().files.all()] == ["front.jpg", "back.jpg"]


def test_without_the_required_photo_the_words_stay(applicant: Applicant) -> None:
    response = applicant.post("evidence")
    assert errors(response) == {"": [": Add at least 1 photo: “The whole item”."]}
    page = response.content.decode()
    assert f'href="#files-{applicant.key}"' in page
    assert f'id="files-{applicant.key}"' in page
    assert applicant.draft["text"] == "It is green, not blue."
    assert applicant.get("check")["Location"] == applicant.url("evidence")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<script>alert(1)</script>", NOT_ACCEPTED),
        (b"", EMPTY),
        (b"\xff\xd8\xff" + bytes(15 * 1024 * 1024), TOO_LARGE),
    ],
    ids=["no image", "empty", "too large"],
)
def test_a_bad_file_has_its_sentence_and_the_good_ones_stay(
    applicant: Applicant, content: bytes, sentence: str
) -> None:
    response = applicant.send_photos(
        photo("front.jpg"), upload("bad.jpg", content), photo("back.jpg"), text="Green."
    )
    assert errors(response) == {"": [f"bad.jpg: {sentence}"]}
    assert names() == ["front.jpg", "back.jpg"]
    page = response.content.decode()
    assert all(str(held.public_id) in page for held in Attachment.objects.all())
    assert "Green.</textarea>" in page
    # The bad one is gone, so there is nothing left to mend.
    assert applicant.next(applicant.post("evidence", {"text": "Green."})) == "check"


def test_a_hostile_name_is_shown_as_text(applicant: Applicant) -> None:
    response = applicant.send_photos(upload("<b>x</b>.jpg", b"nothing"), text="Green.")
    page = response.content.decode()
    assert "<b>x" not in page
    assert names() == []


def test_the_eleventh_photo_is_refused_by_its_name(applicant: Applicant) -> None:
    files = [photo(f"{number}.jpg") for number in range(1, 12)]
    response = applicant.send_photos(*files, text="Green.")
    assert errors(response) == {"": [f"11.jpg: {TOO_MANY}"]}
    assert names() == [f"{number}.jpg" for number in range(1, 11)]


def test_photos_can_be_added_in_several_goes(applicant: Applicant) -> None:
    for name in ("front.jpg", "back.jpg"):
        response = applicant.send_photos(photo(name), text="Green", stay="yes")
        assert (response.status_code, response["Location"]) == (302, applicant.url("evidence"))
    assert names() == ["front.jpg", "back.jpg"]
    assert applicant.draft["text"] == "Green"


def test_removing_a_photo_keeps_the_words_and_complains_of_nothing(applicant: Applicant) -> None:
    applicant.send_photos(photo("front.jpg"), photo("back.jpg"), stay="yes")
    front, back = Attachment.objects.all()
    answer = {"text": "", "remove_file": str(front.public_id)}
    response = applicant.post("evidence", answer)
    assert (response.status_code, response["Location"]) == (302, applicant.url("evidence"))
    assert list(Attachment.objects.all()) == [back]
    assert errors(applicant.get("evidence")) == {}


def test_nobody_elses_photo_can_be_removed(applicant: Applicant) -> None:
    theirs = applicant.world.photo(applicant.world.other_buyer)
    for public_id in (str(theirs.public_id), "nonsense"):
        applicant.post("evidence", {"text": "Green.", "remove_file": public_id})
    assert list(Attachment.objects.all()) == [theirs]


def test_the_limits_stand_above_the_field_before_anything_is_chosen(applicant: Applicant) -> None:
    page = applicant.get("evidence").content.decode()
    sentence, field = page.index("Up to 10 files, each at most 15 MB."), page.index('type="file"')
    assert sentence < field
    assert 'data-max-files="10"' in page
    assert f'data-max-bytes="{15 * 1024 * 1024}"' in page


def test_the_same_photo_chosen_twice_is_held_once_and_that_is_said(applicant: Applicant) -> None:
    response = applicant.send_photos(photo("front.jpg"), photo("front.jpg"), text="G", stay="yes")
    assert "front.jpg is here already, so it is shown once." in response.content.decode()
    assert names() == ["front.jpg"]


def test_a_form_sent_once_more_holds_nothing_twice(applicant: Applicant) -> None:
    for _reload in range(2):
        applicant.send_photos(photo("front.jpg"), upload("bad.jpg", b"nothing"), text="Green.")
    assert names() == ["front.jpg"]
