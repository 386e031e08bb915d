"""What becomes known of orders and parcels while cases go on: drawn, told to the product and to
the model, compared."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from disputes.errors import Code
from disputes.models import Parcel as ParcelRow
from disputes.verbs.order_corrections import correct_order
from disputes.verbs.parcels import NewFact, Promise, correct_parcel, pack, record_facts
from tests.histories.applications import free_pieces
from tests.histories.goods import WAY, Fact, Item, Line, Order, Parcel
from tests.histories.play import Play
from tests.histories.tally import DONE
from tests.histories.terms import pick

Data = st.DataObject
KINDS = 4 * ["delivered"] + 2 * ["shipped", "returned_to_sender", "lost"] + [*WAY, "scanned_twice"]
SOURCES = ["the carrier", "the carrier", "the shop"]
# When it happened, from now; clocks of others may be a day ahead, and no more.
HAPPENED = [timedelta(0), timedelta(hours=-5), timedelta(days=-3), timedelta(days=-12)]
HAPPENED += [timedelta(hours=20), timedelta(hours=25)]
AHEAD = timedelta(days=1)
PROMISED_DAYS = [0, 3, 10, 40]
PROMISED_ON = [-3, 1, 5, 30]  # days from today


class News(Play):
    """What the machine chooses from, when the world outside says something."""

    def something_is_said_of_a_parcel(self, data: Data) -> None:
        """Up to three facts at once: new ones, known ones once more, and corrections."""
        order, parcel = self._some_parcel(data)
        source = pick(data, SOURCES)
        facts = [self._fact(parcel, source, data) for _ in range(data.draw(st.integers(1, 3)))]
        said = [NewFact(each.kind, each.at, each.id, each.said_at) for each in facts]
        row, counted = self._parcel_row(order, parcel), list[int]()
        now = self.now
        answer = self.attempt(
            lambda: counted.append(record_facts(row, said, source=source)),
            may_break=self._is_poisoned(order),
        )
        is_ahead = any(max(fact.at, fact.said_at) > now + AHEAD for fact in facts)
        told = ", ".join(f"{fact.kind} at {fact.at:%d %b %H:%M} ({fact.id})" for fact in facts)
        story = f"{source} says of parcel {parcel.number} of {order.name}: {told}"
        self.look_again("facts", answer, Code.ORDER_INVALID if is_ahead else None, story=story)
        if answer == DONE:
            new = {fact.content: fact for fact in facts}
            for there in parcel.facts:
                new.pop(there.content, None)
            assert counted == [len(new)]
            parcel.facts += new.values()
            if new:
                parcel.promise(self.numbers, order.handling_until, now)
                self._tell(order, now)

    def parcel_is_corrected(self, data: Data) -> None:
        order, parcel = self._some_parcel(data)
        days, on = self._promise(data)
        carrier, tracking = pick(data, [None, None, "GLS"]), pick(data, [None, "JD1", "JD2"])
        promise = Promise(days, on) if days is not None or on is not None else None
        row, now = self._parcel_row(order, parcel), self.now
        answer = self.attempt(
            lambda: correct_parcel(
                row,
                source="the shop",
                promise=promise,
                carrier=carrier,
                tracking_number=tracking,
            ),
            may_break=self._is_poisoned(order),
        )
        story = f"parcel {parcel.number} of {order.name}: {promise}, {carrier}, {tracking}"
        self.look_again("parcel correction", answer, story=story)
        if answer == DONE:
            if promise is not None:
                parcel.promised_days, parcel.promised_on = days, on
            parcel.carrier = parcel.carrier if carrier is None else carrier
            parcel.tracking = parcel.tracking if tracking is None else tracking
            parcel.promise(self.numbers, order.handling_until, now)
            self._tell(order, now)

    def order_is_corrected(self, data: Data) -> None:
        """What was paid, what came back on another way, that it is off; of a line that may not be
        there."""
        concerned = [known.model.order for known in self.known]
        order = pick(data, pick(data, [concerned, concerned, self.orders]) or self.orders)
        line = pick(data, [item.line for item in order.items])
        number = pick(data, [line.number] * 9 + [9])
        paid = self._new_sum(line, data) if data.draw(st.integers(0, 2)) == 0 else None
        elsewhere = self._new_sum(line, data) if data.draw(st.booleans()) else None
        off, now = self.now if data.draw(st.integers(0, 4)) == 0 else None, self.now
        answer = self.attempt(
            lambda: correct_order(
                self.cast.rows[order.name],
                source="the shop",
                paid_minor=None if paid is None else {number: paid},
                refunded_elsewhere_minor=None if elsewhere is None else {number: elsewhere},
                cancelled_at=off,
            ),
            may_break=self._is_poisoned(order),
        )
        is_said = paid is not None or elsewhere is not None
        expected = None
        if is_said and number == 9:
            expected = Code.NOT_FOUND
        elif paid is not None and paid < line.refunded + self._asked(line):
            expected = Code.AMOUNT_INVALID
        story = f"{order.name}/{number}: paid {paid}, elsewhere {elsewhere}, cancelled {off}"
        self.look_again("order correction", answer, expected, story=story)
        if answer == DONE:
            line.paid = line.paid if paid is None or number == 9 else paid
            line.elsewhere = line.elsewhere if elsewhere is None or number == 9 else elsewhere
            order.cancelled_at = off or order.cancelled_at
            self._tell(order, now)

    def pieces_are_packed(self, data: Data) -> None:
        """Of what was not sent and has no case that stands."""
        waiting = [
            order
            for order in self.orders
            if any(item.parcel.dispatched_at is None for item in order.items)
        ]
        order = pick(data, pick(data, [waiting, waiting, self.orders]) or self.orders)
        wanted = {
            item.line.number: pick(data, [1, 1, 2, 0])
            for item in order.items
            if data.draw(st.integers(0, 3)) < 3
        }
        taken = self._taken(order, wanted)
        days, on = self._promise(data)
        promise = Promise(days, on) if days is not None or on is not None else None
        now = self.now
        answer = self.attempt(
            lambda: pack(self.cast.rows[order.name], wanted, carrier="GLS", promise=promise)
        )
        story = f"packed of {order.name}: {wanted}, {promise}"
        self.look_again("packing", answer, None if taken else Code.ORDER_INVALID, story=story)
        if answer == DONE:
            if promise is None:
                first = taken[0][0].parcel
                days, on = first.promised_days, first.promised_on
            parcel = Parcel(max(each.number for each in order.parcels) + 1, days, on, "GLS")
            parcel.promise(self.numbers, order.handling_until, now)
            order.parcels.append(parcel)
            self._move(order, taken, parcel)

    def _some_parcel(self, data: Data) -> tuple[Order, Parcel]:
        """Mostly of a case that is there."""
        concerned = [(known.model.order, known.model.item.parcel) for known in self.known]
        all_ = [(order, parcel) for order in self.orders for parcel in order.parcels]
        return pick(data, pick(data, [concerned, concerned, concerned, all_]))

    def _fact(self, parcel: Parcel, source: str, data: Data) -> Fact:
        """New, or what the source has said of something before, as it was or otherwise."""
        known = [fact for fact in parcel.facts if fact.source == source]
        before = pick(data, [*known, None, None, None])
        if before is not None and data.draw(st.integers(0, 2)) == 0:
            return before
        at = self.now + pick(data, HAPPENED)
        said_at = self.now if before is not None else pick(data, [self.now, at])
        number = self.numbered + 1 if before is None else 0
        self.numbered += before is None
        name = f"scan {number}" if before is None else before.id
        return Fact(pick(data, KINDS), at, source, name, said_at, self.now)

    def _promise(self, data: Data) -> tuple[int | None, date | None]:
        kind = pick(data, ["none", "days", "date"])
        if kind == "days":
            return pick(data, PROMISED_DAYS), None
        on = self.now.date() + timedelta(days=pick(data, PROMISED_ON))
        return None, on if kind == "date" else None

    def _new_sum(self, line: Line, data: Data) -> int:
        asked = line.refunded + self._asked(line)
        sums = [0, 1, line.paid // 2, line.paid, line.paid + 100, asked, max(0, asked - 1)]
        return pick(data, sums)

    def _asked(self, line: Line) -> int:
        """The most that its open cases may still come to."""
        return sum(
            max(
                [proposed.offer.amount_minor for proposed in dispute.table.values()]
                + ([dispute.settled[1].amount_minor] if dispute.settled else []),
                default=0,
            )
            for dispute in (known.model for known in self.open)
            if dispute.line is line
        )

    def _taken(self, order: Order, wanted: Mapping[int, int]) -> list[tuple[Item, int]]:
        """From where so many pieces come; nothing where there are not so many, or none is named."""
        cases = [known.model for known in self.known]
        taken = []
        for number, count in wanted.items():
            left = count
            for item in order.items:
                if item.line.number == number and item.parcel.dispatched_at is None and left:
                    some = min(left, free_pieces(item, cases))
                    taken += [(item, some)] if some else []
                    left -= some
            if left or not count:
                return []
        return taken

    def _move(self, order: Order, taken: list[tuple[Item, int]], parcel: Parcel) -> None:
        """An item that a case was about stays, even with nothing in it."""
        last, made = max(item.number for item in order.items), dict[int, Item]()
        for item, count in taken:
            item.pieces -= count
            if item.line.number not in made:
                last += 1
                made[item.line.number] = Item(order, last, parcel, item.line, 0)
            made[item.line.number].pieces += count
        concerned = [known.model.item for known in self.known]
        order.items[:] = [item for item in order.items if item.pieces or item in concerned]
        order.items += made.values()

    def _tell(self, order: Order, now: datetime) -> None:
        for known in self.known:
            if known.model.order is order:
                before = known.model.corrections, known.model.came_after
                if known.is_open:
                    known.model.hear_of_order(now)
                known.model.hear_of_late_goods()
                is_told = before != (known.model.corrections, known.model.came_after)
                assert not (is_told and known.poisoned), "the poison does not work"

    def _parcel_row(self, order: Order, parcel: Parcel) -> ParcelRow:
        rows = ParcelRow.objects.select_related("order")
        return rows.get(order=self.cast.rows[order.name], number=parcel.number)

    def _is_poisoned(self, order: Order) -> bool:
        return any(known.poisoned and known.model.order is order for known in self.known)
