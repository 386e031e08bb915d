"""The history tells when the other side first saw each piece of evidence."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disputes.models import Dispute, Event, Evidence
from disputes.permissions import Actor
from disputes.services import negotiation, statements
from disputes.services.revisions import change_evidence
from disputes.services.seen import record_seen
from disputes.states import EventKind, Party, State
from disputes.views import seen as seen_views
from tests.concurrency import PATIENCE, start
from tests.old_cases import erased, paid_case
from tests.workspace import CASES, nothing_changes
from tests.world import World, everything

HIS_PAGE = "/buyer/cases/{}/"
HER_PAGE = "/seller/cases/{}/"


def signed_in(world: World, page: str) -> Client:
    client = Client()
    client.force_login(world.buyer if page == HIS_PAGE else world.seller)
    return client


def look(world: World, case: Dispute, page: str = HER_PAGE) -> str:
    answer = signed_in(world, page).get(page.format(case.reference))
    assert answer.status_code == 200
    return answer.text


def seen(case: Dispute) -> list[Event]:
    return list(case.events.filter(kind=EventKind.EVIDENCE_SEEN))


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
def test_the_first_look_is_noted_in_every_state(state: State) -> None:
    world = World()
    case = world.case(state)
    look(world, case)
    [event] = seen(case)
    assert (event.party, event.actor, event.data["numbers"][0]) == (Party.SELLER, world.seller, 1)
    assert event.from_state == event.to_state == state
    assert case.evidence.get(number=1).seen_at == event.at
    now = world.again(case)
    assert (now.state, now.due_at, now.closed_at) == (case.state, case.due_at, case.closed_at)
    assert (now.event_count, now.chain_head) == (event.number, event.hash)


@pytest.mark.django_db
def test_all_that_is_new_is_noted_in_one_line() -> None:
    world = World()
    case = world.case(State.HEARING)
    statements.add_evidence(world.as_buyer, case, text="See.")
    look(world, case)
    assert [event.data for event in seen(case)] == [{"numbers": [1, 3]}]
    assert case.evidence.get(number=2).seen_at is None
    look(world, case, HIS_PAGE)
    assert [event.data for event in seen(case)] == [{"numbers": [1, 3]}, {"numbers": [2]}]


@pytest.mark.django_db
def test_a_second_look_and_an_own_look_write_nothing() -> None:
    world = World()
    case = world.file()
    look(world, case, HIS_PAGE)
    assert seen(case) == []
    look(world, case)
    client, before = signed_in(world, HER_PAGE), everything()
    assert client.get(HER_PAGE.format(case.reference)).status_code == 200
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("page", [HIS_PAGE, HER_PAGE])
def test_where_there_is_nothing_new_it_costs_no_query(page: str) -> None:
    world = World()
    case = world.case(State.NEGOTIATING)
    look(world, case, page)
    client = signed_in(world, page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.format(case.reference))
    assert len(queries) == (12 if page == HIS_PAGE else 23)
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "SAVEPOINT"))]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}]
)
def test_a_browser_that_only_guesses_has_seen_nothing(headers: dict[str, str]) -> None:
    world = World()
    case = world.file()
    client = signed_in(world, HER_PAGE)
    before = everything()
    assert client.get(HER_PAGE.format(case.reference), headers=headers).status_code == 200
    assert client.head(HER_PAGE.format(case.reference)).status_code == 200
    assert everything() == before


@pytest.mark.django_db
def test_what_the_platform_sees_is_not_told() -> None:
    world = World()
    case = world.case(State.AWAITING_RULING)
    client = Client()
    client.force_login(world.arbitrator)
    with nothing_changes():
        assert client.get(f"{CASES}{case.reference}/").status_code == 200


@pytest.mark.django_db
def test_a_new_version_is_new_to_the_other_side() -> None:
    world = World()
    case = world.file()
    look(world, case)
    change_evidence(world.as_buyer, case, case.evidence.get(), text="Teal.")
    assert case.evidence.get().seen_at is None
    look(world, case)
    first, second = seen(case)
    assert case.evidence.get().seen_at == second.at > first.at


@pytest.mark.django_db
def test_what_was_changed_after_it_was_read_has_not_been_seen() -> None:
    world = World()
    case = world.file()
    shown = list(case.evidence.all())
    change_evidence(world.as_buyer, case, shown[0], text="Teal.")
    before = everything()
    record_seen(world.as_seller, case, shown)
    assert everything() == before


@pytest.mark.django_db
def test_nobody_sees_for_a_side_that_is_not_theirs() -> None:
    world = World()
    case = world.file()
    before = everything()
    record_seen(Actor(world.other_seller, Party.SELLER), case, list(case.evidence.all()))
    assert everything() == before


@pytest.mark.django_db
def test_of_an_erased_case_there_is_nothing_to_see() -> None:
    world = World()
    with erased(paid_case(world)) as case:
        client, before = signed_in(world, HER_PAGE), everything()
        assert client.get(HER_PAGE.format(case.reference)).status_code == 200
        assert everything() == before


@pytest.mark.django_db
def test_trouble_with_noting_it_keeps_nobody_from_reading(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(actor: Actor, case: Dispute, shown: Sequence[Evidence]) -> None:
        raise OperationalError("the disk is full")

    world = World()
    case = world.file()
    monkeypatch.setattr(seen_views, "note_seen", fail)
    with caplog.at_level(logging.WARNING):
        assert "It is green, not blue." in look(world, case)
    assert f"what was seen in {case.reference} could not be noted" in caplog.text
    assert seen(case) == []
    monkeypatch.undo()
    look(world, case)
    assert len(seen(case)) == 1


@pytest.mark.usefixtures("committed")
def test_nobody_waits_for_whoever_is_acting() -> None:
    world = World()
    case = world.file()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Dispute.objects.select_for_update().get(pk=case.pk)
            page = start(pool, lambda: look(world, case)).result(timeout=PATIENCE)
        assert "It is green, not blue." in str(page)
    assert seen(case) == []
    look(world, case)
    assert len(seen(case)) == 1


@pytest.mark.django_db
def test_both_sides_read_on_the_page_what_was_seen() -> None:
    world = World()
    case = world.file()
    assert "Not seen yet by the other side." in look(world, case, HIS_PAGE)
    assert "Not seen yet" not in look(world, case)
    assert "First seen by the other side on" in look(world, case, HIS_PAGE)
    page = look(world, case)
    assert "First seen by your side on" in page
    assert "The seller saw evidence 1 for the first time." in page
    negotiation.reject(world.as_seller, case, text="It is blue.")
    assert "Not seen yet by the other side." in look(world, case)
