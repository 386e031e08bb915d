"""Two people at once: one effect, and a sentence for whoever came second.

For each race, a second test takes the lock away and shows that the race is real: then both get
past every check, and only a last law of the database, a crash instead of a sentence, is left.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from arbitration.background import deadlines
from arbitration.verbs import assignment, policies, rulings
from disputes import clock
from disputes.errors import Code
from disputes.kernel import act
from disputes.models import (
    Dispute,
    Event,
    Ground,
    OrderLine,
    OutboxMessage,
    Policy,
    Posting,
    Reason,
    Refund,
    Ruling,
    User,
)
from disputes.rules.solutions import Offer
from disputes.states import EventKind, SettledBy, Solution, State
from disputes.verbs import applications, evidence_revisions, negotiation
from sellers.models import Breach
from tests.support.concurrency import (
    PATIENCE,
    at_once,
    blocked,
    outcome,
    paused,
    start,
    take_away_the_lock,
    together,
    wait_for,
)
from tests.support.moments import IN_TIME, moment
from tests.support.terms import FULL_REFUND, PAID, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")

SECOND = timedelta(seconds=1)
TURNED_BACK = Code.CONFLICT  # by a law of the database


def at(instant: datetime, act: Callable[[], object]) -> Callable[[], object]:
    """The act as if it were this instant, by the clock of whoever does it."""

    def then() -> object:
        with moment(instant):
            return act()

    return then


def accepting(world: World, dispute: Dispute) -> Callable[[], object]:
    request = dispute.proposals.get()
    return lambda: negotiation.accept(world.as_seller, dispute, request)


def assert_resolved_once(dispute: Dispute, settled_by: SettledBy) -> None:
    row = Dispute.objects.get(pk=dispute.pk)
    assert (row.state, row.settled_by, row.event_count) == (State.RESOLVED, settled_by, 2)
    assert Event.objects.filter(dispute=dispute).count() == 2
    assert Refund.objects.get().amount_minor == PAID
    assert OutboxMessage.objects.count() == 1
    assert Posting.objects.count() == 2
    assert Breach.objects.count() == int(settled_by == SettledBy.SELLER_SILENCE)
    row.line.refresh_from_db()
    assert row.line.refunded_minor == PAID


# An acceptance in the last second against the deadline


def test_an_acceptance_that_came_first_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    accept = at(dispute.due_at - IN_TIME, accepting(world, dispute))
    with paused(monkeypatch, act, "record", accept) as accepted, moment(dispute.due_at):
        assert deadlines.enforce_deadlines() == 0  # passes over what somebody holds
    assert outcome(accepted) == "done"
    with moment(dispute.due_at):
        assert deadlines.enforce_deadlines() == 0
    assert_resolved_once(dispute, SettledBy.AGREEMENT)


def test_an_acceptance_that_came_second_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    accept = at(dispute.due_at - IN_TIME, accepting(world, dispute))
    enforce = at(dispute.due_at, deadlines.enforce_deadlines)
    with ThreadPoolExecutor(1) as pool:
        with paused(monkeypatch, deadlines, "record", enforce) as enforced:
            accepted = start(pool, accept)
            wait_for(lambda: blocked() == 1)
        assert (outcome(enforced), outcome(accepted)) == ("done", Code.WRONG_STATE)
    assert_resolved_once(dispute, SettledBy.SELLER_SILENCE)


def test_waiting_for_the_lock_does_not_stop_the_time() -> None:
    """Sent in time, but still waiting when the deadline passes: refused."""
    world = World()
    dispute = world.open_dispute()
    due_at = dispute.due_at
    assert due_at is not None
    in_time = due_at - timedelta(milliseconds=300)
    begun = clock.now()
    accept = at(in_time, accepting(world, dispute))

    def is_over() -> bool:
        return clock.now() - begun > SECOND

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Dispute.objects.select_for_update().get(pk=dispute.pk)
            accepted = start(pool, accept)
            wait_for(lambda: blocked() == 1 and is_over())
        assert outcome(accepted) == Code.TOO_LATE
    assert world.again(dispute).state == State.AWAITING_SELLER


def test_without_the_lock_acceptance_and_deadline_both_go_ahead(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Both settle the case; only a unique constraint stops the second, and it is told nothing."""
    world = World()
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    accept = at(dispute.due_at - IN_TIME, accepting(world, dispute))
    enforce = at(dispute.due_at, deadlines.enforce_deadlines)
    take_away_the_lock(monkeypatch, 2)
    outcomes = together(accept, enforce)
    sweep_crashed = "could not be enforced" in caplog.text
    assert (outcomes, sweep_crashed) in [([TURNED_BACK, "done"], False), (["done", "done"], True)]


# Two opposite rulings, from two windows of one arbitrator


def opposite_rulings(world: World) -> tuple[Dispute, list[Callable[[], object]]]:
    world.dispute_in(State.AWAITING_RULING)
    dispute = assignment.take_next(world.arbitrator)

    def ruling(offer: Offer, code: str) -> Callable[[], object]:
        ground = Ground.objects.get(code=code)
        return lambda: rulings.issue_ruling(
            world.arbitrator, dispute, offer=offer, ground=ground, reasons=reasons_for(1), cites=[1]
        )

    return dispute, [
        ruling(FULL_REFUND, "differs_from_listing"),
        ruling(Offer(Solution.NO_REFUND), "matches_listing"),
    ]


def test_of_two_rulings_one_counts() -> None:
    world = World()
    dispute, both = opposite_rulings(world)
    assert at_once(dispute, *both) == ["done", Code.WRONG_STATE]
    ruled, ruling = world.again(dispute), Ruling.objects.get()
    event = dispute.events.get(kind=EventKind.RULED)
    assert ruled.state == State.RULED
    assert event.data["amount_minor"] == ruling.proposal.amount_minor
    assert event.data["ground"] == ruling.ground.title


