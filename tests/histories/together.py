"""Several items of a parcel at once: one application for them, and acts in all of its cases."""

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from disputes.errors import Code
from disputes.models import Dispute
from disputes.states import OTHER_SIDE, Party, Verb
from tests.histories.acts import Act, Person
from tests.histories.applications import application, cannot_apply, wrong_application
from tests.histories.cast import MISSED, PEOPLE, RECEIVED
from tests.histories.goods import Item
from tests.histories.incidents import Incidents
from tests.histories.mistakes import refusal
from tests.histories.news import Data
from tests.histories.outcomes import carry_out
from tests.histories.play import Known
from tests.histories.tally import DONE
from tests.histories.terms import REQUESTS, WORDS, offer, pick
from tests.histories.turns import barred, possible

# What a side can do in several cases at once.
JOINT = frozenset(
    {
        Verb.ACCEPT,
        Verb.REJECT,
        Verb.HOLD,
        Verb.ESCALATE,
        Verb.WITHDRAW,
        Verb.ADD_EVIDENCE,
        Verb.FINISH_EVIDENCE,
    }
)


class Together(Incidents):
    """What the machine chooses from, where an application has named several items."""

    def somebody_applies_for_several(self, data: Data) -> None:
        """Mostly for all that one parcel holds, and by whoever bought it."""
        parcels = self._parcels_of_several()
        items = list(pick(data, parcels))
        if data.draw(st.integers(0, 5)) == 5:  # something of another parcel, or one item twice
            items[-1] = pick(data, [item for order in self.orders for item in order.items])
        if data.draw(st.booleans()):
            items.reverse()
        who = self._who_applies(items[0], data)
        is_sent = items[0].parcel.dispatched_at is not None
        reason = pick(data, [MISSED[is_sent], MISSED[is_sent], RECEIVED])
        received = reason == RECEIVED
        terms, text = data.draw(REQUESTS[received]), data.draw(WORDS)
        photo = received and self.stage.has_photo(who) and data.draw(st.integers(0, 4)) < 4
        acts = [
            Act(
                Verb.CHANGE,
                who,
                offer(terms, min(item.line.share(item.pieces), item.line.left)),
                text,
                photo=photo,
                reason=reason,
            )
            for item in items
        ]
        self._apply_for_all(items, acts)

    def _apply_for_all(self, items: Sequence[Item], acts: Sequence[Act]) -> None:
        now, who = self.now, acts[0].who
        others = [
            [known.model for known in self.known if known.model.line is item.line] for item in items
        ]
        disputes = [
            application(item, self.numbers, act, now, beside, self.times)
            for item, act, beside in zip(items, acts, others, strict=True)
        ]
        claims = list(zip(disputes, others, acts, strict=True))
        one_parcel = len({id(item.parcel) for item in items}) == 1
        if any(item.order.buyer != who.name for item in items):
            expected: Code | None = Code.NOT_FOUND
        elif not one_parcel or len({id(item) for item in items}) < len(items):
            expected = Code.ORDER_INVALID
        else:
            expected = _first(cannot_apply(*claim, now) for claim in claims) or _first(
                wrong_application(dispute, act) for dispute, _others, act in claims
            )
        made: list[Dispute] = []
        answer = self.attempt(lambda: made.extend(self.stage.file_all(acts, items)))
        story = f"items {[item.number for item in items]} of {items[0].order.name}, {acts[0]}"
        self.look_again("application for several", answer, expected, story=story)
        if answer == DONE:
            found = [Known(*pair) for pair in zip(made, disputes, strict=True)]
            self.known += found
            self.groups.append(found)
            if acts[0].photo:
                self.stage.use_photo(who)

    def somebody_acts_in_several(self, data: Data) -> None:
        """In all the cases of an application, though it may be possible in one of them only."""
        group = pick(data, self._groups())
        turns = [
            (verb, who)
            for known in group
            for verb, who in possible(known.model, PEOPLE, self.now)
            if verb in JOINT
        ]
        verb, who = pick(data, turns)
        text, is_old = data.draw(WORDS), data.draw(st.integers(0, 4)) == 4
        acts = [
            Act(verb, who, text=text, shown=_shown(known, who, is_old=is_old)) for known in group
        ]
        now = self.now
        cases = [(known.model, act, now) for known, act in zip(group, acts, strict=True)]
        expected = _first(barred(case, verb, who, now) for case, _act, _now in cases) or _first(
            refusal(*case) for case in cases
        )
        answer = self.attempt(
            lambda: self.stage.perform_in_all(acts, [known.dispute for known in group], self.books),
            may_break=any(known.poisoned for known in group),
        )
        numbers = [self.known.index(known) for known in group]
        self.look_again("act in several", answer, expected, story=f"cases {numbers}, {acts[0]}")
        if answer == DONE:
            for case in cases:
                carry_out(*case)

    def _parcels_of_several(self) -> list[list[Item]]:
        """What lies in each parcel that holds more than one item."""
        found = [
            [item for item in order.items if item.parcel is parcel]
            for order in self.orders
            for parcel in order.parcels
        ]
        return [items for items in found if len(items) > 1]

    def _groups(self) -> list[list[Known]]:
        """Those in which somebody can do such a thing in at least one case."""
        return [
            group
            for group in self.groups
            if any(
                verb in JOINT
                for known in group
                for verb, _who in possible(known.model, PEOPLE, self.now)
            )
        ]

    def _who_applies(self, item: Item, data: Data) -> Person:
        """Mostly whoever bought it."""
        buyers = [who for who in PEOPLE if who.party == Party.BUYER]
        buyers.sort(key=lambda who: who.name != item.order.buyer)
        return pick(data, buyers[:1] * 5 + buyers[1:])


def _first(codes: Iterable[Code | None]) -> Code | None:
    return next((code for code in codes if code is not None), None)


def _shown(known: Known, who: Person, *, is_old: bool) -> tuple[Party, int]:
    """What the other side has proposed last, or the one before that."""
    party = OTHER_SIDE.get(who.party, Party.BUYER)
    version = known.model.versions[party] - int(is_old)
    return (party, version) if version > 0 else (Party.BUYER, 1)
