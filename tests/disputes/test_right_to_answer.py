"""Nothing is decided on what a side had no time to answer; and nobody goes on for ever."""

from datetime import datetime, timedelta

import pytest

from arbitration.verbs import assignment, evidence_requests, rulings
from disputes.errors import Code
from disputes.models import Dispute, Event
from disputes.permissions import Actor
from disputes.rules.instants import instant
from disputes.states import OTHER_SIDE, EventKind, Party, State
from disputes.verbs import appeals, evidence, evidence_revisions, negotiation
from disputes.verbs.seen import record_seen
from disputes.wording import sentence
from tests.support.moments import enforce_at, moment
from tests.support.rows import refused
from tests.support.terms import BOTH, HALF, ground_for
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

NOTICE = timedelta(hours=24)
SECOND = timedelta(seconds=1)


def actor(world: World, party: Party) -> Actor:
    return world.as_buyer if party == Party.BUYER else world.as_seller


def last(dispute: Dispute) -> Event:
    event = dispute.events.last()
    assert event is not None
    return event


def end_of(dispute: Dispute) -> datetime:
    """When what is open ends now: the hearing, or the time to answer on appeal."""
    now = Dispute.objects.get(pk=dispute.pk)
    end = now.answers_until if now.state == State.APPEALED else now.due_at
    assert end is not None
    return end


def rule(world: World, dispute: Dispute, *cites: int) -> None:
    rulings.issue_ruling(
        world.arbitrator2,
        dispute,
        offer=HALF,
        ground=ground_for(HALF),
        reasons="".join(f"Evidence {number} shows a green mug; " for number in cites)
        + "the listing shows a blue one.",
        cites=cites,
    )


# The hearing.


