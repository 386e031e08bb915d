"""What becomes known of parcels: in whatever order it is said, and however often.

Every open case about a parcel tells it as a line of its history, with its source.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.line_facts import lock_order, tell
from disputes.kernel.parcel_state import DERIVED, derive
from disputes.kernel.transactions import one_transaction
from disputes.models import Order, Parcel, ParcelFact, ParcelItem, Policy
from disputes.rules.incoming import check_count, check_id, check_known, check_line, check_past
from disputes.rules.texts import check_text

MAX_KIND = 40  # characters


@dataclass(frozen=True)
class NewFact:
    """One thing that is said of a parcel: a `FactKind`, or whatever else its source calls it.

    `source_id` is the source's own id of it; said again with other content, it corrects what was
    said before. Instants are aware; `reported_at`, when the source said it, is when it happened
    unless told otherwise.
    """

    kind: str
    occurred_at: datetime
    source_id: str
    reported_at: datetime | None = None


@dataclass(frozen=True)
class Promise:
    """By when a parcel is promised: days of 24 hours from dispatch, or the end of a day in UTC."""

    days: int | None = None
    on: date | None = None

    def check(self) -> "Promise":
        """Refused where it promises nothing."""
        if self.days is None and self.on is None:
            raise Refused(
                Code.ORDER_INVALID,
                _("Say by when delivery is promised: as days from dispatch, or as a date."),
                field="promise",
            )
        if self.days is not None:
            check_count(self.days, field="promised_days", least=0)
        return self


def record_facts(parcel: Parcel, facts: Sequence[NewFact], *, source: str) -> int:
    """Keep what a source, such as "the carrier", says of a parcel; how much of it was new.

    Nothing of it is refused for what it says: a delivery before the dispatch, a kind that nobody
    here knows and a correction are facts, too. Only what could not be kept as it is (an instant
    without its zone or in the future, no id) is.
    """
    source = check_text(source, field="source", most=80, sentence=_("Say who says so."))
    with one_transaction():
        items, disputes = lock_order(parcel.order)
        parcel = _of_order(items, parcel)
        now = clock.now()
        known = list(parcel.facts.all())
        there = {_content(fact) for fact in known}
        said = {_content(row): row for row in (fact_row(parcel, one, source, now) for one in facts)}
        new = [row for content, row in said.items() if content not in there]
        if new:
            ParcelFact.objects.bulk_create(new)
            derive(parcel, [*known, *new], Policy.objects.latest(), now)
            parcel.save(update_fields=DERIVED)
            tell(items, disputes, source)
    return len(new)


def correct_parcel(
    parcel: Parcel,
    *,
    source: str,
    promise: Promise | None = None,
    carrier: str | None = None,
    tracking_number: str | None = None,
) -> None:
    """Record what is not a fact of its way: what is promised, who carries it, under which number.

    What is left out stays as it is. The promise of a case that is being negotiated moves its clock
    forward, never back.
    """
    source = check_text(source, field="source", most=80, sentence=_("Say who says so."))
    with one_transaction():
        items, disputes = lock_order(parcel.order)
        parcel = _of_order(items, parcel)
        if promise is not None:
            promise = promise.check()
            parcel.promised_days, parcel.promised_on = promise.days, promise.on
        if carrier is not None:
            parcel.carrier = check_line(carrier, field="carrier")
        if tracking_number is not None:
            parcel.tracking_number = check_line(tracking_number, field="tracking_number")
        derive(parcel, parcel.facts.all(), Policy.objects.latest(), clock.now())
        parcel.save()
        tell(items, disputes, source)


def pack(
    order: Order,
    pieces: Mapping[int, int],
    *,
    external_id: str = "",
    promise: Promise | None = None,
    carrier: str = "",
    tracking_number: str = "",
) -> Parcel:
    """Make a parcel of pieces that were not sent yet, by the numbers of their lines.

    They come out of what was not dispatched; the promise is that of what they come out of, unless
    it is told. Refused where that has not so many pieces without a case, or none is named.
    """
    if not pieces:
        raise Refused(
            Code.ORDER_INVALID, _("Name at least one piece of the order."), field="pieces"
        )
    with one_transaction():
        items, _disputes = lock_order(order)
        check_known(pieces, {item.line.number: item for item in items})
        waiting = [item for item in items if item.parcel.dispatched_at is None]
        numbers = [item.parcel.number for item in items]
        parcel = Parcel(
            order=items[0].order,
            number=max(numbers) + 1,
            external_id=check_id(external_id, field="external_id"),
            carrier=check_line(carrier, field="carrier"),
            tracking_number=check_line(tracking_number, field="tracking_number"),
        )
        moved = [
            piece
            for number, count in pieces.items()
            for piece in _taken(waiting, number, check_count(count, field="pieces"))
        ]
        first = moved[0][0].parcel
        promise = promise or Promise(first.promised_days, first.promised_on)
        parcel.promised_days, parcel.promised_on = promise.check().days, promise.on
        derive(parcel, [], Policy.objects.latest(), clock.now())
        parcel.save()
        _move(moved, parcel, last=max(item.number for item in items))
    return parcel


def _taken(waiting: Sequence[ParcelItem], number: int, count: int) -> list[tuple[ParcelItem, int]]:
    """From which items so many pieces of a line are taken."""
    taken: list[tuple[ParcelItem, int]] = []
    for item in (item for item in waiting if item.line.number == number):
        some = min(item.free_pieces, count)
        if some:
            taken.append((item, some))
            count -= some
    if count:
        raise Refused(
            Code.ORDER_INVALID,
            _("Line %(number)d has not so many pieces that wait to be sent.") % {"number": number},
            field="pieces",
        )
    return taken


def _move(moved: Sequence[tuple[ParcelItem, int]], parcel: Parcel, *, last: int) -> None:
    """These pieces lie in that parcel now. An item that cases were about stays, without pieces."""
    made: dict[int, ParcelItem] = {}
    for item, count in moved:
        item.pieces -= count
        item.save(update_fields=["pieces"])
        if item.line_id not in made:
            last += 1
            made[item.line_id] = ParcelItem(
                order=item.order, number=last, parcel=parcel, line=item.line, pieces=0
            )
        made[item.line_id].pieces += count
    ParcelItem.objects.bulk_create(made.values())
    emptied = [item.pk for item, _count in moved if not item.pieces]
    ParcelItem.objects.filter(pk__in=emptied, disputes=None).delete()


def _of_order(items: Sequence[ParcelItem], parcel: Parcel) -> Parcel:
    """The row of this parcel, locked: with its items, or by itself where all that was in it was
    packed otherwise. Its carrier may still have something to say."""
    filled = {item.parcel_id: item.parcel for item in items}
    if parcel.pk in filled:
        return filled[parcel.pk]
    return Parcel.objects.select_related("order").select_for_update(of=("self",)).get(pk=parcel.pk)


def fact_row(parcel: Parcel, fact: NewFact, source: str, now: datetime) -> ParcelFact:
    """A fact as it is kept; refused where it could not be kept as it is."""
    occurred_at = check_past(fact.occurred_at, now, field="occurred_at")
    return ParcelFact(
        parcel=parcel,
        kind=check_text(
            fact.kind, field="kind", most=MAX_KIND, sentence=_("Say what happened to the parcel.")
        ),
        occurred_at=occurred_at,
        source=source,
        source_id=check_text(
            check_id(fact.source_id, field="source_id"),
            field="source_id",
            sentence=_("Give the source's own id of it, so that it is kept once."),
        ),
        reported_at=check_past(fact.reported_at or occurred_at, now, field="reported_at"),
        known_at=now,
    )


def _content(fact: ParcelFact) -> tuple[object, ...]:
    return fact.source, fact.source_id, fact.reported_at, fact.kind, fact.occurred_at
