"""What no browser sends is turned away plainly, and nothing of it becomes a server error."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from arbitration.models import RulingDraft
from arbitration.verbs import assignment
from disputes.errors import Code
from disputes.models import Attachment
from disputes.states import State
from disputes.verbs import evidence, uploads
from disputes.verbs.uploads import MAX_KEY, MAX_WAITING
from tests.support.form_files import picture, upload
from tests.support.over_wsgi import FORM, ask
from tests.support.people import PASSWORD
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("charset", ["utf-7", "latin1", "nonsense", "base64"])
def test_another_character_set_is_turned_away(charset: str) -> None:
    answer = ask("GET", "/sign-in/", query="next=a", kind=f"text/plain; charset={charset}")
    assert (answer.status, answer.body) == (400, b"Send this as UTF-8.")
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain; a*=zz''x",
        # What is put together anew must not read as something else.
        "multipart/form-data; charset=utf8; boundary*=raw_unicode_escape''%5Cud800",
        "multipart/form-data; charset=utf8; boundary*=utf-8''x%3Ba%2A%3Dzz%27%27b",
        'multipart/form-data; charset=utf8; boundary="a\\"b"',
        f"multipart/form-data; charset=utf8; boundary={'b' * 71}",
    ],
)
def test_a_content_type_that_nobody_can_read_is_turned_away(kind: str) -> None:
    answer = ask("GET", "/sign-in/", kind=kind)
    assert (answer.status, answer.body) == (400, b"The Content-Type of this cannot be read.")


@pytest.mark.parametrize("charset", ["UTF8", "utf-8", "U8"])
def test_utf_8_is_taken_by_any_of_its_names(charset: str) -> None:
    world = World()
    credentials = {"username": world.buyer.username, "password": PASSWORD}
    form = f"csrfmiddlewaretoken={'a' * 32}&{urlencode(credentials)}".encode()
    answer = ask(
        "POST", "/sign-in/", body=form, kind=f"{FORM}; charset={charset}",
        cookies=f"csrftoken={'a' * 32}",
    )  # fmt: skip
    assert (answer.status, answer.headers["Location"]) == (302, "/buyer/")


def test_a_session_cookie_that_cannot_be_one_is_passed_over(client: Client) -> None:
    client.cookies["sessionid"] = "\x00aaaa"
    assert client.get("/sign-in/").status_code == 200


def test_a_nul_in_an_address_is_not_found() -> None:
    client, world = Client(), World()
    client.force_login(world.buyer)
    for address in ("/buyer/cases/%00/", "/seller/cases/%00/", "/listing/%00/1/"):
        assert client.get(address).status_code == 404, address


def test_a_form_name_without_end_is_not_found_and_leaves_no_file() -> None:
    world = World()
    with refused(Code.NOT_FOUND):
        uploads.add_upload(world.buyer, "k" * (MAX_KEY + 1), upload())


def test_nobody_fills_the_disk_with_photos_for_ever_new_forms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "MAX_WAITING", 3)
    world = World()
    for number in range(3):
        world.photo(world.buyer, f"form-{number}")
    with refused(Code.TOO_MANY_FILES, says="wait in forms"):
        world.photo(world.buyer, "one-more")
    world.photo(world.seller, "form-0")  # each person has room of their own
    assert MAX_WAITING == 60


def test_a_statement_that_is_sent_twice_with_its_photo_stands_once() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    first, again = (
        uploads.add_upload(world.buyer, key, upload(content=picture("green")))
        for key in ("first", "again")
    )
    evidence.add_evidence(world.as_buyer, dispute, text="See here.", files=[first])
    assert again.sha256 == first.sha256
    with refused(Code.STALE):
        evidence.add_evidence(world.as_buyer, dispute, text="See here.", files=[again])
    assert Attachment.objects.get(pk=again.pk).evidence is None


def test_a_new_line_counts_once() -> None:
    client, world = Client(), World()
    dispute = world.dispute_in(State.AWAITING_SELLER)
    client.force_login(world.seller)
    text = "\r\n".join(["l"] * 2000)  # 3,999 characters, as a browser counts them
    answer = client.post(f"/seller/cases/{dispute.reference}/reject/", {"text": text})
    assert answer.status_code == 302
    assert dispute.evidence.get(number=2).text == text.replace("\r\n", "\n")


def test_a_draft_of_a_ruling_is_kept_without_what_cannot_be_stored() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    client = Client()
    client.force_login(world.arbitrator)
    typed = {"reasons": "The photo\x00 shows it.", "cites": ["1\x00"]}
    page = f"/admin/disputes/dispute/{dispute.reference}/ruling-draft/"
    assert client.post(page, typed).status_code == 200
    kept = RulingDraft.objects.get(dispute=dispute).fields
    assert (kept["reasons"], kept["cites"]) == ("The photo shows it.", ["1"])


def test_a_bidi_override_is_not_kept_in_a_tracking_number() -> None:
    client, world = Client(), World()
    dispute = world.dispute_in(State.AWAITING_RETURN)
    client.force_login(world.buyer)
    client.post(
        f"/buyer/cases/{dispute.reference}/ship-return/",
        {"carrier": "Cor\u202ereos", "tracking": " CX \t 1 "},
    )
    sent = world.again(dispute)
    assert (sent.return_carrier, sent.return_tracking) == ("Correos", "CX 1")