def test_what_is_new_takes_back_that_the_other_side_is_done(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    evidence.finish_evidence(world.as_seller, dispute)
    evidence.add_evidence(world.as_buyer, dispute, text="The handle is broken, too.")
    evidence.finish_evidence(world.as_buyer, dispute)
    heard = world.again(dispute)
    assert (heard.state, heard.seller_finished_at) == (State.HEARING, None)
    assert heard.due_at == dispute.due_at
    evidence.add_evidence(world.as_seller, dispute, text="It was whole.")
    evidence.finish_evidence(world.as_seller, dispute)
    assert world.again(dispute).state == State.HEARING, "the buyer can answer that"
    evidence.finish_evidence(world.as_buyer, dispute)
    assert world.again(dispute).state == State.AWAITING_RULING


def test_so_does_what_is_changed_and_what_is_proposed(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    evidence.finish_evidence(world.as_seller, dispute)
    [first] = dispute.evidence.filter(number=1)
    evidence_revisions.change_evidence(world.as_buyer, dispute, first, text="It is broken.")
    assert world.again(dispute).seller_finished_at is None
    evidence.finish_evidence(world.as_seller, dispute)
    negotiation.propose(world.as_buyer, dispute, offer=HALF, text="It is broken as well.")
    assert world.again(dispute).seller_finished_at is None


@pytest.mark.parametrize("party", BOTH)
def test_a_piece_of_the_last_second_moves_the_end(world: World, party: Party) -> None:
    dispute = world.dispute_in(State.HEARING)
    with moment(end_of(dispute) - SECOND):
        evidence.add_evidence(actor(world, party), dispute, text="One more thing.")
    added = last(dispute)
    assert end_of(dispute) == added.at + NOTICE == added.due_at
    assert sentence(added).endswith(
        f"The end moved to {instant(added.at + NOTICE)}, so that the other side can answer."
    )
    assert world.again(dispute).side(party).extensions == 1
    assert world.again(dispute).side(OTHER_SIDE[party]).extensions == 0


def test_what_leaves_time_enough_moves_nothing(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    ends = end_of(dispute)
    with moment(ends - NOTICE - SECOND):
        evidence.add_evidence(world.as_buyer, dispute, text="In time.")
    assert end_of(dispute) == ends
    assert "end_moved_to" not in last(dispute).data
    assert world.again(dispute).buyer_extensions == 0


def test_a_side_moves_the_end_twice_and_can_still_answer_after_that(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    for number in range(2):
        with moment(end_of(dispute) - SECOND):
            evidence.add_evidence(world.as_buyer, dispute, text=f"Once more: {number}.")
    ends = end_of(dispute)
    with moment(ends - SECOND):
        page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/add-evidence/").text
        assert "You have moved the end as often as you can, so it stays." in page
        evidence.add_evidence(world.as_buyer, dispute, text="And the last of all.")
    assert end_of(dispute) == ends
    enforce_at(ends)
    closed = world.again(dispute)
    assert closed.state == State.AWAITING_RULING
    # What nobody could answer is in the file, and no ruling rests on it.
    number = dispute.evidence.count()
    with moment(ends):
        assignment.take_next(world.arbitrator2)
        with refused(
            Code.CITATION_INVALID,
            field="cites",
            says=f"The other side had no time to answer evidence {number}, so no ruling can rest "
            "on it.",
        ):
            rule(world, dispute, 1, number)
        rule(world, dispute, 1, number - 1)


def test_the_page_foretells_what_is_done(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    evidence.finish_evidence(world.as_seller, dispute)
    with moment(end_of(dispute) - SECOND):
        page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/add-evidence/").text
    assert "The other side, which had nothing to add, can answer it." in page
    assert "so that the other side can answer." in page
    assert "After this you can move the end 1 more time." in page


def test_asking_one_side_does_not_finish_the_other(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator2)
    evidence_requests.request_evidence(
        world.arbitrator2, dispute, of=[Party.BUYER], text="The label?"
    )
    evidence.add_evidence(world.as_buyer, dispute, text="Here it is.")
    evidence.finish_evidence(world.as_buyer, dispute)
    heard = world.again(dispute)
    assert (heard.state, heard.seller_finished_at) == (State.HEARING, None)
    evidence.add_evidence(world.as_seller, dispute, text="That is another label.")
    evidence.finish_evidence(world.as_seller, dispute)
    assert world.again(dispute).state == State.HEARING
    evidence.finish_evidence(world.as_buyer, dispute)
    assert world.again(dispute).state == State.AWAITING_RULING


def test_a_late_answer_to_the_arbitrator_leaves_time_and_costs_no_move(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator2)
    evidence_requests.request_evidence(
        world.arbitrator2, dispute, of=[Party.BUYER], text="The label?", within_days=1
    )
    with moment(end_of(dispute) - SECOND):
        evidence.add_evidence(world.as_buyer, dispute, text="Here it is.")
    assert end_of(dispute) == last(dispute).at + NOTICE
    assert world.again(dispute).buyer_extensions == 0


# The appeal.


def appealed(world: World) -> Dispute:
    """The buyer's appeal is evidence 3; somebody has it in hand."""
    dispute = world.dispute_in(State.APPEALED)
    assignment.take_next(world.arbitrator2)
    return world.again(dispute)


def test_an_appeal_is_answered_before_it_is_ruled(world: World) -> None:
    dispute = appealed(world)
    until = end_of(dispute)
    assert dispute.buyer_appealed_at is not None
    assert until == dispute.buyer_appealed_at + NOTICE
    record_seen(world.as_seller, dispute, list(dispute.evidence.all()))
    with refused(Code.NOT_ALLOWED, says=f"The sides can answer each other until {instant(until)}."):
        rule(world, dispute, 1)
    with moment(until - SECOND), refused(Code.NOT_ALLOWED):
        rule(world, dispute, 1)
    with moment(until):
        rule(world, dispute, 1, 3)
    assert world.again(dispute).state == State.RULED


def test_or_once_the_other_side_has_nothing_to_add(world: World) -> None:
    dispute = appealed(world)
    evidence.finish_evidence(world.as_seller, dispute)
    assert world.again(dispute).state == State.APPEALED
    rule(world, dispute, 1, 3)
    assert world.again(dispute).state == State.RULED


def test_what_the_other_side_adds_can_be_answered_by_who_appealed(world: World) -> None:
    dispute = appealed(world)
    with moment(end_of(dispute) - SECOND):
        evidence.add_evidence(world.as_seller, dispute, text="The photo is of another mug.")
        evidence.finish_evidence(world.as_seller, dispute)
        with refused(Code.NOT_ALLOWED, says="The sides can answer each other until"):
            rule(world, dispute, 1)
    assert end_of(dispute) == dispute.evidence.get(number=4).added_at + NOTICE
    with moment(end_of(dispute) - timedelta(hours=1)):
        page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
        assert "Answer the other side" in page
        evidence.finish_evidence(world.as_buyer, dispute)
        rule(world, dispute, 1, 3, 4)


def test_an_appeal_cannot_be_drawn_out(world: World) -> None:
    """Twice by each side; after that nothing is added that nobody could answer."""
    dispute = appealed(world)
    for party in (Party.SELLER, Party.BUYER) * 2:
        with moment(end_of(dispute) + timedelta(hours=1)):
            text = f"And again: {dispute.evidence.count()}."
            evidence.add_evidence(actor(world, party), dispute, text=text)
            with refused(Code.NOT_ALLOWED):
                rule(world, dispute, 1)
    over = end_of(dispute)
    with moment(over):
        for party in BOTH:
            with refused(
                Code.LIMIT_REACHED, says="The time to add evidence to this appeal is over"
            ):
                evidence.add_evidence(actor(world, party), dispute, text="And again.")
        [third] = dispute.evidence.filter(number=3)
        with refused(Code.LIMIT_REACHED):
            evidence_revisions.change_evidence(world.as_buyer, dispute, third, text="Else.")
        due_at = world.again(dispute).due_at
        assert due_at is not None
        assert due_at >= over + timedelta(days=2), "the whole time to rule is left"
        rule(world, dispute, *range(1, 8))


def test_what_the_arbitrator_asks_for_on_appeal_is_waited_for(world: World) -> None:
    dispute = appealed(world)
    with moment(end_of(dispute)):
        evidence_requests.request_evidence(
            world.arbitrator2, dispute, of=[Party.SELLER], text="The label?", within_days=2
        )
        with refused(Code.NOT_ALLOWED, says="The sides can answer each other until"):
            rule(world, dispute, 1)
        evidence.finish_evidence(world.as_seller, dispute)
        rule(world, dispute, 1)


def test_a_new_hearing_and_an_appeal_begin_the_count_anew(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    with moment(end_of(dispute) - SECOND):
        evidence.add_evidence(world.as_buyer, dispute, text="One more thing.")
        for party in BOTH:
            evidence.finish_evidence(actor(world, party), dispute)
        assignment.take_next(world.arbitrator2)
        rule(world, dispute, 1)
        assert world.again(dispute).buyer_extensions == 1
        appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    assert world.again(dispute).buyer_extensions == 0


# What may be cited.


def test_to_have_opened_it_is_not_enough(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    for number in range(3):
        with moment(end_of(dispute) - SECOND):
            evidence.add_evidence(world.as_buyer, dispute, text=f"Once more: {number}.")
            record_seen(world.as_seller, dispute, list(dispute.evidence.all()))
    ends = end_of(dispute)
    enforce_at(ends)
    with moment(ends):
        assignment.take_next(world.arbitrator2)
        with refused(Code.CITATION_INVALID, field="cites"):
            rule(world, dispute, 1, 5)
        evidence_requests.request_evidence(
            world.arbitrator2, dispute, of=[Party.SELLER], text="What do you say?"
        )
        for party in BOTH:
            evidence.finish_evidence(actor(world, party), dispute)
        rule(world, dispute, 1, 5)
    closed = dispute.events.filter(kind=EventKind.EVIDENCE_CLOSED).count()
    assert closed == 2
