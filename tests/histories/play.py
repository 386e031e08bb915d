"""How one step of a history is played: foretold by the model, done to the product, compared."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine, invariant

from arbitration.background.deadlines import enforce_deadlines
from disputes.background import outbox
from disputes.errors import Code, Refused
from disputes.models import Dispute
from disputes.states import PLATFORM_STATES, Verb
from tests.histories import goods_laws, laws, notice_laws
from tests.histories.acts import Act, Person
from tests.histories.books import Books, Row, instant
from tests.histories.cast import JUDGES, PEOPLE, SUPERVISOR, Cast
from tests.histories.faults import Fault, Killed, MoodyEscrow
from tests.histories.mistakes import refusal
from tests.histories.model import Case
from tests.histories.numbers import NUMBERS
from tests.histories.outcomes import carry_out, run_out
from tests.histories.rests import Times
from tests.histories.tally import BROKEN, DONE, Tally
from tests.histories.turns import is_late, may_judge, possible
from tests.histories.verbs import Stage

TICK = timedelta(seconds=1)


@dataclass(eq=False)
class Known:
    """One case: as the product first gave it to us, and as the model has it."""

    dispute: Dispute
    model: Case
    poisoned: bool = False

    @property
    def is_open(self) -> bool:
        return self.model.is_open


class Play(RuleBasedStateMachine):
    """Each history is one savepoint, rolled back at its end."""

    def __init__(self, cast: Cast, tally: Tally) -> None:
        super().__init__()
        self.cast, self.tally, self.stage = cast, tally, Stage(cast)
        self.orders = deepcopy(cast.orders)
        self.numbered = 0  # of what was said of parcels
        self.known: list[Known] = []
        self.groups: list[list[Known]] = []  # that one application opened
        self.forgets = False  # at the very end
        self.numbers: dict[str, int] = NUMBERS
        self.times = Times()
        self.fault: Fault | None = None
        self.moves: dict[Verb, list[tuple[Known, Person]]] = {}
        self._savepoint = transaction.savepoint()
        cast.clock.at = cast.start
        MoodyEscrow.mood = "pays"
        self.books = Books()
        self._lawful: Books | None = None

    @property
    def now(self) -> datetime:
        return self.cast.clock.at

    @property
    def open(self) -> list[Known]:
        return [known for known in self.known if known.is_open]

    def row(self, known: Known) -> Row:
        return self.books.case(known.dispute.pk)

    def attempt(self, do: Callable[[], object], *, may_break: bool = False) -> str:
        """Done, refused with a code, or broken off by the fault that was waiting for it."""
        fault, self.fault = self.fault, None
        try:
            with fault.strikes() if fault else nullcontext():
                do()
        except Refused as refused:
            return BROKEN if may_break and refused.code == Code.CONFLICT else refused.code
        except (DatabaseError, Killed):
            if fault is None and not may_break:  # a real mistake
                raise
            return BROKEN
        return DONE

    def look_again(
        self,
        what: str,
        answer: str,
        expected: Code | None = None,
        *,
        story: str = "",
        all_or_nothing: bool = True,
    ) -> None:
        """The answer must be the one foretold; and if it was not "done", no row has changed.

        Only a sweep or a delivery may have done a part when it was broken off.
        """
        before = self.books
        self.tally.add(what, answer)
        note(f"{self.now:%d %b %H:%M:%S.%f}  {story or what}: {answer}")
        assert answer in (expected or DONE, BROKEN), f"{what}: {answer}, not {expected or DONE}"
        connection.check_constraints()  # what a commit would check
        self.books = Books()
        if answer != DONE and all_or_nothing:
            assert self.books == before, f"{what}: {answer}, and yet something changed"
        self.cast.clock.at += TICK

    def act(self, known: Known, act: Act) -> str:
        now, expected = self.now, refusal(known.model, act, self.now)
        answer = self.attempt(
            lambda: self.stage.perform(act, known.dispute, self.books), may_break=known.poisoned
        )
        story = f"case {self.known.index(known)} ({known.model.state}), {act}"
        self.look_again(act.verb, answer, expected, story=story)
        if answer == DONE:
            assert not known.poisoned, "the poison does not work"
            carry_out(known.model, act, now)
            if act.photo:
                self.stage.use_photo(act.who)
        return answer

    def take(self, who: Person) -> None:
        now = self.now
        free = [
            known
            for known in self.open
            if known.model.state in PLATFORM_STATES
            and known.model.assignee is None
            and not is_late(known.model, now)
            and may_judge(known.model, who)
        ]
        act = Act(Verb.TAKE, who)
        most_urgent = min(free, key=lambda known: str(known.model.due), default=None)
        # What was applied for together with it comes with it.
        groups = [group for group in self.groups if most_urgent in group]
        taken = [known for group in groups for known in group if known in free]
        taken = taken or [known for known in [most_urgent] if known is not None]
        poisoned = any(known.poisoned for known in taken)
        some = self.known[0].dispute
        answer = self.attempt(lambda: self.stage.perform(act, some, self.books), may_break=poisoned)
        expected = None if most_urgent else Code.NOTHING_TO_TAKE
        if who.name not in (judge.name for judge in JUDGES):
            expected = Code.NOT_ALLOWED
        self.look_again(Verb.TAKE, answer, expected)
        if answer == DONE:
            for known in taken:
                carry_out(known.model, act, now)

    def sweep(self) -> None:
        """What is due and not set aside is enforced, each case as the design says."""
        now, unharmed = self.now, self.fault is None
        due = [known for known in self.open if is_late(known.model, now)]
        set_aside = self.set_aside_until()
        tried = [known for known in due if set_aside.get(known, now) <= now]
        before = {known: self.row(known)["event_count"] for known in due}
        answer = self.attempt(enforce_deadlines)
        self.look_again("sweep", answer, all_or_nothing=False)
        moved = [known for known in due if self.row(known)["event_count"] != before[known]]
        assert set(moved) <= set(tried)
        if unharmed:
            assert moved == [known for known in tried if not known.poisoned]
            again = self.set_aside_until()
            for known in tried:
                if known.poisoned:
                    assert now < again[known], "it is passed over until then"
                    self.tally.add("case set aside")
        self.now_of_sweep = now
        for known in moved:
            run_out(known.model, now, self._chosen(known))

    def _chosen(self, known: Known) -> str | None:
        """To whom the platform gave a case: another arbitrator, if anybody else may judge it; else
        whoever wrote the ruling that waits in it, to write it once more."""
        dispute, chosen = known.model, self.cast.names.get(self.row(known)["assignee_id"])
        if dispute.state in PLATFORM_STATES and not dispute.is_last_round:
            able = {
                who.name
                for who in JUDGES
                if may_judge(dispute, who) and who.name != dispute.assignee
            }
            author = {
                who.name
                for who in JUDGES
                if dispute.ruled
                and who.name == dispute.ruled.by
                and may_judge(dispute, who, own_ruling=True)
            }
            renewed = dispute.in_time(dispute.time_to_rule, self.now_of_sweep)
            if dispute.decide_by and renewed >= dispute.decide_by:
                able = able & {SUPERVISOR.name} or able
            wanted = able or author
            assert chosen in wanted if wanted else chosen is None
        return chosen

    def set_aside_until(self) -> dict[Known, datetime]:
        """The cases that a sweep could not enforce, and from when on it tries them again."""
        notes = {
            (row["dispute_id"], instant(row["due_at"])): instant(row["retry_at"])
            for row in self.books.rows("arbitration_setaside")
        }
        found = {known: notes.get((known.dispute.pk, known.model.due)) for known in self.open}
        return {known: at for known, at in found.items() if at is not None}

    def deliver(self, mood: str) -> None:
        now, unharmed = self.now, self.fault is None
        MoodyEscrow.mood = mood
        due = {
            row["key"]
            for row in self.books.rows("disputes_outboxmessage")
            if row["delivered_at"] is None and (instant(row["next_attempt_at"]) or now) <= now
        }
        answer = self.attempt(outbox.deliver_outbox)
        MoodyEscrow.mood = "pays"
        self.look_again("delivery", answer, all_or_nothing=False)
        newly = self.note_paid()
        assert newly <= due
        if unharmed:
            assert mood != "pays" or not self.unpaid() & due
            assert mood == "pays" or not newly

    def note_paid(self) -> set[str]:
        """What the books say was paid, learned by the model; the keys that are new."""
        before = self.unpaid()
        for known in self.known:
            refunds = self.books.of_case("disputes_refund", known.dispute.pk)
            known.model.paid = any(row["paid_at"] for row in refunds)
        return before - self.unpaid()

    def unpaid(self) -> set[str]:
        return {
            f"refund-{known.dispute.reference}"
            for known in self.known
            if known.model.refund is not None and not known.model.paid
        }

    @invariant()
    def laws_hold(self) -> None:
        if self.books is not self._lawful:
            for known in self.known:
                row = self.row(known)
                laws.case_is_as_designed(known.model, row, self.books, self.cast.names)
                laws.history_leads_to_the_row(row, self.books)
                laws.nobody_acted_for_another(known.model, row, self.books, self.cast.names)
                goods_laws.case_says_what_it_is_about(known.model, row, self.books)
            for order in self.orders:
                pk = self.cast.rows[order.name].pk
                goods_laws.order_is_as_designed(order, pk, self.books)
                goods_laws.nothing_said_is_lost(order, pk, self.books)
            if self._lawful is not None:
                goods_laws.windows_move_only_forward(self._lawful, self.books)
            goods_laws.no_piece_is_in_two_cases(self.books)
            laws.money_adds_up(self.books)
            notice_laws.nobody_is_told_of_an_own_act(self.books)
            self._lawful = self.books
        self.moves = {}
        for known in self.open:
            for verb, who in possible(known.model, PEOPLE, self.now):
                self.moves.setdefault(verb, []).append((known, who))

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.end()
        finally:
            transaction.savepoint_rollback(self._savepoint)
            transaction.savepoint_commit(self._savepoint)

    def end(self) -> None:
        """What comes after the last step of a history."""
        raise NotImplementedError
