"""Random histories: everything that people, the clock and bad luck can do, in any order."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from disputes.models import Dispute
from disputes.states import OTHER_SIDE, Party, Verb
from tests.histories.acts import Act, Person
from tests.histories.applications import application, application_refusal
from tests.histories.cast import CLOCK, JUDGES, MISSED, PEOPLE, RECEIVED, SUPERVISOR
from tests.histories.goods import Item
from tests.histories.model import Case
from tests.histories.news import Data
from tests.histories.play import TICK, Known
from tests.histories.tally import DONE
from tests.histories.terms import (
    ASKED,
    CLAIMS,
    PERSONS,
    REQUESTS,
    SHOWN,
    TERMS,
    USERS,
    WORDS,
    offer,
    pick,
)
from tests.histories.together import Together
from tests.histories.turns import is_late, possible

MOST_CASES = 3
# What leads on shall have more turns than what changes little or ends a case; most of all what few
# cases come to.
TURNS_OF = {
    Verb.CHANGE: 2,
    Verb.PROPOSE: 2,
    Verb.ADD_EVIDENCE: 2,
    Verb.CHANGE_EVIDENCE: 2,
    Verb.SEND_MESSAGE: 2,
    Verb.CORRECT_TRACKING: 32,
    Verb.CLAIM_FREIGHT: 32,
    Verb.SHIP_RETURN: 16,
    Verb.REPORT_RETURN_DELIVERED: 16,
    Verb.WITHDRAW: 1,
    Verb.REPORT_ARRIVAL: 3,
    Verb.HOLD: 24,
    Verb.ACCEPT: 3,
    Verb.HAND_BACK: 2,
    Verb.TAKE: 24,
    Verb.RULE: 24,
    Verb.ACCEPT_RULING: 96,
    Verb.APPEAL: 96,
    Verb.CONFIRM_RETURN: 24,
    Verb.SEND_BACK: 32,
    Verb.CONTEST_RETURN: 32,
}
# What is done by a person of the platform and never by its clock.
BY_A_USER = {
    Verb.TAKE,
    Verb.REQUEST_EVIDENCE,
    Verb.RULE,
    Verb.APPROVE,
    Verb.SEND_BACK,
    Verb.HAND_BACK,
    Verb.REASSIGN,
}
SILENT = [set(), set(), set(), {Party.BUYER}, {Party.SELLER}]


class History(Together):
    """One history.

    There is one rule, which draws what happens: of several, Hypothesis would leave out half in
    each history, and most cases would not come far.
    """

    @initialize(data=st.data())
    def beginning(self, data: Data) -> None:
        self.silent = pick(data, SILENT)
        sent = [item for order in self.orders for item in order.items if order.name != "waiting"]
        while not self.known:  # the simplest is done at once
            item = pick(data, sent)
            [buyer] = [who for who in PEOPLE if who.name == item.order.buyer]
            self._apply(item, buyer, data)
        if data.draw(st.integers(0, 3)) == 3:
            self.somebody_applies_for_several(data)
        self.forgets = data.draw(st.integers(0, 4)) == 4
        if data.draw(st.booleans()):
            self.case_comes_far(data)

    @rule(data=st.data())
    def next(self, data: Data) -> None:
        self.tally.add("step")
        pick(data, self._happenings())(data)

    def _happenings(self) -> list[Callable[[Data], None]]:
        """What can happen now, as often as it shall happen."""
        is_due = any(is_late(known.model, self.now) for known in self.open)
        poisoned = any(known.poisoned for known in self.known)
        eager = 3 if self.fault else 1  # workers shall meet faults as often as people do
        can_file = len(self.known) < MOST_CASES
        paid = any(known.model.paid for known in self.known) and not self.unpaid()
        frequency: dict[Callable[[Data], None], int] = {
            self.time_passes: 1,  # the first is what Hypothesis calls the simplest: a cheap one
            self.somebody_acts: 16 * bool(self._turns()),
            self.somebody_acts_out_of_turn: 2 * bool(self._out_of_turn()),
            self.somebody_acts_in_several: 6 * bool(self._groups()),
            self.somebody_applies_for_several: 2 * (can_file and bool(self._parcels_of_several())),
            self.somebody_applies: (1 if self.open else 5) * can_file,
            self.anybody_tries_anything: 1,
            self.time_comes_to_a_turn: 1 * bool(self.open),
            self.platform_sweeps: 4 * eager if is_due else 1,
            self.reminders_are_sent: 2 * bool(self.known),
            self.outbox_is_delivered: 2 * eager * bool(self.unpaid()),
            self.refund_is_delivered_again: 1 * paid,
            self.fault_lies_in_wait: 1,
            self.case_is_poisoned: 1 * bool(self.open and not poisoned),
            self.heal_all: 3 * poisoned,
            self.case_comes_far: 1 * bool(self.open),
            self.something_is_said_of_a_parcel: 4,
            self.parcel_is_corrected: 1,
            self.order_is_corrected: 2,
            self.pieces_are_packed: 1,
            self.policy_is_published: 1,
            self.store_announces_closed_days: 2,
            self.closed_days_are_taken_back: 1 * bool(self.times.closed),
            self.clocks_are_paused: 2 * bool(self.open and not poisoned),
            self.pause_is_ended: 1 * bool(self.times.pauses),
            self.somebody_looks: 1,
        }
        return [what for what, often in frequency.items() for _ in range(often)]

    def somebody_applies(self, data: Data) -> None:
        """About some pieces, or all that have no case; mostly the own buyer, for a reason that
        fits what is known of the parcel."""
        concerned = [known.model.order for known in self.known]
        item = pick(data, pick(data, pick(data, [self.orders, concerned or self.orders])).items)
        self._apply(item, self._who_applies(item, data), data)

    def _apply(self, item: Item, who: Person, data: Data) -> None:
        now, reason = self.now, self._reason(item, data)
        pieces = pick(data, [None, None, None, *5 * [1], 2, pick(data, [item.pieces + 1, 0])])
        received = reason == RECEIVED
        paid = item.line.share(item.pieces if pieces is None else pieces)
        act = Act(
            Verb.CHANGE,  # there is no verb, since there is no case; the details are the same
            who,
            offer(data.draw(REQUESTS[received]), min(paid, item.line.left)),
            data.draw(WORDS),
            photo=received and self.stage.has_photo(who) and data.draw(st.integers(0, 4)) < 4,
            pieces=pieces,
            reason=reason,
        )
        others = [known.model for known in self.known if known.model.line is item.line]
        dispute = application(item, self.numbers, act, now, others, self.times)
        expected = application_refusal(dispute, others, act, now)
        made: list[Dispute] = []
        answer = self.attempt(lambda: made.append(self.stage.file(act, item)))
        story = f"item {item.number} of {item.order.name}, {act}"
        what = "second application" if others else "application"
        self.look_again(what, answer, expected, story=story)
        if answer == DONE:
            self.known.append(Known(made[0], dispute))
            if act.photo:
                self.stage.use_photo(who)

    def _reason(self, item: Item, data: Data) -> str:
        """Mostly one that fits: that the goods came, where it is said so, or somebody may say so;
        else that they did not come, or were not sent."""
        is_sent = item.parcel.dispatched_at is not None
        came = 4 if item.parcel.delivered_at else int(is_sent)
        reasons = came * [RECEIVED] + 2 * [MISSED[is_sent]] + [MISSED[not is_sent], RECEIVED]
        return pick(data, reasons)

    def somebody_acts(self, data: Data) -> None:
        """Whose turn it is, with details that may still be wrong."""
        turns = self._turns()
        weighed = [verb for verb in turns for _ in range(TURNS_OF.get(verb, 8))]
        verb = data.draw(st.sampled_from(weighed))
        known, who = pick(data, turns[verb])
        self._try(verb, known, who, data)

    def somebody_acts_out_of_turn(self, data: Data) -> None:
        known, verb, who = pick(data, self._out_of_turn())
        self._try(verb, known, who, data)

    def _out_of_turn(self) -> list[tuple[Known, Verb, Person]]:
        """What is on the own side and in the right state, and yet not possible now."""
        return [
            (known, verb, who)
            for known in self.open
            for verb, who in possible(known.model, USERS, self.now, barely_not=True)
        ]

    def _turns(self) -> dict[Verb, list[tuple[Known, Person]]]:
        """Each verb that is possible now, by whom in which case; but for a side that is silent."""
        found: dict[Verb, list[tuple[Known, Person]]] = {}
        for verb, moves in self.moves.items():
            for known, who in moves:
                by_itself = who is CLOCK and verb in BY_A_USER
                if not by_itself and who.party not in self.silent:
                    found.setdefault(verb, []).append((known, who))
        return found

    def anybody_tries_anything(self, data: Data) -> None:
        """Mostly refused."""
        verb, who = data.draw(st.sampled_from(Verb)), pick(data, PERSONS)
        if verb in BY_A_USER:
            who = _for_the_platform(who)
        self._try(verb, pick(data, self.known), who, data)

    def _try(self, verb: Verb, known: Known, who: Person, data: Data) -> None:
        if verb == Verb.TAKE:
            self.take(who)
        else:
            self.act(known, self._draw_act(verb, known.model, who, data))

    def _draw_act(self, verb: Verb, dispute: Case, who: Person, data: Data) -> Act:
        match verb:
            case Verb.CHANGE | Verb.PROPOSE:
                return Act(verb, who, offer(data.draw(TERMS), dispute.most))
            case Verb.REPORT_ARRIVAL:
                terms, text = offer(data.draw(REQUESTS[True]), dispute.most), data.draw(WORDS)
                return Act(verb, who, terms, text, photo=self._brings_photo(who, data))
            case Verb.RULE:
                terms, text = offer(data.draw(TERMS), dispute.most), data.draw(WORDS)
                # The first statement has mostly been answered; there may be none of this number.
                number = max(1, data.draw(st.integers(-2, len(dispute.statements) + 1)))
                return Act(verb, who, terms, text, number=number)
            case Verb.REQUEST_EVIDENCE:
                return Act(verb, who, text=data.draw(WORDS), of=data.draw(ASKED))
            case Verb.ACCEPT:
                return Act(verb, who, shown=_shown(dispute, who, data.draw(SHOWN)))
            case Verb.CHANGE_EVIDENCE:
                number = data.draw(st.integers(1, len(dispute.statements)))
                return Act(verb, who, text=data.draw(WORDS), number=number)
            case Verb.REASSIGN:
                return Act(verb, who, to=pick(data, USERS))
        return self._draw_way_back(verb, dispute, who, data)

    def _draw_way_back(self, verb: Verb, dispute: Case, who: Person, data: Data) -> Act:
        text = data.draw(WORDS)
        match verb:
            case Verb.CONTEST_RETURN:
                photo = self._brings_photo(who, data)
                came = data.draw(st.integers(0, 2))
                claim = data.draw(CLAIMS)
                return Act(verb, who, text=text, photo=photo, claim=claim, pieces=came)
            case Verb.SHIP_RETURN:
                cost = pick(data, [0, 0, 700])
                photo = cost > 0 and self._brings_photo(who, data)
                return Act(verb, who, text=text, photo=photo, freight=cost)
            case Verb.CLAIM_FREIGHT:
                photo, cost = self._brings_photo(who, data), pick(data, [1, 700, 9000])
                return Act(verb, who, photo=photo, freight=cost)
            case Verb.REPORT_RETURN_DELIVERED:
                shipped_at = dispute.shipped_at or self.now
                wrong = [shipped_at - TICK, self.now + TICK]
                at = pick(data, [self.now, shipped_at, *wrong, *wrong])
                photo = who.party == Party.BUYER and self._brings_photo(who, data)
                return Act(verb, who, text=text, photo=photo, delivered_at=at)
        return Act(verb, who, text=text)

    def _brings_photo(self, who: Person, data: Data) -> bool:
        return data.draw(st.integers(0, 3)) > 0 and self.stage.has_photo(who)


def _for_the_platform(who: Person) -> Person:
    """These verbs ask for a user, and take whoever comes for somebody of the platform."""
    if who is CLOCK:
        return SUPERVISOR
    judges = {judge.name: judge for judge in JUDGES}
    return judges.get(who.name, replace(who, party=Party.PLATFORM))


def _shown(dispute: Case, who: Person, which: str) -> tuple[Party, int]:
    """Whose proposal the page showed, and which version; there is always the first request."""
    party = who.party if which == "own" else OTHER_SIDE.get(who.party, Party.BUYER)
    version = dispute.versions[party] - int(which == "older")
    return (party, version) if version > 0 else (Party.BUYER, 1)
