"""The photos of an application, sent with the form or before it: the good ones always stay."""

import pytest

from disputes.models import Photo
from tests.applying import Applicant, errors
from tests.world import World, upload

pytestmark = pytest.mark.django_db

NO_IMAGE = (
    "This file is not a JPEG, PNG or WebP photo, whatever its name says. "
    "Save the photo as JPEG and add it again."
)
EMPTY = "This file is empty. Choose the photo again, or take a new one."
TOO_LARGE = "This file is larger than 15 MB. Send a smaller copy of the photo."
TOO_MANY = "You can send 10 photos at once. Remove one to add another."


@pytest.fixture
def applicant() -> Applicant:
    """Somebody who stands before the step of photos and words."""
    world = World()
    applicant = Applicant(world, world.line())
    for step in ("received", "reason", "solution"):
        applicant.post(step)
    return applicant


def names() -> list[str]:
    return [photo.name for photo in Photo.objects.order_by("id")]


def test_the_step_says_what_helps_and_what_is_required(applicant: Applicant) -> None:
    page = applicant.get("evidence").content.decode()
    assert "The item in daylight, beside the listing picture if you can." in page
    assert "At least 1 photo is required." in page
    assert f"/photos/for/apply-{applicant.line.order.reference}-1/" in page


def test_photos_come_with_the_form_and_into_the_case(applicant: Applicant) -> None:
    response = applicant.send_photos(upload("front.jpg"), upload("back.jpg"), words="Green.")
    assert applicant.next(response) == "check"
    applicant.submit()
    [case] = applicant.cases
    assert [photo.name for photo in case.evidence.get().photos.all()] == ["front.jpg", "back.jpg"]


def test_without_the_required_photo_the_words_stay(applicant: Applicant) -> None:
    response = applicant.post("evidence")
    assert errors(response) == {"": [": Add at least 1 photo that shows it."]}
    assert 'href="#photos"' in response.content.decode()
    assert applicant.draft["words"] == "It is green, not blue."
    assert applicant.get("check")["Location"] == applicant.url("evidence")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<script>alert(1)</script>", NO_IMAGE),
        (b"", EMPTY),
        (b"\xff\xd8\xff" + bytes(15 * 1024 * 1024), TOO_LARGE),
    ],
    ids=["no image", "empty", "too large"],
)
def test_a_bad_file_has_its_sentence_and_the_good_ones_stay(
    applicant: Applicant, content: bytes, sentence: str
) -> None:
    response = applicant.send_photos(
        upload("front.jpg"), upload("bad.jpg", content), upload("back.jpg"), words="Green."
    )
    assert errors(response) == {"": [f"bad.jpg: {sentence}"]}
    assert names() == ["front.jpg", "back.jpg"]
    page = response.content.decode()
    assert all(str(photo.public_id) in page for photo in Photo.objects.all())
    assert "Green.</textarea>" in page
    # The bad one is gone, so there is nothing left to mend.
    assert applicant.next(applicant.post("evidence", {"words": "Green."})) == "check"


def test_a_hostile_name_is_shown_as_text(applicant: Applicant) -> None:
    response = applicant.send_photos(upload("<b>x</b>.jpg", b"nothing"), words="Green.")
    page = response.content.decode()
    assert "<b>x" not in page
    assert names() == []


def test_the_eleventh_photo_is_refused_by_its_name(applicant: Applicant) -> None:
    photos = [upload(f"{number}.jpg") for number in range(1, 12)]
    response = applicant.send_photos(*photos, words="Green.")
    assert errors(response) == {"": [f"11.jpg: {TOO_MANY}"]}
    assert names() == [f"{number}.jpg" for number in range(1, 11)]


def test_photos_can_be_added_in_several_goes(applicant: Applicant) -> None:
    for name in ("front.jpg", "back.jpg"):
        response = applicant.send_photos(upload(name), words="Green", stay="yes")
        assert (response.status_code, response["Location"]) == (302, applicant.url("evidence"))
    assert names() == ["front.jpg", "back.jpg"]
    assert applicant.draft["words"] == "Green"


def test_removing_a_photo_keeps_the_words_and_complains_of_nothing(applicant: Applicant) -> None:
    photo, other = applicant.hold_photo(), applicant.hold_photo()
    answer = {"words": "", "remove_photo": str(photo.public_id)}
    response = applicant.post("evidence", answer)
    assert (response.status_code, response["Location"]) == (302, applicant.url("evidence"))
    assert list(Photo.objects.all()) == [other]
    assert errors(applicant.get("evidence")) == {}


def test_nobody_elses_photo_can_be_removed(applicant: Applicant) -> None:
    theirs = applicant.world.photo(applicant.world.other_buyer)
    for public_id in (str(theirs.public_id), "nonsense"):
        applicant.post("evidence", {"words": "Green.", "remove_photo": public_id})
    assert list(Photo.objects.all()) == [theirs]
