"""Half a form is no form: what is shorter than it said, or has an open end, changes nothing."""

from pathlib import Path

import pytest
from django.test import Client

from disputes.models import Dispute
from disputes.states import Party, State
from tests.support.over_wsgi import FORM, ask, cookies_of
from tests.support.rows import everything
from tests.support.web_server import said, web_server
from tests.support.world import World

TOKEN = "a" * 32
MULTIPART = "multipart/form-data; boundary=b"
NO_DATABASE = {"DATABASE_URL": "postgres://nobody@localhost:1/nothing"}


def urlencoded(amount: str) -> bytes:
    """An offer; cut in the amount, it is another one."""
    return f"csrfmiddlewaretoken={TOKEN}&solution=refund&words=Take+it.&amount={amount}".encode()


def in_parts(amount: str, *, end: bytes = b"--b--\r\n") -> bytes:
    fields = {
        "csrfmiddlewaretoken": TOKEN,
        "solution": "refund",
        "text": "Take it.",
        "amount": amount,
    }
    return (
        b"".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        )
        + end
    )


CUT = {
    "in the middle of a value": (FORM, urlencoded("15.00")[:-3]),
    "before a value": (FORM, urlencoded("15.00")[:-6]),
    "in the middle of a part": (MULTIPART, in_parts("1", end=b"")),
    "in the last boundary": (MULTIPART, in_parts("15.00")[:-4]),
}


@pytest.fixture
def dispute(db: None) -> Dispute:
    return World().dispute_in(State.AWAITING_SELLER)


def page(dispute: Dispute) -> str:
    return f"/seller/cases/{dispute.reference}/propose/"


def seller(dispute: Dispute) -> str:
    client = Client()
    client.force_login(dispute.store.members.get())
    return cookies_of(client, csrftoken=TOKEN)


@pytest.mark.parametrize("how", CUT)
def test_a_form_that_ends_early_is_refused(dispute: Dispute, how: str) -> None:
    kind, body = CUT[how]
    cookies, before = seller(dispute), everything()
    answer = ask(
        "POST", page(dispute), body=body, length=len(body) + 3, kind=kind, cookies=cookies
    )  # fmt: skip
    assert answer.status == 400
    assert b"only a part of it has arrived" in answer.body
    assert everything() == before


@pytest.mark.parametrize(
    "end", [b"", b"--b\r\n", b"--b-", b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\n"]
)
def test_parts_without_their_closing_boundary_are_refused(dispute: Dispute, end: bytes) -> None:
    cookies, before = seller(dispute), everything()
    answer = ask(
        "POST", page(dispute), body=in_parts("1", end=end), kind=MULTIPART, cookies=cookies
    )
    assert answer.status == 400
    assert everything() == before


def test_a_form_without_a_length_is_not_taken_for_an_empty_one(dispute: Dispute) -> None:
    cookies, before = seller(dispute), everything()
    answer = ask(
        "POST", page(dispute), body=urlencoded("15.00"), length=-1, kind=FORM, cookies=cookies,
        headers={"HTTP_TRANSFER_ENCODING": "chunked"},
    )  # fmt: skip
    assert (answer.status, answer.body) == (411, b"Send this with its length (Content-Length).")
    assert everything() == before


@pytest.mark.parametrize(
    ("kind", "body"),
    [(FORM, urlencoded("15.00")), (MULTIPART, in_parts("15.00"))],
    ids=["urlencoded", "in parts"],
)
def test_a_whole_form_is_taken(dispute: Dispute, kind: str, body: bytes) -> None:
    assert ask("POST", page(dispute), body=body, kind=kind, cookies=seller(dispute)).status == 302
    assert dispute.proposals.get(party=Party.SELLER).amount_minor == 1500


@pytest.mark.slow
def test_no_header_says_where_the_application_lies(tmp_path: Path) -> None:
    """Nor by which path it was asked."""
    alive = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n"
    with web_server(tmp_path / "web", **NO_DATABASE):
        for header in (b"SCRIPT_NAME: /healthz", b"SCRIPT_NAME: /x", b"PATH_INFO: /metrics"):
            answer = said(tmp_path / "web", alive + header + b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.0 200 "), answer[:200]
            assert answer.endswith(b"ok"), answer[-200:]


@pytest.mark.slow
def test_the_web_server_hands_over_no_half_of_a_form(tmp_path: Path) -> None:
    """Refused before anything is looked up: there is no database behind this one."""
    head = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=%b\r\n" % b"aa"
    cut = (
        b"Content-Type: %b\r\nContent-Length: 100\r\n\r\n%b" % (FORM.encode(), b"username=a"),
        b"Content-Type: %b\r\nContent-Length: 999\r\n\r\n%b" % (MULTIPART.encode(), in_parts("1")),
    )
    chunked = b"Content-Type: %b\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nusername=a"
    with web_server(tmp_path / "web", **NO_DATABASE):
        for rest in cut:
            answer = said(tmp_path / "web", head + rest)
            assert answer.startswith(b"HTTP/1.1 400 "), answer[:200]
            assert b"only a part of it has arrived" in answer
        answer = said(tmp_path / "web", head + chunked % FORM.encode())
        assert answer.startswith(b"HTTP/1.1 411 "), answer[:200]
