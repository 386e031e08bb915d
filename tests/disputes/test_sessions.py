"""Sessions of staff end within a day, and a form that was sent too late is not lost by it."""

import html
import re
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from arbitration.models import RulingDraft
from arbitration.verbs import assignment
from disputes import sessions
from disputes.models import Event, User
from disputes.states import EventKind, State
from tests.support.form_files import picture
from tests.support.html_forms import form_on
from tests.support.people import PASSWORD, make_user
from tests.support.rows import everything
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

HOUR = 3600
QUEUE = "/admin/disputes/dispute/"


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Time that passes for the age of sessions."""
    real = time.time

    def pass_by(seconds: float) -> None:
        monkeypatch.setattr("disputes.sessions.time.time", lambda: real() + seconds)

    return pass_by


def sign_in(user: User, fields: dict[str, str] | None = None, client: Client | None = None) -> Any:
    credentials = {"username": user.username, "password": PASSWORD}
    return (client or Client()).post("/sign-in/", credentials | (fields or {}))


def test_staff_are_signed_out_after_a_working_day_and_told_so(passes: Any) -> None:
    client = signed_in(make_user("arbitrator", "Arbitrators"))
    passes(10 * HOUR - 60)
    assert client.get(QUEUE).status_code == 200  # which does not make it longer
    passes(10 * HOUR + 1)
    answer = client.get(QUEUE)
    assert answer["Location"] == f"/sign-in/?next={QUEUE}"
    told = client.get(answer["Location"]).content.decode()
    assert "sessions of the platform&#x27;s people end after 10 hours." in told


def test_the_cookie_of_staff_lasts_no_longer_and_that_of_a_buyer_two_weeks() -> None:
    def lasts(user: User) -> int:
        return int(sign_in(user).cookies["sessionid"]["max-age"])

    assert lasts(make_user("supervisor", "Supervisors")) == 10 * HOUR
    assert lasts(make_user("buyer")) == 14 * 24 * HOUR


def test_a_buyer_stays_signed_in(passes: Any) -> None:
    client = signed_in(make_user("buyer"))
    passes(13 * 24 * HOUR)
    assert client.get("/buyer/").status_code == 200


def test_who_joins_the_staff_has_no_longer_session_than_others_of_it(passes: Any) -> None:
    buyer = make_user("buyer")
    client = signed_in(buyer)
    call_command("add_staff", buyer.username, "--role", "auditor")
    assert client.get(QUEUE).status_code == 200
    passes(11 * HOUR)
    assert client.get(QUEUE).status_code == 302


def test_a_session_that_says_nothing_of_its_age_is_over() -> None:
    client = signed_in(make_user("arbitrator", "Arbitrators"))
    session = client.session
    del session[sessions.SIGNED_IN_AT]
    session.save()
    assert client.get(QUEUE).status_code == 302


def test_sessions_that_are_over_are_deleted(capsys: pytest.CaptureFixture[str]) -> None:
    signed_in(make_user("buyer"))
    old = signed_in(make_user("arbitrator", "Arbitrators")).session
    old.set_expiry(-1)
    old.save()
    call_command("forget_sign_ins")
    assert "old sessions deleted" in capsys.readouterr().out
    assert Session.objects.exclude(pk=old.session_key).count() == Session.objects.count() == 1


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's form."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def test_a_ruling_typed_when_the_session_ended_is_not_lost(passes: Any) -> None:
    """Without any script: sent, kept over the sign-in, shown, and sent on by one button."""
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    dispute = assignment.take_next(world.arbitrator)
    client = signed_in(world.arbitrator)
    typed = {
        "outcome": "partial",
        "amount": "11.50",
        "reasons": 'Long "reasons" <b>&amp;\nof two lines.',
        "cites": ["1"],
        "save": "",
    }
    passes(11 * HOUR)
    before = everything()
    late = client.post(address(dispute, "rule/"), typed)
    page = late.content.decode()
    assert late.status_code == 403
    assert "What you had typed is kept" in page
    assert everything() == before
    fields = hidden(page)
    assert fields["next"] == address(dispute, "rule/")
    # A wrong password does not lose it either.
    wrong = client.post("/sign-in/", {"username": "x", "password": "y"} | fields)
    assert hidden(wrong.content.decode())["kept"] == fields["kept"]
    again = sign_in(world.arbitrator, fields, client)
    page = again.content.decode()
    assert again.status_code == 200
    assert "Long &quot;reasons&quot; &lt;b&gt;&amp;amp;<br>of two lines." in page
    assert f'action="{address(dispute, "rule/")}"' in page
    sent = {**hidden(page), "cites": ["1"]}
    assert client.post(address(dispute, "rule/"), sent).status_code == 302
    draft = RulingDraft.objects.get()
    assert draft.fields["reasons"].splitlines() == typed["reasons"].splitlines()  # type: ignore[attr-defined]
    assert (draft.fields["amount"], draft.fields["cites"]) == ("11.50", ["1"])


def test_a_seller_who_was_signed_out_rejects_after_all() -> None:
    world = World()
    dispute, client = world.open_dispute(), Client(enforce_csrf_checks=True)
    place = f"/seller/cases/{dispute.reference}/reject/"
    client.cookies["csrftoken"] = "a" * 32
    form = {"csrfmiddlewaretoken": "a" * 32}
    photo = SimpleUploadedFile("mug.jpg", picture())
    late = client.post(place, form | {"text": "The mug is blue.", "files": photo})
    page = late.content.decode()
    assert late.status_code == 403
    assert "no-store" in late["Cache-Control"]
    assert "Files that you had chosen" not in page
    again = sign_in(world.seller, hidden(page), client)
    assert again.status_code == 200
    assert "<bdi>mug.jpg</bdi>" in again.text
    assert client.post(place, form_on(again, "text")).status_code == 302
    assert [file.name for file in dispute.evidence.get(number=2).files.all()] == ["mug.jpg"]
    assert Event.objects.filter(dispute=dispute, kind=EventKind.REJECTED).exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": ""},
        {"old_password": "secret one", "new_password1": "secret two"},
    ],
)
def test_nothing_is_kept_where_nothing_was_typed_and_never_a_password(sent: dict[str, str]) -> None:
    answer = Client().post("/admin/password_change/", sent)
    assert (answer.status_code, answer.content) == (302, b"")


def test_scripts_are_sent_to_the_sign_in_as_before() -> None:
    answer = Client(headers={"Sec-Fetch-Mode": "cors"}).post("/settings/", {"time_zone": "UTC"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "kept",
    [
        *("", "[", "1", "{}", '[["a"]]', '[["a", 1]]', '[["a", "\\u0000"]]'),
        *('[["a", "\\ud800"]]', "[" * 100_000),
    ],
)
def test_what_was_made_by_hand_is_nothing(kept: str) -> None:
    buyer = make_user("buyer")
    answer = sign_in(buyer, {"kept": kept, "next": "/settings/"})
    assert (answer.status_code, answer["Location"]) == (302, "/settings/")


def test_it_is_sent_nowhere_else() -> None:
    fields = {"kept": '[["words", "Mine."]]', "next": "https://evil.example/"}
    page = sign_in(make_user("buyer"), fields).content.decode()
    assert 'action="/buyer/"' in page
    assert "evil" not in page
