"""The platform's own time is bounded in all, told to both sides, and has a consequence."""

import logging
from datetime import timedelta

import pytest
from django.test import Client

from arbitration.models import Handover
from arbitration.operations import gauges, metrics
from arbitration.operations.alerts import alerts
from arbitration.verbs import assignment, rulings
from disputes import clock
from disputes.errors import Code
from disputes.kernel.decisions_audit import decision_flaws
from disputes.models import Dispute, Event, Policy, Ruling, User
from disputes.rules.solutions import Offer
from disputes.states import EventKind, SettledBy, Solution, State
from disputes.verbs import appeals, evidence, returns
from disputes.wording import sentence
from sellers.models import Breach
from tests.support.half import rule_half
from tests.support.moments import enforce_at, moment, run_out
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import PAID, RETURN_AND_REFUND, ground_for, reasons_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def page(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(address, follow=True).text


def let_time_pass(world: World, dispute: Dispute) -> int:
    """Nobody rules until the case is over; how many clocks ran out."""
    rounds = 0
    while world.again(dispute).state in (State.AWAITING_RULING, State.APPEALED):
        run_out(world, dispute)
        rounds += 1
        assert rounds < 20, "no end"
    return rounds


def nobody_may_judge(world: World) -> Dispute:
    """An appeal; the two who could hear it belong to the store."""
    dispute = world.dispute_in(State.APPEALED)
    for person in (world.arbitrator2, world.supervisor):
        world.store.memberships.create(user=person)
    return dispute


def test_the_clock_restarts_within_it_only() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    closed = dispute.events.get(kind=EventKind.EVIDENCE_CLOSED)
    bound = closed.at + 14 * DAY
    assert (dispute.decide_by, dispute.due_at) == (bound, closed.at + 2 * DAY)
    assert let_time_pass(world, dispute) == 7
    ended = world.again(dispute).events.get(kind=EventKind.NOT_RULED)
    assert bound <= ended.at < bound + DAY


def test_both_sides_are_told_until_when() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert dispute.decide_by is not None
    at = f"{dispute.decide_by:%-d %b %Y, %H:%M} (UTC+00:00)"
    told = f"The platform decides by {at} at the latest."
    closed = dispute.events.get(kind=EventKind.EVIDENCE_CLOSED)
    assert sentence(closed).endswith(told)
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        shown = page(user, f"/{portal}/cases/{dispute.reference}/")
        assert told in shown
        assert "The platform decides by</dt>" in shown
    appealed = world.dispute_in(State.APPEALED)
    event = appealed.events.get(kind=EventKind.APPEALED)
    assert appealed.decide_by == event.at + 14 * DAY
    assert "The platform decides by" in sentence(event)
    shown = page(world.buyer, f"/buyer/cases/{world.dispute_in(State.NEGOTIATING).reference}/")
    assert "The platform decides by" not in shown


def test_the_last_time_it_goes_to_a_supervisor_and_somebody_is_alarmed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World()
    Policy.objects.update(platform_days=1)  # two times to rule are the least
    dispute = world.dispute_in(State.APPEALED)
    make_user("arbitrator", "Arbitrators")  # could have it as well
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    with caplog.at_level(logging.ERROR):
        run_out(world, dispute)
    dispute = world.again(dispute)
    assert (dispute.assignee, dispute.due_at) == (world.supervisor, dispute.decide_by)
    assert f"{dispute.reference}: the platform's time to rule ends" in caplog.text
    event = dispute.events.last()
    assert event is not None
    assert event.kind == EventKind.REASSIGNED
    assert "The platform decides by" in sentence(event)
    assert "Without one, the ruling that was appealed is carried out: a refund of $11.50." in page(
        world.seller, f"/seller/cases/{dispute.reference}/"
    )
    auditor = make_user("auditor", "Auditors")
    assert dispute.reference in page(auditor, "/admin/board/")
    found = gauges.read()
    assert found.last_round == 1
    told = [alert.what for alert in alerts(found, broker_answers=True)]
    assert "The platform's time to rule runs out in 1 case." in told
    assert b"redress_cases_in_last_round 1.0" in metrics.exposition()


def test_without_a_ruling_the_request_is_carried_out_and_costs_no_points(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    with caplog.at_level(logging.ERROR):
        let_time_pass(world, dispute)
    closed = world.again(dispute)
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.NO_RULING)
    assert closed.refund.amount_minor == PAID
    assert not Breach.objects.exists()
    assert "the platform did not rule in time" in caplog.text
    assert sentence(dispute.events.get(kind=EventKind.NOT_RULED)) == (
        "The platform did not rule in time. The buyer's request is carried out: a refund of "
        "$23.00. It costs the store no points."
    )
    assert "The platform did not rule in time, so the buyer&#x27;s request was carried out." in (
        page(world.seller, f"/seller/cases/{dispute.reference}/")
    )
    assert b"redress_cases_not_ruled_total 1.0" in metrics.exposition()


def test_what_went_back_already_is_not_sent_back_again() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="Empty.", files=[photo])
    for actor in (world.as_buyer, world.as_seller):
        evidence.finish_evidence(actor, dispute)
    let_time_pass(world, dispute)
    closed = world.again(dispute)
    assert (closed.state, closed.refund.amount_minor) == (State.RESOLVED, PAID)
    assert closed.settlement is not None
    assert closed.settlement.offer == Offer(Solution.REFUND, PAID)
    assert RETURN_AND_REFUND.amount_minor == PAID
    assert list(decision_flaws(closed, list(closed.events.order_by("number")))) == []


