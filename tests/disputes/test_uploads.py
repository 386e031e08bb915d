"""Sending one file for a form: what the script gets back, whatever was sent."""

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from disputes.models import Attachment, OrderLine
from tests.support.form_files import picture, upload
from tests.support.over_wsgi import ask, cookies_of
from tests.support.world import World

pytestmark = pytest.mark.django_db

LARGE = 3 * 1024 * 1024  # bytes; goes through the temporary folder


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.buyer)
    return client


@pytest.fixture
def hold(world: World) -> str:
    """The address for files of the buyer's application for a refund."""
    return f"/files/for/{key_of(world.line())}/"


def key_of(line: OrderLine) -> str:
    return f"apply-{line.order.reference}-{line.number}"


def test_a_photo_is_held_and_told_about(hold: str, client: Client, world: World) -> None:
    answer = client.post(hold, {"photo": upload("mug.jpg")})
    held = Attachment.objects.get(uploader=world.buyer, form_key=hold.split("/")[-2])
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(held.public_id),
        "name": "mug.jpg",
        "kind": "photo",
        "size_label": held.size_label,
        "thumbnail_url": f"/files/{held.public_id}/small/",
        "remove_url": f"/files/{held.public_id}/remove/",
        "describe_url": f"/files/{held.public_id}/describe/",
        "animated": False,
    }


def test_the_same_file_again_is_the_one_that_lies_there(hold: str, client: Client) -> None:
    first = client.post(hold, {"photo": upload(content=picture())})
    again = client.post(hold, {"photo": upload(content=picture())})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Attachment.objects.count() == 1


def test_a_document_has_no_small_picture(hold: str, client: Client) -> None:
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    answer = client.post(hold, {"photo": letter})
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["kind"], answer.json()["thumbnail_url"]) == ("document", "")


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "No file arrived. Please try again."),
        ({"photo": "a field and no file"}, "No file arrived. Please try again."),
        ({"photo": [upload("a.jpg"), upload("b.jpg")]}, "Several files arrived at once."),
        ({"photo": upload("a.jpg"), "other": upload("b.jpg")}, "Several files arrived at once."),
    ],
)
def test_not_exactly_one_file(hold: str, client: Client, sent: dict[str, Any], says: str) -> None:
    answer = client.post(hold, sent)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(says)
    assert not Attachment.objects.exists()


def test_what_is_no_form_at_all(hold: str, client: Client) -> None:
    answer = client.post(hold, picture(), content_type="image/jpeg")
    assert (answer.status_code, answer.json()["error"][:15]) == (422, "No file arrived")


def test_nul_in_names_and_fields(hold: str, client: Client) -> None:
    body = encode_multipart(BOUNDARY, {"note\0": "a\0b", "photo": upload("a?b.jpg")})
    answer = client.generic("POST", hold, body.replace(b"a?b", b"a\0b"), MULTIPART_CONTENT)
    assert answer.status_code == 201
    held = Attachment.objects.get()
    assert "\0" not in held.name
    for field in ("caption", "shot"):
        answer = client.post(held.describe_url, {field: "a\0b"})
        assert answer.status_code == 422
        assert answer.json()["error"]
    assert Attachment.objects.get().caption == ""


def test_a_caption_is_kept(client: Client, world: World) -> None:
    held = world.photo(world.buyer)
    assert client.post(held.describe_url, {"caption": "The label"}).status_code == 204
    assert Attachment.objects.get().caption == "The label"
    answer = client.post(held.describe_url, {"caption": "x" * 10_000})
    assert (answer.status_code, Attachment.objects.get().caption) == (422, "The label")
    answer = client.post(held.describe_url, {"shot": "no-such-shot"})
    assert answer.status_code == 404
    assert answer.json()["error"].startswith("Choose one of the listed things")


def test_a_file_of_somebody_else_is_not_there(world: World, client: Client) -> None:
    held = world.photo(world.other_buyer)
    for address in (held.remove_url, held.describe_url):
        answer = client.post(address, {"caption": "Mine"})
        assert answer.status_code == 404
        assert answer.json()["error"]
    assert Attachment.objects.get().caption == ""


def test_a_forged_post_is_turned_away(hold: str, world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.buyer)
    assert client.post(hold, {"photo": upload()}).status_code == 403
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("part", [0, 0.3, 0.6, 0.9, 0.999])
def test_an_upload_that_is_cut_off_half_way_is_no_upload(
    hold: str, world: World, part: float
) -> None:
    client = Client()
    client.force_login(world.buyer)
    body = encode_multipart(BOUNDARY, {"photo": upload(content=picture(size=(2000, 1500)))})

    def answered(arrived: bytes) -> int:
        cookies = cookies_of(client, csrftoken="a" * 32)
        answer = ask(
            "POST", hold, body=arrived, length=len(body), kind=MULTIPART_CONTENT,
            cookies=cookies, headers={"HTTP_X_CSRFTOKEN": "a" * 32},
        )  # fmt: skip
        return answer.status

    assert answered(body[: int(len(body) * part)]) == 400
    assert not Attachment.objects.exists()
    assert answered(body) == 201


@pytest.fixture
def full_temporary_folder(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """A file in it can have a megabyte; writing more fails in the middle, as on a full disk."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, hard))
    yield tmp_path
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def large_photo() -> SimpleUploadedFile:
    """What comes after the end of a JPEG is ignored."""
    return upload("large.jpg", picture() + bytes(LARGE))


def test_a_full_temporary_folder(hold: str, client: Client, full_temporary_folder: Path) -> None:
    answer = client.post(hold, {"photo": large_photo()})
    assert answer.status_code == 422
    assert "cannot be stored at the moment" in answer.json()["error"]
    assert not Attachment.objects.exists()
    assert list(full_temporary_folder.iterdir()) == []


def test_no_temporary_folder(
    hold: str, client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "gone")
    answer = client.post(hold, {"photo": large_photo()})
    assert answer.status_code == 422
    assert "cannot be stored at the moment" in answer.json()["error"]


def test_a_form_keeps_its_words_when_the_temporary_folder_is_full(
    world: World, full_temporary_folder: Path
) -> None:
    dispute = world.open_dispute()
    before = Attachment.objects.count()
    client = Client()
    client.force_login(world.seller)
    answer = client.post(
        f"/seller/cases/{dispute.reference}/reject/",
        {
            "text": "The mug is blue.",
            "files": [large_photo(), upload("small.jpg", picture("red"))],
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The mug is blue." in page
    assert "cannot be stored at the moment" in page
    assert Attachment.objects.count() == before + 1  # the other one is kept
    assert list(full_temporary_folder.iterdir()) == []
