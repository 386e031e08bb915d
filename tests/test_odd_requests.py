"""What no browser sends is turned away plainly, and nothing of it becomes a server error."""

import pytest
from django.test import Client

from disputes.errors import Code
from disputes.models import EvidenceFile
from disputes.services import files, statements
from disputes.services.files import MAX_HELD, MAX_KEY
from disputes.states import State
from tests.world import World, picture, refused, upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("charset", ["utf-7", "latin1", "nonsense"])
def test_another_character_set_is_turned_away(client: Client, charset: str) -> None:
    answer = client.get(
        "/sign-in/?next=a", headers={"content-type": f"text/plain; charset={charset}"}
    )
    assert (answer.status_code, answer.text) == (400, "Send this as UTF-8.")


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
        files.hold_file(world.buyer, "k" * (MAX_KEY + 1), upload())


def test_nobody_fills_the_disk_with_photos_for_ever_new_forms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "MAX_HELD", 3)
    world = World()
    for number in range(3):
        world.photo(world.buyer, f"form-{number}")
    with refused(Code.TOO_MANY_FILES, says="wait in forms"):
        world.photo(world.buyer, "one-more")
    world.photo(world.seller, "form-0")  # each person has room of their own
    assert MAX_HELD == 60


def test_a_statement_that_is_sent_twice_with_its_photo_stands_once() -> None:
    world = World()
    case = world.case(State.HEARING)
    first, again = (
        files.hold_file(world.buyer, key, upload(content=picture("green")))
        for key in ("first", "again")
    )
    statements.add_evidence(world.as_buyer, case, words="See here.", files=[first])
    assert again.sha256 == first.sha256
    with refused(Code.STALE):
        statements.add_evidence(world.as_buyer, case, words="See here.", files=[again])
    assert EvidenceFile.objects.get(pk=again.pk).evidence is None


def test_a_new_line_counts_once() -> None:
    client, world = Client(), World()
    case = world.case(State.AWAITING_SELLER)
    client.force_login(world.seller)
    words = "\r\n".join(["l"] * 2000)  # 3,999 characters, as a browser counts them
    answer = client.post(f"/seller/cases/{case.reference}/reject/", {"words": words})
    assert answer.status_code == 302
    assert case.evidence.get(number=2).words == words.replace("\r\n", "\n")


def test_a_bidi_override_is_not_kept_in_a_tracking_number() -> None:
    client, world = Client(), World()
    case = world.case(State.AWAITING_RETURN)
    client.force_login(world.buyer)
    client.post(
        f"/buyer/cases/{case.reference}/ship-return/",
        {"carrier": "Cor\u202ereos", "tracking": " CX \t 1 "},
    )
    sent = world.again(case)
    assert (sent.return_carrier, sent.return_tracking) == ("Correos", "CX 1")