@pytest.mark.parametrize("appellant", ["buyer", "seller"])
def test_an_appeal_that_nobody_decides_leaves_the_ruling(appellant: str) -> None:
    """It costs a store no points whose own appeal was never decided."""
    world = World()
    dispute = world.dispute_in(State.RULED)
    actor = world.as_buyer if appellant == "buyer" else world.as_seller
    appeals.appeal(actor, dispute, text="No.")
    let_time_pass(world, dispute)
    closed = world.again(dispute)
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.RULING)
    assert closed.refund.amount_minor == PAID // 2
    assert Breach.objects.exists() == (appellant == "buyer")
    told = sentence(dispute.events.get(kind=EventKind.NOT_RULED))
    assert told.startswith("The platform did not decide on the appeal in time. The ruling stands.")
    assert ("no points" in told) == (appellant == "seller")


def test_a_ruling_that_waits_for_approval_counts_then() -> None:
    world = World()
    Policy.objects.update(large_amounts={"USD": PAID})
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    nothing = Offer(Solution.NO_REFUND)
    rulings.issue_ruling(
        world.arbitrator,
        dispute,
        offer=nothing,
        ground=ground_for(nothing),
        reasons=reasons_for(1),
        cites=[1],
    )
    let_time_pass(world, dispute)
    ruling, ruled = Ruling.objects.get(), world.again(dispute)
    assert (ruling.arbitrator, ruling.approved_by) == (world.arbitrator, None)
    assert (ruled.state, ruled.buyer_may_appeal) == (State.RULED, True)


def test_where_nobody_may_judge_the_platform_is_alarmed_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World()
    dispute = nobody_may_judge(world)
    found = gauges.read()
    assert found.without_judge == 1
    told = [alert.what for alert in alerts(found, broker_answers=True)]
    assert "Nobody may judge 1 appeal." in told
    with caplog.at_level(logging.ERROR):
        run_out(world, dispute)
        waiting = world.again(dispute)
        assert (waiting.assignee, waiting.due_at) == (None, waiting.decide_by)
        run_out(world, dispute)
    assert caplog.text.count("nobody may judge this case") == 1
    assert Event.objects.filter(kind=EventKind.NO_JUDGE).count() == 1
    assert (
        not Event.objects.filter(dispute=dispute, kind=EventKind.REASSIGNED)
        .exclude(actor=world.supervisor)
        .exists()
    )
    assert Handover.objects.filter(why=Handover.Why.TIMED_OUT).count() == 1
    assert world.again(dispute).state == State.RESOLVED


def test_both_sides_read_the_truth_and_a_newcomer_can_still_judge() -> None:
    world = World()
    dispute = nobody_may_judge(world)
    run_out(world, dispute)
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        shown = page(user, f"/{portal}/cases/{dispute.reference}/")
        assert "Nobody of the platform may judge this case" in shown
    newcomer = make_user("arbitrator", "Arbitrators")
    decide_by = world.again(dispute).decide_by
    assert decide_by is not None
    with moment(decide_by - DAY):
        assert assignment.take_next(newcomer) == dispute
        rule_half(newcomer, dispute)
    assert world.again(dispute).state != State.APPEALED


def test_a_supervisor_does_not_begin_a_time_that_is_over() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert dispute.decide_by is not None
    with moment(dispute.decide_by), refused(Code.TOO_LATE):
        assignment.reassign(world.supervisor, dispute, to=world.arbitrator)


def test_after_a_standstill_somebody_has_the_time_to_rule_all_the_same() -> None:
    """Workers stood still for a month; nobody could have ruled."""
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    at = clock.now() + 30 * DAY
    enforce_at(at)
    given = world.again(dispute)
    assert given.state == State.AWAITING_RULING
    assert given.assignee == world.supervisor
    assert given.due_at is not None
    assert given.due_at == given.decide_by
    assert given.due_at > at + DAY
