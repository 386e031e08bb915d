"""Only words can be taken out of a closed case's history, and the chain still holds."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from disputes.kernel.chain import event_hash, is_intact
from disputes.models import Dispute, Event
from disputes.states import EventKind, State
from disputes.wording import sentence
from tests.support.old_cases import erased, full_case, typed_in_any_row
from tests.support.rows import everything
from tests.support.world import World

pytestmark = pytest.mark.django_db

_ALL_WORDS = "data - ARRAY['text', 'reasons', 'carrier', 'tracking']"


def update_events(dispute: Dispute, assignment: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE disputes_event SET {assignment} WHERE dispute_id = %s", [dispute.pk]
        )


def assert_refused(dispute: Dispute, assignment: str) -> None:
    before = everything()
    with pytest.raises(IntegrityError, match="append-only"):
        update_events(dispute, assignment)
    assert everything() == before


def test_after_it_every_line_is_still_the_one_that_was_chained() -> None:
    with erased(full_case(World())) as dispute:
        previous = ""
        for number, event in enumerate(dispute.events.all(), start=1):
            assert (event.number, event.previous_hash) == (number, previous)
            assert event.hash == event_hash(event)
            assert is_intact(event)
            previous = event.hash
        assert (dispute.event_count, dispute.chain_head) == (number, previous)


def test_details_that_do_not_fit_their_hash_are_the_mark_of_erased_words() -> None:
    dispute = full_case(World())
    held_words = [e.number for e in dispute.events.all() if e.data.keys() & set(Event.FREE_TEXT)]
    assert all(is_intact(event) for event in dispute.events.all())
    with erased(dispute) as dispute:
        events = list(dispute.events.all())
        dispute.erased_at = None  # as if it were not erased: then they would be a forgery
        for event in events:
            event.dispute = dispute
        assert [event.number for event in events if not is_intact(event)] == held_words
        assert {event.kind for event in events if event.number in held_words} == {
            EventKind.OPENED,
            EventKind.CHANGED,
            EventKind.PROPOSED,
            EventKind.EVIDENCE_ADDED,
            EventKind.EVIDENCE_CHANGED,
            EventKind.EVIDENCE_REQUESTED,
            EventKind.MESSAGE_SENT,
            EventKind.RULED,
            EventKind.ADDRESS_GIVEN,
            EventKind.RETURN_SHIPPED,
        }


def test_what_never_held_words_cannot_be_forged_in_an_erased_case_either() -> None:
    with erased(full_case(World())) as dispute:
        for event in dispute.events.exclude(kind__in=Event.WITH_FREE_TEXT):
            event.data = event.data | {"amount_minor": 1}
            assert not is_intact(event), event.kind


def test_the_history_is_still_told_without_what_was_typed() -> None:
    dispute = full_case(World())
    before = {event.number: sentence(event) for event in dispute.events.all()}
    with erased(dispute) as dispute:
        after = {event.number: sentence(event) for event in dispute.events.all()}
    changed = [after[number] for number in after if after[number] != before.get(number)]
    assert changed == [
        "The arbitrator asked both sides for more evidence.",
        "The buyer sent the item back.",
        "The words and photos of this case were erased, as the platform's policy says.",
    ]


def test_the_database_lets_exactly_the_keys_go_that_the_model_names() -> None:
    """Typed words of all kinds are in this case; the law of the database is the same as ours."""
    dispute = full_case(World())
    found = {key for event in dispute.events.all() for key in event.data}
    assert set(Event.FREE_TEXT) < found
    keys = ", ".join(f"'{key}'" for key in Event.FREE_TEXT)
    update_events(dispute, f"data = data - ARRAY[{keys}]")
    assert {key for event in dispute.events.all() for key in event.data} == found - set(
        Event.FREE_TEXT
    )


def test_nothing_but_all_words_can_be_taken_out() -> None:
    dispute = full_case(World())
    for key in sorted({key for event in dispute.events.all() for key in event.data}):
        assert_refused(dispute, f"data = data - '{key}'")
    for assignment in (
        f"data = {_ALL_WORDS} - 'reason'",
        f'data = {_ALL_WORDS} || \'{{"words": "Another word."}}\'',
        f"data = {_ALL_WORDS}, at = now()",
        f"data = {_ALL_WORDS}, actor_id = NULL",
        f"data = {_ALL_WORDS}, data_hash = ''",
        f"data = {_ALL_WORDS}, hash = ''",
        "data = '{}'",
        "at = now()",
    ):
        assert_refused(dispute, assignment)


@pytest.mark.parametrize("state", [s for s in State if s not in (State.RESOLVED, State.WITHDRAWN)])
def test_the_words_of_an_open_case_stay(state: State) -> None:
    assert_refused(World().dispute_in(state), f"data = {_ALL_WORDS}")


def test_erased_events_cannot_be_deleted_or_changed_either() -> None:
    with erased(full_case(World())) as dispute:
        assert_refused(dispute, 'data = data || \'{"words": "Another word."}\'')
        before = everything()
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM disputes_event")
        assert everything() == before


def test_no_other_words_lie_in_the_details_of_any_event() -> None:
    """What remains is of the platform itself: codes, labels, numbers, instants and hashes."""
    world = World()
    full_case(world)
    for state in State:
        world.dispute_in(state)
    left: dict[str, set[Any]] = {}
    for event in Event.objects.all():
        for key, value in event.data.items():
            left.setdefault(key, set()).add(type(value).__name__)
    assert {key: left[key] for key in sorted(left.keys() - set(Event.FREE_TEXT))} == {
        "against_store": {"bool"},
        "amount_minor": {"int"},
        "approved": {"bool"},
        "arbitrator": {"int"},
        "cited_versions": {"list"},
        "cites": {"list"},
        "confirms": {"bool", "NoneType"},
        "currency": {"str"},
        "decide_by": {"str"},  # when the platform decides at the latest
        "delivered_at": {"str"},
        "freight_minor": {"int"},
        "freight_payer": {"str"},
        "evidence": {"list"},
        "files": {"list"},
        "ground": {"str"},
        "hides": {"list"},  # from where to where a message says how to reach somebody
        "kinds": {"list"},
        "line": {"dict"},  # the listing's own words
        "number": {"int"},
        "of": {"list"},
        "of_store": {"bool"},  # the address from the profile of the store
        "on_appeal": {"bool"},
        "policy": {"dict"},  # its version and hash
        "reason": {"str"},
        "reason_above": {"list"},
        "replaced": {"list"},
        "rests_on": {"dict"},  # the ground as both sides read it
        "solution": {"str"},
        "source": {"str"},  # who says that a return was delivered
        "text_hash": {"str"},
        "until": {"str"},
        "version": {"int"},
    }
    assert typed_in_any_row()
