"""What is said of a parcel: kept whatever it says, and the same comes of it in any order."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disputes import clock
from disputes.errors import Code
from disputes.models import Parcel, ParcelFact
from disputes.rules import parcels
from disputes.states import EventKind, FactKind, State
from disputes.verbs.parcels import NewFact, Promise, correct_parcel, pack, record_facts
from disputes.wording.history import sentence
from tests.support.rows import everything, refused
from tests.support.world import World, parcel_of

DAY = timedelta(days=1)
START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """A fact for the pure rules."""

    kind: str
    occurred_at: datetime
    source_id: str
    reported_at: datetime
    source: str = "the carrier"

    @property
    def known_at(self) -> datetime:
        return self.reported_at


hours = st.integers(0, 8).map(lambda number: START + number * timedelta(hours=1))
said = st.builds(
    Said,
    kind=st.sampled_from([*FactKind.values, "parked", "scanned"]),
    occurred_at=hours,
    source_id=st.sampled_from("abc"),  # few, so that sources correct themselves
    reported_at=hours,
    source=st.sampled_from(["the carrier", "the shop"]),
)


def derived(facts: Sequence[Said]) -> tuple[object, ...]:
    counting = parcels.what_counts(facts)
    return (
        counting,
        parcels.dispatch_of(counting),
        parcels.delivery_of(counting),
        parcels.delivery_known_at(counting),
        parcels.status_of(counting),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(said, max_size=8), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_come_to_the_same(
    facts: list[Said], chance: random.Random
) -> None:
    again = [*facts, *chance.choices(facts, k=3)] if facts else []
    chance.shuffle(again)
    assert derived(again) == derived(facts)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(said, max_size=8))
def test_nothing_is_delivered_before_it_is_dispatched(facts: list[Said]) -> None:
    counting = parcels.what_counts(facts)
    sent, came = parcels.dispatch_of(counting), parcels.delivery_of(counting)
    assert came is None or (sent is not None and sent <= came)


def fact(kind: str, day: float, source_id: str = "", reported: float | None = None) -> Said:
    at = START + day * DAY
    said_at = at if reported is None else START + reported * DAY
    return Said(kind, at, source_id or f"{kind}-{day}", said_at)


SHIPPED, DELIVERED = fact("shipped", 0), fact("delivered", 4)


@pytest.mark.parametrize(
    ("facts", "sent", "came", "status"),
    [
        ([], None, None, ""),
        ([fact("label_created", 0)], None, None, "label_created"),
        ([fact("label_created", 0), fact("canceled", 1)], None, None, "canceled"),
        ([SHIPPED], 0, None, "shipped"),
        ([fact("in_transit", 1), fact("customs_hold", 3)], 1, None, "customs_hold"),
        ([SHIPPED, DELIVERED], 0, 4, "delivered"),
        # All that is known is that it came, or that it came before it was sent.
        ([DELIVERED], 4, 4, "delivered"),
        ([fact("shipped", 6), DELIVERED], 4, 4, "shipped"),
        # To a neighbour first.
        ([SHIPPED, DELIVERED, fact("delivered", 5)], 0, 5, "delivered"),
        ([SHIPPED, DELIVERED, fact("returned_to_sender", 5)], 0, None, "returned_to_sender"),
        ([SHIPPED, fact("refused", 3), DELIVERED], 0, 4, "delivered"),
        ([SHIPPED, DELIVERED, fact("lost", 5)], 0, 4, "lost"),
        # Kinds that nobody here knows are kept, and say nothing.
        ([SHIPPED, fact("parked", 9)], 0, None, "shipped"),
        # A source corrects itself.
        ([SHIPPED, fact("delivered", 4, "d"), fact("delivered", 6, "d", 7)], 0, 6, "delivered"),
        ([SHIPPED, fact("delivered", 4, "d"), fact("damaged", 4, "d", 5)], 0, None, "damaged"),
    ],
)
def test_what_follows_from_facts(
    facts: list[Said], sent: float | None, came: float | None, status: str
) -> None:
    for order in permutations(facts):
        counting = parcels.what_counts(order)
        assert parcels.dispatch_of(counting) == (None if sent is None else START + sent * DAY)
        assert parcels.delivery_of(counting) == (None if came is None else START + came * DAY)
        assert parcels.status_of(counting) == status


# As they are recorded


def waiting(world: World) -> Parcel:
    return parcel_of(world.line(dispatched=None, delivered=None))


@pytest.mark.django_db
def test_a_delivery_before_the_dispatch_is_kept(world: World) -> None:
    parcel, now = waiting(world), clock.now()
    assert record_facts(parcel, [NewFact("delivered", now - DAY, "d")], source="the carrier") == 1
    assert record_facts(parcel, [NewFact("shipped", now, "s")], source="the shop") == 1
    parcel.refresh_from_db()
    assert (parcel.dispatched_at, parcel.delivered_at) == (now - DAY, now - DAY)
    assert parcel.facts.count() == 2


@pytest.mark.django_db
def test_what_is_said_again_is_kept_once(world: World) -> None:
    parcel, now = waiting(world), clock.now()
    twice = [NewFact("shipped", now - DAY, "s"), NewFact("shipped", now - DAY, "s")]
    assert record_facts(parcel, twice, source="the carrier") == 1
    before = everything()
    assert record_facts(parcel, twice, source="the carrier") == 0
    assert everything() == before
    # Another source has ids of its own.
    assert record_facts(parcel, twice[:1], source="the shop") == 1


@pytest.mark.django_db
def test_a_corrected_date_counts_and_the_first_one_stays_in_the_log(world: World) -> None:
    parcel, now = waiting(world), clock.now()
    record_facts(parcel, [NewFact("shipped", now - 3 * DAY, "s")], source="the carrier")
    corrected = NewFact("shipped", now - 2 * DAY, "s", reported_at=now)
    record_facts(parcel, [corrected], source="the carrier")
    parcel.refresh_from_db()
    assert parcel.dispatched_at == now - 2 * DAY
    assert list(ParcelFact.objects.values_list("occurred_at", flat=True)) == [
        now - 3 * DAY,
        now - 2 * DAY,
    ]


@pytest.mark.django_db
def test_an_unknown_kind_is_kept_as_it_was_said(world: World) -> None:
    parcel, now = waiting(world), clock.now()
    record_facts(parcel, [NewFact("Sorted at hub 7", now, "x")], source="the carrier")
    parcel.refresh_from_db()
    assert (parcel.status, parcel.dispatched_at) == ("", None)
    assert parcel.facts.get().kind == "Sorted at hub 7"


@pytest.mark.django_db
def test_what_could_not_be_kept_as_it_is_is_refused(world: World) -> None:
    parcel, now = waiting(world), clock.now()
    naive = datetime(2026, 11, 1)  # noqa: DTZ001
    for one, code, field in (
        (NewFact("shipped", naive, "s"), Code.ORDER_INVALID, "occurred_at"),
        (NewFact("shipped", now + 2 * DAY, "s"), Code.ORDER_INVALID, "occurred_at"),
        (NewFact("shipped", now, "s", reported_at=naive), Code.ORDER_INVALID, "reported_at"),
        (NewFact("shipped", now, ""), Code.TEXT_MISSING, "source_id"),
        (NewFact("shipped", now, "s" * 129), Code.ORDER_INVALID, "source_id"),
        (NewFact(" ", now, "s"), Code.TEXT_MISSING, "kind"),
        (NewFact("k" * 41, now, "s"), Code.TEXT_MISSING, "kind"),
    ):
        with refused(code, field=field):
            record_facts(parcel, [NewFact("shipped", now, "good"), one], source="the carrier")
    with refused(Code.TEXT_MISSING, field="source"):
        record_facts(parcel, [NewFact("shipped", now, "s")], source=" ")


@pytest.mark.django_db
def test_an_open_case_tells_what_happened_to_its_parcel(world: World) -> None:
    dispute = world.file_not_received()
    facts = [NewFact("lost", clock.now(), "l"), NewFact("elsewhere", clock.now(), "e")]
    record_facts(dispute.item.parcel, facts, source="the carrier")
    dispute = world.again(dispute)
    assert dispute.snapshot.status == FactKind.LOST
    event = dispute.events.get(kind=EventKind.ORDER_CORRECTED)
    assert sentence(event) == "The order changed, says the carrier: Lost."
    record_facts(
        dispute.item.parcel, [NewFact("elsewhere", clock.now(), "e2")], source="the carrier"
    )
    assert dispute.events.count() == 2, "an unknown kind is no news for a case"
    call_command("verify_history")


@pytest.mark.django_db
def test_a_lost_parcel_is_not_waited_for(world: World) -> None:
    line = world.line(dispatched=6 * DAY, delivered=None, promised_days=30)
    dispute = world.file_not_received(line)
    assert dispute.blocked_until is not None
    record_facts(parcel_of(line), [NewFact("lost", clock.now(), "l")], source="the carrier")
    assert world.again(dispute).blocked_until is None


# What is sent apart


@pytest.mark.django_db
def test_pieces_are_packed_into_parcels_of_their_own(world: World) -> None:
    line = world.line(dispatched=None, delivered=None, quantity=5)
    order = line.order
    second = pack(order, {1: 2}, external_id="P-2", carrier="Correos", tracking_number="CX1")
    assert (second.number, second.promised_days) == (2, 10)
    third = pack(order, {1: 3}, promise=Promise(days=20))
    items = line.items.order_by("number")
    assert [(item.number, item.parcel.number, item.pieces) for item in items] == [
        (2, 2, 2),
        (3, 3, 3),
    ]
    assert third.promised_days == 20
    record_facts(second, [NewFact("shipped", clock.now(), "s")], source="the carrier")
    with refused(Code.ORDER_INVALID, field="pieces"):
        pack(order, {1: 4})  # two of them are on their way
    with refused(Code.NOT_FOUND):
        pack(order, {2: 1})
    with refused(Code.ORDER_INVALID, field="pieces"):
        pack(order, {})


@pytest.mark.django_db
def test_a_carrier_or_number_too_long_is_refused_and_not_cut(world: World) -> None:
    parcel = waiting(world)
    too_long: list[dict[str, Any]] = [{"carrier": "C" * 81}, {"tracking_number": "T" * 81}]
    for changed in too_long:
        with refused(Code.TEXT_MISSING, field=next(iter(changed)), says="80 characters"):
            correct_parcel(parcel, source="the shop", **changed)
        with refused(Code.TEXT_MISSING, field=next(iter(changed))):
            pack(parcel.order, {1: 1}, **changed)


@pytest.mark.django_db
def test_each_parcel_has_a_window_and_a_case_of_its_own(world: World) -> None:
    line = world.line(dispatched=None, delivered=None, quantity=3)
    first = parcel_of(line)
    second = pack(line.order, {1: 1})
    sent = clock.now() - 20 * DAY
    record_facts(second, [NewFact("shipped", sent, "s")], source="the carrier")
    second.refresh_from_db()
    assert second.missing_until == sent + 25 * DAY
    dispute = world.file_pieces(second.items.get(), 1, offer=world.share_of(line, 1))
    assert (dispute.snapshot.parcel_number, dispute.snapshot.pieces) == (2, 1)
    record_facts(first, [NewFact("shipped", clock.now(), "s")], source="the carrier")
    assert dispute.events.count() == 1, "the other parcel is none of its business"
    correct_parcel(second, source="the shop", tracking_number="CX9")
    assert world.again(dispute).snapshot.tracking_number == "CX9"


@pytest.mark.django_db
def test_what_has_a_case_is_not_packed_any_more(world: World) -> None:
    line = world.line(dispatched=None, delivered=None, quantity=2)
    item = line.items.get()
    with world.after_handling(line):
        world.file_never_dispatched(item, 1)
        with refused(Code.ORDER_INVALID, field="pieces"):
            pack(line.order, {1: 2})
        pack(line.order, {1: 1})
    assert [(each.pieces, each.disputed_pieces) for each in line.items.order_by("number")] == [
        (1, 1),
        (1, 0),
    ]


@pytest.mark.django_db
def test_a_case_that_was_withdrawn_lets_its_pieces_be_packed(world: World) -> None:
    line = world.line(dispatched=None, delivered=None, quantity=1)
    with world.after_handling(line):
        dispute = world.file_never_dispatched(line.items.get(), 1)
        world.withdraw(dispute)
        pack(line.order, {1: 1})
    assert [(each.pieces, each.parcel.number) for each in line.items.order_by("number")] == [
        (0, 1),
        (1, 2),
    ]
    assert world.again(dispute).state == State.WITHDRAWN


@pytest.mark.django_db
def test_a_parcel_of_which_all_was_packed_otherwise_can_still_be_told_of(world: World) -> None:
    order = world.line(dispatched=None, delivered=None, quantity=2).order
    first = order.parcels.get()
    pack(order, {1: 2})
    assert not first.items.exists()
    at = clock.now() - DAY
    assert record_facts(first, [NewFact("canceled", at, "1")], source="the shop") == 1
    correct_parcel(first, carrier="Correos", source="the shop")
    told = Parcel.objects.get(pk=first.pk)
    assert (told.status, told.dispatched_at, told.carrier) == (FactKind.CANCELED, None, "Correos")
