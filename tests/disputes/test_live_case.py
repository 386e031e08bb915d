"""The tiny address that a case's page asks: nothing where nothing is newer, else parts of it."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arbitration.models import AccessLog
from disputes.models import Dispute
from disputes.states import EventKind, State
from disputes.verbs import negotiation, refund_requests
from tests.support.moments import moment
from tests.support.rows import everything
from tests.support.workspace import CASES, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

PLACES = ("buyer", "seller", "arbitrator")


def client_of(world: World, place: str) -> Client:
    return signed_in(getattr(world, place))


def page_of(place: str, dispute: Dispute) -> str:
    if place == "arbitrator":
        return f"{CASES}{dispute.reference}/"
    return f"/{place}/cases/{dispute.reference}/"


def asked_by(page: str) -> str:
    """What the script of this page asks."""
    found = re.search(r'data-live="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def said(answer: str) -> str:
    found = re.search(r'data-region="live-said"[^>]*>(.*?)</p>', answer, re.DOTALL)
    assert found is not None
    return unescape(found[1])


@pytest.fixture
def dispute(world: World) -> Dispute:
    """Both sides have seen all that there is."""
    dispute = world.open_dispute()
    client_of(world, "seller").get(page_of("seller", dispute))
    return dispute


@pytest.mark.parametrize("place", PLACES)
class TestFollowing:
    def test_nothing_newer_is_no_content_and_kept_by_nobody(
        self, world: World, dispute: Dispute, place: str
    ) -> None:
        client = client_of(world, place)
        answer = client.get(asked_by(client.get(page_of(place, dispute)).text))
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["Cache-Control"] == "no-store"

    def test_it_costs_three_queries(self, world: World, dispute: Dispute, place: str) -> None:
        client = client_of(world, place)
        asked = asked_by(client.get(page_of(place, dispute)).text)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(asked).status_code == 204
        assert len(queries) == 3
        assert 'FROM "django_session"' in queries[0]["sql"]

    def test_what_happened_comes_as_parts_of_the_page(
        self, world: World, dispute: Dispute, place: str
    ) -> None:
        client = client_of(world, place)
        asked = asked_by(client.get(page_of(place, dispute)).text)
        negotiation.reject(world.as_seller, dispute, text="The mug is blue.", files=[])
        answer = client.get(asked)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        # And from then on nothing is newer.
        assert client.get(answer["Live-Next"]).status_code == 204
        page = client.get(page_of(place, dispute)).text  # read there, the bell falls silent
        assert answer["Live-Next"].partition("&bell=")[0] == asked_by(page).partition("&bell=")[0]
        regions = set(re.findall(r'data-region="([^"]+)"', answer.text))
        assert regions | {"bell"} == set(re.findall(r'data-region="([^"]+)"', page))
        assert {"live-said", "state", "now", "record"} <= regions
        assert "The mug is blue." in answer.text
        assert "<html" not in answer.text

    def test_one_short_sentence_says_what_others_did(
        self, world: World, dispute: Dispute, place: str
    ) -> None:
        client = client_of(world, place)
        asked = asked_by(client.get(page_of(place, dispute)).text)
        negotiation.reject(world.as_seller, dispute, text="The mug is blue.", files=[])
        at = world.again(dispute).events.latest("number").at
        told = said(client.get(asked).text)
        if place == "seller":
            assert told == "", "one's own act is no news"
        else:
            assert told == f"New at {at:%H:%M}: The seller rejected the request."

    def test_a_clock_that_is_over_is_told_before_anybody_has_acted_on_it(
        self, world: World, dispute: Dispute, place: str
    ) -> None:
        client = client_of(world, place)
        asked = asked_by(client.get(page_of(place, dispute)).text)
        assert dispute.due_at is not None
        with moment(dispute.due_at):
            assert client.get(asked).status_code == 204
            answer = client.get(f"{asked}&over=1")
        assert answer.status_code == 200
        assert "No time left" in answer.text
        assert answer["Live-Next"] == asked

    @pytest.mark.parametrize("method", ["head", "post", "put", "delete"])
    def test_it_is_for_reading(
        self, world: World, dispute: Dispute, place: str, method: str
    ) -> None:
        client = client_of(world, place)
        asked = asked_by(client.get(page_of(place, dispute)).text)
        before = everything()
        assert getattr(client, method)(asked).status_code == 405
        assert everything() == before

    def test_strangers_learn_nothing(self, world: World, dispute: Dispute, place: str) -> None:
        asked = asked_by(client_of(world, place).get(page_of(place, dispute)).text)
        for other in (*PLACES, "other_buyer", "other_seller"):
            if other == place:
                continue
            answer = client_of(world, other).get(asked)
            assert answer.status_code == 404, other
            assert "Blue mug" not in answer.text
        nothing = asked.replace(dispute.reference, "R-XXXX-XXXX")
        assert client_of(world, place).get(nothing).status_code == 404

    def test_whoever_is_signed_out_is_told_so_and_sent_nowhere(
        self, world: World, dispute: Dispute, place: str
    ) -> None:
        client = client_of(world, place)
        asked = asked_by(client.get(page_of(place, dispute)).text)
        client.logout()
        answer = client.get(asked)
        assert (answer.status_code, answer.content) == (401, b"")
        assert answer["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "\x00", "²", "1e3", "٣" * 20])
    def test_what_is_no_number_counts_as_none(
        self, world: World, dispute: Dispute, place: str, seen: str
    ) -> None:
        client = client_of(world, place)
        asked = asked_by(client.get(page_of(place, dispute)).text)
        path = asked.partition("?")[0]
        assert client.get(path, {"seen": seen}).status_code == 200

    def test_the_page_itself_says_when_it_was_made_and_how_to_look_again(
        self, world: World, dispute: Dispute, place: str
    ) -> None:
        page = client_of(world, place).get(page_of(place, dispute)).text
        made = re.search(r"As of <time datetime=\"[^\"]+\">[^<]+\(UTC\+00:00\)</time>\.", page)
        assert made is not None
        assert ">Look again</a>" in page


def test_an_answer_of_a_page_that_lies_open_is_not_taken_for_reading(
    world: World, dispute: Dispute
) -> None:
    client = client_of(world, "buyer")
    asked = asked_by(client.get(page_of("buyer", dispute)).text)
    negotiation.reject(world.as_seller, dispute, text="The mug is blue.", files=[])
    before = everything()
    assert "The mug is blue." in client.get(asked).text
    assert everything() == before
    client.get(page_of("buyer", dispute))
    assert world.again(dispute).events.latest("number").kind == EventKind.EVIDENCE_SEEN


def test_the_access_log_has_the_page_and_not_each_question(world: World, dispute: Dispute) -> None:
    client = client_of(world, "arbitrator")
    asked = asked_by(client.get(page_of("arbitrator", dispute)).text)
    assert AccessLog.objects.count() == 1
    refund_requests.withdraw(world.as_buyer, dispute)
    assert client.get(asked).status_code == 200
    assert AccessLog.objects.count() == 1


def test_the_workspace_keeps_the_chosen_lines_of_the_history(
    world: World, dispute: Dispute
) -> None:
    client = client_of(world, "arbitrator")
    page = client.get(page_of("arbitrator", dispute), {"by": "seller"}).text
    negotiation.reject(world.as_seller, dispute, text="The mug is blue.", files=[])
    history = client.get(asked_by(page)).text.partition('<ol class="history"')[2]
    assert re.findall(r'<li id="line-(\d)', history) == ["4", "3", "2"]  # seen, rejected, and shown


# An arbitrator's own purchase is no case of the platform's for them.
def test_whoever_has_an_interest_follows_it_as_a_side_only(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.store.memberships.create(user=world.arbitrator)
    client = client_of(world, "arbitrator")
    assert client.get(f"/live/{dispute.reference}/").status_code == 404
    assert client.get(f"/seller/cases/{dispute.reference}/live/").status_code == 200


def test_a_refused_comment_keeps_its_words_and_its_page(world: World, dispute: Dispute) -> None:
    client = client_of(world, "arbitrator")
    page = client.post(f"{CASES}{dispute.reference}/notes/", {"text": "x" * 100_000}).text
    assert 'data-region="notes"' not in page
    assert f'href="{CASES}{dispute.reference}/">Look again</a>' in page