def test_without_the_lock_both_rulings_go_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    _case, both = opposite_rulings(World())
    take_away_the_lock(monkeypatch, 2)
    assert together(*both) == [TURNED_BACK, "done"]


# Two applications for one item


def two_applications(world: World) -> tuple[OrderLine, list[Callable[[], Dispute]]]:
    line = world.line()
    item, reason = line.items.get(), Reason.objects.get(code="colour")

    def application(key: str) -> Callable[[], Dispute]:
        photo = world.photo(world.buyer, key)
        return lambda: applications.open_dispute(
            world.buyer, item, reason=reason, offer=FULL_REFUND, text="Green.", files=[photo]
        )

    return line, [application("one"), application("two")]


def test_of_two_applications_one_is_filed() -> None:
    world = World()
    line, both = two_applications(world)
    assert at_once(line, *both) == [Code.CASE_EXISTS, "done"]
    assert Dispute.objects.get().line == line
    assert Event.objects.count() == 1


def test_without_the_lock_both_applications_go_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    _line, both = two_applications(World())
    both_were_checked = Barrier(2, timeout=PATIENCE)
    check = applications._check_application

    def checked(*args: Any) -> int:
        pieces = check(*args)
        both_were_checked.wait()
        return pieces

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    monkeypatch.setattr(applications, "_check_application", checked)
    assert together(*both) == [TURNED_BACK, "done"]


# "Take next case" by two arbitrators


def taking(arbitrator: User) -> Callable[[], Dispute]:
    return lambda: assignment.take_next(arbitrator)


def test_one_case_is_taken_by_one_arbitrator(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    with paused(monkeypatch, assignment, "record", taking(world.arbitrator)) as first:
        assert together(taking(world.arbitrator2)) == [Code.NOTHING_TO_TAKE]
    assert outcome(first) == "done"
    assert world.again(dispute).assignee == world.arbitrator
    assert dispute.events.filter(kind=EventKind.TAKEN).count() == 1


def test_of_two_cases_each_arbitrator_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    urgent, next_one = (world.dispute_in(State.AWAITING_RULING) for _ in range(2))
    with paused(monkeypatch, assignment, "record", taking(world.arbitrator)) as first:
        assert together(taking(world.arbitrator2)) == ["done"]
    assert outcome(first) == "done"
    assert world.again(urgent).assignee == world.arbitrator
    assert world.again(next_one).assignee == world.arbitrator2


def test_without_the_lock_both_take_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.dispute_in(State.AWAITING_RULING)
    take_away_the_lock(monkeypatch, 2)
    assert together(taking(world.arbitrator), taking(world.arbitrator2)) == [TURNED_BACK, "done"]


# A button that is hammered


def test_fifty_identical_acceptances_are_one() -> None:
    world = World()
    dispute = world.open_dispute()
    found = at_once(dispute, *[accepting(world, dispute)] * 50)
    assert found == ["done", *[Code.WRONG_STATE] * 49]
    assert_resolved_once(dispute, SettledBy.AGREEMENT)


def test_without_the_lock_all_of_them_go_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    dispute = world.open_dispute()
    acceptances = [accepting(world, dispute)] * 5
    take_away_the_lock(monkeypatch, 5)
    outcomes = together(*acceptances)
    assert outcomes[-1] == "done"
    # Whoever comes when the refund stands already finds that nothing is left.
    assert set(outcomes[:-1]) <= {TURNED_BACK, Code.AMOUNT_INVALID}


# Workers side by side


def test_two_sweeps_share_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    older, newer = world.open_dispute(), world.open_dispute()
    assert newer.due_at is not None
    sweep = at(newer.due_at, lambda: deadlines.enforce_deadlines(limit=1))
    with paused(monkeypatch, deadlines, "record", sweep) as first:
        assert together(sweep) == ["done"]
        assert world.again(older).state == State.AWAITING_SELLER
        assert world.again(newer).state == State.RESOLVED
    assert outcome(first) == "done"
    assert Refund.objects.count() == Breach.objects.count() == 2


def test_the_reference_data_outlives_these_tests() -> None:
    assert Reason.objects.filter(code="colour").exists()
    assert User.objects.count() == 0


# Two supervisors who publish from the same version


def test_of_two_policies_from_one_version_one_is_published() -> None:
    world = World()
    numbers = {name: getattr(Policy.objects.latest(), name) for name in policies.NUMBERS}

    def publish() -> None:
        policies.publish_policy(world.supervisor, numbers, change_note="Mine.", based_on=1)

    assert at_once(Policy.objects.get(version=1), publish, publish) == ["done", Code.STALE]
    assert Policy.objects.count() == 2


# Two people of a store change the same statement


def changes_of_one_statement(world: World, dispute: Dispute) -> list[Callable[[], object]]:
    said = dispute.evidence.get(number=2)
    return [
        partial(evidence_revisions.change_evidence, world.as_seller, dispute, said, text=text)
        for text in ("It is teal.", "It is navy.")
    ]


def test_nobody_overwrites_a_change_that_they_have_not_seen() -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    assert at_once(dispute, *changes_of_one_statement(world, dispute)) == ["done", Code.STALE]
    said = dispute.evidence.get(number=2)
    changed = Event.objects.get(dispute=dispute, kind=EventKind.EVIDENCE_CHANGED)
    assert (said.version, said.text) == (2, changed.data["text"])


def test_without_the_lock_both_write_the_same_line_of_the_history(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    dispute = world.dispute_in(State.NEGOTIATING)
    changes = changes_of_one_statement(world, dispute)
    take_away_the_lock(monkeypatch, len(changes))
    assert together(*changes) == [TURNED_BACK, "done"]
