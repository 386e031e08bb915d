"""What people wrote and showed in a closed case is erased after the policy's time."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.test.utils import CaptureQueriesContext

from arbitration.background import retention
from buyers.models import Draft
from buyers.verbs import drafts
from disputes.background import outbox
from disputes.models import Attachment, Dispute, Event, Evidence, OutboxMessage, Policy, Topic
from disputes.models.orders import private_storage
from disputes.states import EventKind, Party, State
from disputes.verbs import negotiation
from tests.support.moments import IN_TIME, moment
from tests.support.old_cases import (
    TYPED,
    erase_at,
    erased,
    expires,
    full_case,
    paid_case,
    typed_in_any_row,
)
from tests.support.policies import publish
from tests.support.rows import everything
from tests.support.world import World

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def rows_of(table: str, **changed: Any) -> list[dict[str, Any]]:
    """All rows of a table now, with some columns as they shall be compared."""
    return [row | changed for row in everything()[table]]


def test_just_before_its_time_nothing_is_erased() -> None:
    dispute = full_case(World())
    before = everything()
    assert erase_at(expires(dispute) - IN_TIME) == 0
    assert everything() == before
    assert typed_in_any_row() == list(TYPED)


def test_at_its_time_nothing_that_was_typed_is_left_in_any_row() -> None:
    dispute = full_case(World())
    assert erase_at(expires(dispute)) == 1
    assert typed_in_any_row() == []


def test_the_case_says_when_and_the_platform_did_it() -> None:
    world = World()
    dispute = full_case(world)
    erase_at(expires(dispute))
    now, event = world.again(dispute), dispute.events.last()
    assert event is not None
    assert now.erased_at == event.at
    assert expires(dispute) <= event.at < expires(dispute) + timedelta(minutes=1)
    assert (event.kind, event.party, event.actor) == (EventKind.ERASED, Party.PLATFORM, None)
    assert (event.from_state, event.to_state) == (State.RESOLVED, State.RESOLVED)
    assert event.data == {}


def test_all_else_stays_as_it_was() -> None:
    dispute = full_case(World())
    before = everything()
    erase_at(expires(dispute))
    after = everything()
    blank = {
        "disputes_evidence": {"text": ""},
        "disputes_message": {"text": ""},
        "disputes_proposal": {"text": ""},
        "disputes_ruling": {"reasons": ""},
        "disputes_attachment": {
            "name": "",
            "caption": "",
            "original": "",
            "shared": "",
            "thumbnail": "",
            "perceptual_hash": None,
            "photo_metadata": {},
        },
        "disputes_dispute": {
            name: after["disputes_dispute"][0][name]
            for name in (
                "return_address",
                "return_country",
                "return_carrier",
                "return_tracking",
                "return_address",
                "return_country",
                "erased_at",
                "event_count",
                "chain_head",
                "last_event_at",
            )
        },
    }
    for table in set(before) - {"disputes_event", "disputes_outboxmessage"}:
        assert after[table] == [row | blank.get(table, {}) for row in before[table]], table
    for old, new in zip(before["disputes_event"], after["disputes_event"], strict=False):
        kept = {name: told for name, told in old["data"].items() if name not in Event.FREE_TEXT}
        assert new == old | {"data": kept}
    assert len(after["disputes_event"]) == len(before["disputes_event"]) + 1
    assert after["disputes_outboxmessage"][:-1] == before["disputes_outboxmessage"]
    filled = ("refund", "posting", "escrowtransfer", "evidence", "message", "proposal", "ruling")
    for table in (*filled, "attachment"):
        assert before[f"disputes_{table}"], f"the case has no {table}, so this shows nothing"


def test_other_cases_stay_whole() -> None:
    world = World()
    old = paid_case(world)
    with moment(expires(old)):
        others = [world.dispute_in(state) for state in State]
        outbox.deliver_outbox()
    erase_at(expires(old) + SECOND)
    assert list(Dispute.objects.exclude(erased_at=None)) == [old]
    for dispute in others:
        assert all(item.text for item in dispute.evidence.all())
        assert not dispute.events.filter(kind=EventKind.ERASED).exists()
        assert Attachment.objects.filter(evidence__dispute=dispute).exclude(shared="").count() == 1


def test_a_case_is_erased_once() -> None:
    dispute = paid_case(World())
    assert erase_at(expires(dispute)) == 1
    before = everything()
    assert erase_at(expires(dispute) + timedelta(days=1)) == 0
    assert everything() == before


def test_a_withdrawn_case_and_one_without_photos_are_erased_too() -> None:
    world = World()
    withdrawn = world.dispute_in(State.WITHDRAWN)
    never_came = world.file_not_received()
    negotiation.accept(world.as_seller, never_came, never_came.proposals.get())
    outbox.deliver_outbox()
    assert erase_at(expires(world.again(never_came))) == 2
    assert not Evidence.objects.exclude(text="").exists()
    messages = OutboxMessage.objects.filter(topic=Topic.ERASE_FILES)
    assert [message.key for message in messages] == [f"erase-{withdrawn.reference}"]


def test_an_open_case_is_never_erased_however_old() -> None:
    world = World()
    for state in State:
        if state not in (State.RESOLVED, State.WITHDRAWN):
            world.dispute_in(state)
    before = everything()
    with moment(Policy.objects.get().published_at + timedelta(days=3650)):
        assert retention.erase_closed() == 0
    assert everything() == before


def test_a_case_waits_until_its_refund_is_paid() -> None:
    dispute = World().dispute_in(State.RESOLVED)
    before = everything()
    assert erase_at(expires(dispute)) == 0
    assert everything() == before
    with moment(expires(dispute)):
        outbox.deliver_outbox()
        assert retention.erase_closed() == 1


class DeadEscrow:
    """The provider is gone for good."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        raise ConnectionError("no such host")


