"""What the database does not let a person do is said in a sentence, and never a bare 500."""

import logging
from typing import Any

import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from disputes.errors import Code, Refused
from disputes.kernel import transactions
from disputes.kernel.constraints import refused_by_database
from disputes.middleware import RefusalPage
from disputes.models import Dispute, OrderLine, User
from disputes.states import State
from disputes.verbs import negotiation
from tests.support.rows import refused
from tests.support.workspace import address, nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

WORDS = "The mug is blue, and these are my own words."


@pytest.fixture
def lawful() -> None:
    """A law that any act on a case breaks, whatever it is: it names a value of the row."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "ALTER TABLE disputes_dispute ADD CONSTRAINT nobody_acts "
            "CHECK (event_count < 2) NOT VALID"
        )


def test_an_act_that_breaks_a_law_is_refused_and_changes_nothing(
    world: World, lawful: None, caplog: pytest.LogCaptureFixture
) -> None:
    dispute = world.open_dispute()
    caplog.clear()
    with refused(Code.CONFLICT, says="“nobody_acts” stood in the way"):
        negotiation.reject(world.as_seller, dispute, text=WORDS)
    [line] = [each for each in caplog.records if each.name == "disputes.kernel.constraints"]
    assert line.levelno == logging.ERROR
    assert line.getMessage().startswith("the database refused an act: nobody_acts (")
    assert WORDS not in caplog.text
    assert dispute.reference not in line.getMessage()


def test_the_form_says_it_and_keeps_what_was_typed(world: World, lawful: None) -> None:
    dispute = world.open_dispute()
    client = signed_in(world.seller)
    with nothing_changes():
        page = client.post(f"/seller/cases/{dispute.reference}/reject/", {"text": WORDS})
    assert page.status_code == 200
    assert "“nobody_acts” stood in the way" in page.text
    assert WORDS in page.text


def test_so_does_the_workspace(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE disputes_dispute ADD CONSTRAINT nobody_acts CHECK (assignee_id IS NULL)"
        )
    client = signed_in(world.supervisor)
    with nothing_changes():
        page = client.post(
            address(dispute, "reassign/"), {"to": world.arbitrator.pk, "confirm": "yes"}
        )
    assert page.status_code == 200
    assert "“nobody_acts” stood in the way" in page.text


@pytest.mark.parametrize("how", [IntegrityError, DataError])
def test_a_view_without_a_verb_answers_409_with_what_was_written(
    world: World, how: type[DatabaseError]
) -> None:
    request = RequestFactory().post("/", {"text": WORDS, "password": "my own secret"})
    request.user = world.buyer
    page = RefusalPage(lambda request: HttpResponse()).process_exception(
        request, how("value of somebody's row")
    )
    assert page is not None
    assert page.status_code == 409
    text = page.content.decode()
    assert WORDS in text
    assert "my own secret" not in text
    assert "somebody" not in text


def test_a_form_of_the_admin(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE disputes_ground ADD CONSTRAINT no_more CHECK (article <> '9.9') NOT VALID"
        )
    client = Client(raise_request_exception=False)
    client.force_login(world.supervisor)
    form = {
        "code": "new",
        "article": "9.9",
        "title": "A new ground",
        "text": "The evidence shows something new.",
        "outcomes": ["full"],
        "active": "on",
        "position": "99",
    }
    page = client.post("/admin/disputes/ground/add/", form)
    assert page.status_code == 409
    assert "“no_more” stood in the way" in page.text
    assert "The evidence shows something new." in page.text


def test_a_law_of_ours_has_a_sentence_of_its_own(world: World) -> None:
    dispute = world.open_dispute()
    with pytest.raises(Refused) as caught:
        _in_a_transaction(lambda: OrderLine.objects.filter(pk=dispute.line_id).update(paid_minor=1))
    assert caught.value.code == Code.CONFLICT
    assert "what an open case asks for" in caught.value.message
    with pytest.raises(Refused) as caught:
        _in_a_transaction(lambda: OrderLine.objects.filter(pk=dispute.line_id).delete())
    assert caught.value.code == Code.CONFLICT


def test_what_is_there_twice_says_so(world: World) -> None:
    dispute = world.open_dispute()
    with pytest.raises(Refused) as caught:
        _in_a_transaction(lambda: User.objects.create(username=world.buyer.username, password="x"))
    assert caught.value.message.startswith("This is there already")
    assert Dispute.objects.get() == dispute


def test_an_error_without_a_name_is_named_by_its_kind() -> None:
    assert "“IntegrityError” stood in the way" in refused_by_database(IntegrityError("x")).message


def _in_a_transaction(do: Any) -> None:
    with transactions.one_transaction():
        do()


@pytest.mark.usefixtures("committed")
def test_the_settings_page() -> None:
    """A zone that the form takes and the row does not."""
    world = World()
    law = "ALTER TABLE disputes_user {} CONSTRAINT no_zone"
    with connection.cursor() as cursor:
        cursor.execute(law.format("ADD") + " CHECK (time_zone = '') NOT VALID")
    try:
        client = Client(raise_request_exception=False)
        client.force_login(world.buyer)
        page = client.post("/settings/", {"time_zone": "Europe/Madrid"})
    finally:
        with connection.cursor() as cursor:
            cursor.execute(law.format("DROP"))
    assert page.status_code == 409
    assert "“no_zone” stood in the way" in page.text
    world.buyer.refresh_from_db()
    assert world.buyer.time_zone == ""
