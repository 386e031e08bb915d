"""What is sent is read only where files are taken, of somebody signed in, and only so much."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from disputes import bodies
from disputes.bodies import MOST, MOST_OF_ONE
from disputes.files.slots import Slots
from disputes.models import Attachment
from tests.support.form_files import picture, upload
from tests.support.world import World

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
HOLD = "/files/for/form/"  # whose form it is, is asked after the body was read


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("it was read")

    readline = read


def announced(client: Client, address: str, length: int, body: Any = None) -> Any:
    client.cookies["csrftoken"] = "a" * 32  # with it, the token is looked for in the body
    given: dict[str, Any] = {"wsgi.input": body or Unread(), "CONTENT_LENGTH": str(length)}
    given["CONTENT_TYPE"] = MULTIPART_CONTENT  # which the client leaves out without any data
    return client.generic("POST", address, **given)


@pytest.fixture
def client(world: World) -> Client:
    client = Client(enforce_csrf_checks=True)  # as outside of tests: it reads the body first
    client.force_login(world.buyer)
    return client


@pytest.mark.parametrize(
    "address", ["/sign-in/", "/", "/settings/", "/buyer/", "/admin/", "/no-such-page/"]
)
def test_where_no_files_are_taken_a_megabyte_is_the_most(client: Client, address: str) -> None:
    for who in (Client(enforce_csrf_checks=True), client):
        answer = announced(who, address, MEGABYTE + 1)
        assert answer.status_code == 413
        assert "too large to be sent to this address, so it was not read" in answer.text
    assert announced(client, address, 10, BytesIO(b"x" * 10)).status_code != 413


def test_of_a_stranger_nothing_large_is_read_anywhere(world: World) -> None:
    dispute = world.open_dispute()
    for address in (HOLD, f"/seller/cases/{dispute.reference}/reject/"):
        answer = announced(Client(enforce_csrf_checks=True), address, 2 * MEGABYTE)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"/sign-in/?next={address}",
        )


@pytest.mark.parametrize(
    ("address", "most"),
    [(HOLD, MOST_OF_ONE), ("/buyer/cases/R-2222-2222/reject/", MOST)],
    ids=["one file", "a form"],
)
def test_an_address_that_takes_files_takes_so_much(client: Client, address: str, most: int) -> None:
    answer = announced(client, address, most + 1)
    assert answer.status_code == 413
    assert "Go back: what you typed is still there." in answer.text
    with pytest.raises(AssertionError, match="it was read"):
        announced(client, address, most)


def test_more_of_one_person_than_can_be_read_are_asked_to_come_back(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Slots(places=2, each=1)
    monkeypatch.setattr(bodies, "_reading", line)
    other = Client(enforce_csrf_checks=True)
    other.force_login(world.seller)
    with line.place(world.buyer.pk):
        answer = announced(client, HOLD, 2 * MEGABYTE)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "Too many files are being checked just now." in answer.text
        with pytest.raises(AssertionError, match="it was read"):
            announced(other, HOLD, 2 * MEGABYTE)
        assert client.get("/buyer/").status_code == 200
    with line.place(1), line.place(2):
        assert announced(other, HOLD, 2 * MEGABYTE).status_code == 503
    with pytest.raises(AssertionError, match="it was read"):
        announced(client, HOLD, 2 * MEGABYTE)


def test_a_large_photo_still_arrives(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.buyer)
    token = client.cookies["csrftoken"] = "a" * 32
    photo = upload("large.jpg", picture() + bytes(3 * MEGABYTE))
    body = encode_multipart(BOUNDARY, {"photo": photo})
    line = world.line()
    hold = f"/files/for/apply-{line.order.reference}-{line.number}/"
    answer = client.generic("POST", hold, body, MULTIPART_CONTENT, HTTP_X_CSRFTOKEN=token)
    assert answer.status_code == 201
    assert Attachment.objects.get().size > 3 * MEGABYTE