def test_also_while_the_payment_was_given_up(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ESCROW_GATEWAY = f"{__name__}.DeadEscrow"
    monkeypatch.setattr(outbox, "MAX_ATTEMPTS", 1)
    dispute = World().dispute_in(State.RESOLVED)
    assert outbox.deliver_outbox().given_up == 1
    assert erase_at(expires(dispute)) == 0
    assert typed_in_any_row() == [TYPED[0], "photo.jpg"]


def keep_for(world: World, number: int) -> None:
    """Cases that are filed from now on are kept so many days."""
    publish(world, keep_days=number)


def test_each_case_keeps_the_time_of_its_own_policy() -> None:
    """The one that is kept longer closed first, so it stands before the others in the queue."""
    world = World()
    keep_for(world, 1000)
    longer = paid_case(world)
    keep_for(world, 200)
    shorter = [paid_case(world) for _ in range(3)]
    last = shorter[-1]
    assert expires(longer) - expires(last) > timedelta(days=799)
    assert erase_at(expires(last), limit=1) == 3
    assert list(Dispute.objects.filter(erased_at=None)) == [longer]
    assert erase_at(expires(longer) - IN_TIME) == 0
    assert erase_at(expires(longer)) == 1


def test_the_oldest_go_first_and_only_while_there_is_time() -> None:
    world = World()
    cases = [paid_case(world) for _ in range(3)]
    with moment(expires(cases[-1])):
        for number in (1, 2, 3):
            assert retention.erase_closed(limit=1, seconds=0) == 1
            gone = Dispute.objects.exclude(erased_at=None).order_by("pk")
            assert list(gone) == cases[:number]


def test_answers_that_were_typed_in_another_window_go_with_the_case() -> None:
    world = World()
    dispute, other = paid_case(world), world.line()
    drafts.keep(world.buyer, dispute.item, {"text": "It is green."})
    drafts.keep(world.buyer, other.items.get(), {"text": "It is red."})
    erase_at(expires(dispute))
    assert [draft.item.line for draft in Draft.objects.all()] == [other]


def queries_to_erase(world: World, number: int) -> int:
    cases = [paid_case(world) for _ in range(number)]
    with moment(expires(cases[-1])), CaptureQueriesContext(connection) as queries:
        assert retention.erase_closed() == number
    return len(queries)


def test_six_cases_take_as_many_queries_as_two() -> None:
    world = World()
    assert queries_to_erase(world, 2) == queries_to_erase(world, 6)


def test_the_files_go_by_the_outbox_and_only_then() -> None:
    world = World()
    dispute = full_case(world)
    with moment(expires(dispute)):
        other = paid_case(world)
    storage = private_storage()
    files, kept = files_of(dispute), files_of(other)
    assert (len(files), len(kept)) == (12, 3)
    with moment(expires(dispute)):
        retention.erase_closed()
        assert all(map(storage.exists, files))
        storage.delete(files[0])  # gone already: by hand, or by an attempt that was not noted
        delivered = outbox.deliver_outbox()
        assert (delivered.delivered, delivered.failed) == (1, 0)
    assert not any(map(storage.exists, files))
    assert all(map(storage.exists, kept))


def test_delivered_again_the_files_are_still_gone() -> None:
    dispute = paid_case(World())
    with erased(dispute):
        OutboxMessage.objects.filter(topic=Topic.ERASE_FILES).update(delivered_at=None)
        with moment(expires(dispute) + timedelta(hours=1)):
            assert outbox.deliver_outbox().delivered == 1


def files_of(dispute: Dispute) -> list[str]:
    """The names of the files of all its photos."""
    files = Attachment.objects.filter(evidence__dispute=dispute).values_list(
        "original", "shared", "thumbnail"
    )
    return [name for names in files for name in names]


def erase_by_hand(*options: str) -> str:
    said = StringIO()
    call_command("erase_closed", *options, stdout=said)
    return said.getvalue()


def test_the_command_erases_and_can_say_before_what_would_go() -> None:
    dispute = full_case(World())
    with moment(expires(dispute)):
        before = everything()
        size = sum(Attachment.objects.values_list("size", flat=True))
        assert erase_by_hand("--dry-run") == (
            f"1 cases would be erased, with 4 photos ({filesizeformat(size)})\n"
            f"the oldest, {dispute.reference}, closed at {dispute.closed_at}\n"
        )
        assert everything() == before
        assert erase_by_hand() == "1 cases erased\n"
        assert erase_by_hand("--dry-run") == (
            "0 cases would be erased, with 0 photos (0\xa0bytes)\n"
        )
    assert typed_in_any_row() == []
