"""Files of evidence reach those who may see the case, as nothing but files; each look is logged."""

import json
import logging
import uuid

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.test import Client

from config.logs import Json
from disputes import clock
from disputes.files.names import name_to_give
from disputes.kernel.failures import brief
from disputes.models import Attachment, Dispute, StoreMember, User
from tests.support.world import World

pytestmark = pytest.mark.django_db

GUARD = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PDF = b"%PDF-1.7 of a carrier"


@pytest.fixture
def dispute(world: World) -> Dispute:
    return world.open_dispute()


@pytest.fixture
def photo(dispute: Dispute) -> Attachment:
    return Attachment.objects.get(evidence__dispute=dispute)


@pytest.fixture
def document(dispute: Dispute) -> Attachment:
    """A letter beside the photo."""
    letter = Attachment(
        uploader=dispute.buyer,
        evidence=dispute.evidence.get(),
        kind=Attachment.Kind.DOCUMENT,
        name="carta del señor.pdf",
        content_type="application/pdf",
        size=len(PDF),
        uploaded_at=clock.now(),
    )
    letter.original.save(f"evidence/2026/01/01/{uuid.uuid4()}-original", ContentFile(PDF))
    return letter


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def given(client: Client, address: str, **headers: str) -> tuple[dict[str, str], bytes]:
    """Headers and body of what was given out, and guarded."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    assert {name: answer[name] for name in GUARD} == GUARD
    return dict(answer.items()), answer.getvalue()


def stored(field: object) -> bytes:
    with field.open("rb") as opened:  # type: ignore[attr-defined]
        data: bytes = opened.read()
    return data


def test_a_photo_is_shown_and_its_original_downloaded(world: World, photo: Attachment) -> None:
    headers, body = given(of(world.seller), photo.url)
    assert (headers["Content-Type"], body) == ("image/jpeg", stored(photo.shared))
    assert headers["Content-Disposition"] == 'inline; filename="photo.jpg"'
    headers, body = given(of(world.seller), photo.thumbnail_url)
    assert (headers["Content-Type"], body) == ("image/jpeg", stored(photo.thumbnail))
    headers, body = given(of(world.arbitrator), photo.original_url)
    assert (headers["Content-Type"], body) == ("image/jpeg", stored(photo.original))
    assert headers["Content-Disposition"] == 'attachment; filename="photo.jpg"'


def test_a_document_is_only_ever_a_download(world: World, document: Attachment) -> None:
    for user, address in [
        (world.buyer, document.url),
        (world.seller, document.url),
        (world.arbitrator, document.url),
        (world.arbitrator, document.original_url),
    ]:
        headers, body = given(of(user), address)
        assert (headers["Content-Type"], body) == ("application/pdf", PDF)
        assert headers["Content-Disposition"] == (
            "attachment; filename*=utf-8''carta%20del%20se%C3%B1or.pdf"
        )
    assert of(world.buyer).get(document.thumbnail_url).status_code == 404


def test_what_no_list_knows_is_given_as_bytes(world: World, document: Attachment) -> None:
    Attachment.objects.filter(pk=document.pk).update(content_type="text/html", name="a.html")
    headers, _body = given(of(world.buyer), document.url)
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == 'attachment; filename="a.bin"'


def test_who_gets_which_copy(world: World, photo: Attachment) -> None:
    answers = {
        name: tuple(
            of(user).get(address).status_code
            for address in (photo.url, photo.thumbnail_url, photo.original_url)
        )
        for name, user in {
            "buyer": world.buyer,
            "seller": world.seller,
            "other buyer": world.other_buyer,
            "other seller": world.other_seller,
            "arbitrator": world.arbitrator,
            "supervisor": world.supervisor,
        }.items()
    }
    assert answers == {
        "buyer": (200, 200, 404),
        "seller": (200, 200, 404),
        "other buyer": (404, 404, 404),
        "other seller": (404, 404, 404),
        "arbitrator": (200, 200, 200),
        "supervisor": (200, 200, 200),
    }


def test_an_arbitrator_with_an_interest_sees_what_the_sides_see(
    world: World, photo: Attachment
) -> None:
    StoreMember.objects.create(store=world.store, user=world.arbitrator)
    client = of(world.arbitrator)
    assert client.get(photo.url).status_code == 200
    assert client.get(photo.original_url).status_code == 404


def test_a_held_file_is_its_uploaders_alone(world: World) -> None:
    held = world.photo(world.buyer)
    addresses = (held.url, held.thumbnail_url, held.original_url)
    assert [of(world.buyer).get(each).status_code for each in addresses] == [200, 200, 404]
    for stranger in (world.seller, world.other_buyer, world.arbitrator, world.supervisor):
        assert [of(stranger).get(each).status_code for each in addresses] == [404, 404, 404]


def test_who_loses_the_right_loses_the_file_at_once(world: World, photo: Attachment) -> None:
    client = of(world.seller)
    assert client.get(photo.url).status_code == 200
    StoreMember.objects.filter(user=world.seller).delete()
    assert client.get(photo.url).status_code == 404


def test_a_head_and_a_condition_change_nothing(world: World, photo: Attachment) -> None:
    client = of(world.seller)
    headers, body = given(client, photo.url)
    head = client.head(photo.url)
    assert (head.status_code, head.getvalue()) == (200, b"")
    for name in ("Content-Type", "Content-Length", "Content-Disposition", *GUARD):
        assert head[name] == headers[name]
    assert int(headers["Content-Length"]) == len(body)
    for condition in ({"If-None-Match": "*"}, {"Range": "bytes=0-9"}):
        assert given(client, photo.url, **condition)[1] == body
    assert client.post(photo.url).status_code == 405


def test_every_look_and_every_refusal_leaves_a_line(
    world: World, dispute: Dispute, photo: Attachment, caplog: pytest.LogCaptureFixture
) -> None:
    Attachment.objects.filter(pk=photo.pk).update(name="Zebulon.jpg")
    nobodys = uuid.uuid4()
    with caplog.at_level(logging.INFO, "disputes.files.access"):
        of(world.seller).get(photo.url)
        of(world.buyer).get(photo.original_url)
        of(world.arbitrator).get(photo.original_url)
        of(world.other_buyer).get(photo.thumbnail_url)
        of(world.other_buyer).get(f"/files/{nobodys}/")
    lines = [
        json.loads(Json(brief).format(record))
        for record in caplog.records
        if record.name == "disputes.files.access"
    ]
    told = [(line["user"], line["copy"], line["file"], line["allowed"]) for line in lines]
    file = str(photo.public_id)
    assert told == [
        (world.seller.pk, "shared", file, True),
        (world.buyer.pk, "original", file, False),
        (world.arbitrator.pk, "original", file, True),
        (world.other_buyer.pk, "thumbnail", file, False),
        (world.other_buyer.pk, "shared", str(nobodys), False),
    ]
    assert [line.get("case") for line in lines] == [dispute.reference] * 4 + [None]
    assert "Zebulon" not in json.dumps(lines)


@pytest.mark.parametrize(
    ("name", "content_type", "given"),
    [
        ("photo.jpg", "image/jpeg", "photo.jpg"),
        ("photo.html", "image/jpeg", "photo.jpg"),
        ("letter.exe", "application/pdf", "letter.pdf"),
        ("IMG_1.HEIC", "image/heic", "IMG_1.heic"),
        ("../../etc/passwd", "image/png", "etc_passwd.png"),
        ("..\\boot.ini", "image/webp", "boot.webp"),
        ("C:\\x\\photo.jpg", "image/jpeg", "C_x_photo.jpg"),
        ("a\r\nSet-Cookie: b=c.jpg", "image/jpeg", "a Set-Cookie_ b=c.jpg"),
        ("invoice\u202egpj.exe", "application/pdf", "invoicegpj.pdf"),
        ("写真.png", "image/png", "写真.png"),
        ("a\0b.jpg", "image/jpeg", "ab.jpg"),
        (".jpg", "image/jpeg", "jpg.jpg"),
        ("", "image/jpeg", "file.jpg"),
        ("/", "image/jpeg", "file.jpg"),
        ("x" * 300, "image/jpeg", "x" * 80 + ".jpg"),
        ("photo.jpg", "text/html", "photo.bin"),
    ],
)
def test_a_name_says_what_the_file_is_and_where_nothing(
    name: str, content_type: str, given: str
) -> None:
    assert name_to_give(name, content_type) == given


def test_behind_nginx_the_view_decides_and_nginx_sends(
    world: World, photo: Attachment, document: Attachment, settings: LazySettings
) -> None:
    settings.ACCEL_REDIRECT = "/evidence-files/"
    for user, address, name, content_type, disposition in [
        (world.seller, photo.url, photo.shared.name, "image/jpeg", 'inline; filename="photo.jpg"'),
        (world.seller, photo.thumbnail_url, photo.thumbnail.name, "image/jpeg",
         'inline; filename="photo.jpg"'),
        (world.arbitrator, photo.original_url, photo.original.name, "image/jpeg",
         'attachment; filename="photo.jpg"'),
        (world.seller, document.url, document.original.name, "application/pdf",
         "attachment; filename*=utf-8''carta%20del%20se%C3%B1or.pdf"),
    ]:  # fmt: skip
        headers, body = given(of(user), address)
        assert body == b""
        assert headers["X-Accel-Redirect"] == f"/evidence-files/{name}"
        assert headers["Content-Type"] == content_type
        assert headers["Content-Disposition"] == disposition
    for user, address in [(world.buyer, photo.original_url), (world.other_buyer, photo.url)]:
        answer = of(user).get(address)
        assert answer.status_code == 404
        assert "X-Accel-Redirect" not in answer


def test_behind_nginx_the_address_is_quoted_and_a_lost_file_not_found(
    world: World, photo: Attachment, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ACCEL_REDIRECT = "/evidence-files/"
    odd = photo.shared.storage.save("evidence/2026/01/01/an odd ?name%.jpg", ContentFile(b"x"))
    Attachment.objects.filter(pk=photo.pk).update(shared=odd)
    headers, _body = given(of(world.seller), photo.url)
    told = "/evidence-files/evidence/2026/01/01/an%20odd%20%3Fname%25.jpg"
    assert headers["X-Accel-Redirect"] == told
    photo.shared.storage.delete(odd)
    assert of(world.seller).get(photo.url).status_code == 404
    assert "is missing" in caplog.text
