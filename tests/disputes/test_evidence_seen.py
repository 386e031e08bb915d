"""The history tells when the other side first saw each piece of evidence."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disputes.models import Dispute, Event, Evidence, Message
from disputes.permissions import Actor
from disputes.states import EventKind, Party, State
from disputes.verbs import evidence, negotiation
from disputes.verbs.evidence_revisions import change_evidence
from disputes.verbs.seen import record_seen
from disputes.views import seen as seen_views
from tests.support.concurrency import PATIENCE, start
from tests.support.old_cases import erased, paid_case
from tests.support.rows import everything
from tests.support.workspace import CASES, nothing_changes
from tests.support.world import World

HIS_PAGE = "/buyer/cases/{}/"
HER_PAGE = "/seller/cases/{}/"


def signed_in(world: World, page: str) -> Client:
    client = Client()
    client.force_login(world.buyer if page == HIS_PAGE else world.seller)
    return client


def look(world: World, dispute: Dispute, page: str = HER_PAGE) -> str:
    answer = signed_in(world, page).get(page.format(dispute.reference))
    assert answer.status_code == 200
    return answer.text


def seen(dispute: Dispute) -> list[Event]:
    return list(dispute.events.filter(kind=EventKind.EVIDENCE_SEEN))


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
def test_the_first_look_is_noted_in_every_state(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    look(world, dispute)
    [event] = seen(dispute)
    assert (event.party, event.actor, event.data["numbers"][0]) == (Party.SELLER, world.seller, 1)
    assert event.from_state == event.to_state == state
    assert dispute.evidence.get(number=1).seen_at == event.at
    now = world.again(dispute)
    assert (now.state, now.due_at, now.closed_at) == (
        dispute.state,
        dispute.due_at,
        dispute.closed_at,
    )
    assert (now.event_count, now.chain_head) == (event.number, event.hash)


@pytest.mark.django_db
def test_all_that_is_new_is_noted_in_one_line() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(world.as_buyer, dispute, text="See.")
    look(world, dispute)
    assert [event.data for event in seen(dispute)] == [{"numbers": [1, 3]}]
    assert dispute.evidence.get(number=2).seen_at is None
    look(world, dispute, HIS_PAGE)
    assert [event.data for event in seen(dispute)] == [{"numbers": [1, 3]}, {"numbers": [2]}]


@pytest.mark.django_db
def test_a_second_look_and_an_own_look_write_nothing() -> None:
    world = World()
    dispute = world.open_dispute()
    look(world, dispute, HIS_PAGE)
    assert seen(dispute) == []
    look(world, dispute)
    client, before = signed_in(world, HER_PAGE), everything()
    assert client.get(HER_PAGE.format(dispute.reference)).status_code == 200
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("page", [HIS_PAGE, HER_PAGE])
def test_where_there_is_nothing_new_it_costs_no_query(page: str) -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    look(world, dispute, page)
    client = signed_in(world, page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.format(dispute.reference))
    assert len(queries) == (16 if page == HIS_PAGE else 35)
    writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "SAVEPOINT"))]
    assert [sql for sql in writes if "disputes_notice" not in sql] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}]
)
def test_a_browser_that_only_guesses_has_seen_nothing(headers: dict[str, str]) -> None:
    world = World()
    dispute = world.open_dispute()
    client = signed_in(world, HER_PAGE)
    before = everything()
    assert client.get(HER_PAGE.format(dispute.reference), headers=headers).status_code == 200
    assert client.head(HER_PAGE.format(dispute.reference)).status_code == 200
    assert everything() == before


@pytest.mark.django_db
def test_what_the_platform_sees_is_not_told() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    client = Client()
    client.force_login(world.arbitrator)
    with nothing_changes():
        assert client.get(f"{CASES}{dispute.reference}/").status_code == 200


@pytest.mark.django_db
def test_a_new_version_is_new_to_the_other_side() -> None:
    world = World()
    dispute = world.open_dispute()
    look(world, dispute)
    change_evidence(world.as_buyer, dispute, dispute.evidence.get(), text="Teal.")
    assert dispute.evidence.get().seen_at is None
    look(world, dispute)
    first, second = seen(dispute)
    assert dispute.evidence.get().seen_at == second.at > first.at


@pytest.mark.django_db
def test_what_was_changed_after_it_was_read_has_not_been_seen() -> None:
    world = World()
    dispute = world.open_dispute()
    shown = list(dispute.evidence.all())
    change_evidence(world.as_buyer, dispute, shown[0], text="Teal.")
    before = everything()
    record_seen(world.as_seller, dispute, shown)
    assert everything() == before


@pytest.mark.django_db
def test_nobody_sees_for_a_side_that_is_not_theirs() -> None:
    world = World()
    dispute = world.open_dispute()
    before = everything()
    record_seen(Actor(world.other_seller, Party.SELLER), dispute, list(dispute.evidence.all()))
    assert everything() == before


@pytest.mark.django_db
def test_of_an_erased_case_there_is_nothing_to_see() -> None:
    world = World()
    with erased(paid_case(world)) as dispute:
        look(world, dispute)  # which takes notices for read
        client, before = signed_in(world, HER_PAGE), everything()
        assert client.get(HER_PAGE.format(dispute.reference)).status_code == 200
        assert everything() == before


@pytest.mark.django_db
def test_trouble_with_noting_it_keeps_nobody_from_reading(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(
        actor: Actor, dispute: Dispute, shown: Sequence[Evidence], messages: Sequence[Message]
    ) -> None:
        raise OperationalError("the disk is full")

    world = World()
    case = world.open_dispute()
    monkeypatch.setattr(seen_views, "record_seen", fail)
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
    dispute = world.open_dispute()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Dispute.objects.select_for_update().get(pk=dispute.pk)
            page = start(pool, lambda: look(world, dispute)).result(timeout=PATIENCE)
        assert "It is green, not blue." in str(page)
    assert seen(dispute) == []
    look(world, dispute)
    assert len(seen(dispute)) == 1


@pytest.mark.django_db
def test_both_sides_read_on_the_page_what_was_seen() -> None:
    world = World()
    dispute = world.open_dispute()
    assert "Not seen yet by the other side." in look(world, dispute, HIS_PAGE)
    assert "Not seen yet" not in look(world, dispute)
    assert "First seen by the other side on" in look(world, dispute, HIS_PAGE)
    page = look(world, dispute)
    assert "First seen by your side on" in page
    assert "The seller saw evidence 1 for the first time." in page
    negotiation.reject(world.as_seller, dispute, text="It is blue.")
    assert "Not seen yet by the other side." in look(world, dispute)
