"""What a closed case came to is what happened in the end, whatever was agreed or ruled."""

import pytest

from arbitration.background.statistics import count_months
from arbitration.models import MonthStatistics
from disputes import clock
from disputes.models import Dispute, OrderLine
from disputes.rules.policy import days
from disputes.states import State
from tests.support.case_pdfs import file_of, text_of
from tests.support.moments import moment, run_out
from tests.support.terms import PAID
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def never_sent(world: World) -> Dispute:
    dispute = world.dispute_in(State.AWAITING_RETURN)
    run_out(world, dispute)
    return world.again(dispute)


def cut(world: World, left_minor: int) -> Dispute:
    """So much is left of what was paid when the clock runs out."""
    dispute = world.open_dispute()
    OrderLine.objects.filter(pk=dispute.line_id).update(refunded_minor=PAID - left_minor)
    run_out(world, dispute)
    return world.again(dispute)


def test_the_public_statistics_count_what_was_refunded() -> None:
    world = World()
    never_sent(world)
    cut(world, 0)
    cut(world, 100)
    run_out(world, world.dispute_in(State.AWAITING_ADDRESS))  # so the buyer keeps the goods
    run_out(world, world.dispute_in(State.RETURN_IN_TRANSIT))
    world.dispute_in(State.RESOLVED)
    world.dispute_in(State.WITHDRAWN)
    with moment(clock.now() + days(60)):  # when all of these clocks have run out
        count_months()
    found: dict[str, int] = {}
    for month in MonthStatistics.objects.all():
        for outcome, number in month.numbers["outcomes"].items():
            found[outcome] = found.get(outcome, 0) + number
    assert found == {"none": 2, "partial": 1, "full": 2, "return": 1}


def test_the_list_of_cases_shows_what_was_refunded() -> None:
    world = World()
    expected = {
        never_sent(world).reference: "No refund",
        cut(world, 0).reference: "No refund",
        cut(world, 100).reference: "$1.00",
        world.dispute_in(State.RESOLVED).reference: "$23.00",
        world.dispute_in(State.WITHDRAWN).reference: "No refund",
    }
    rows = signed_in(world.buyer).get("/buyer/cases/", {"show": "closed"}).context["rows"]
    assert {row["reference"]: row["amount"] for row in rows} == expected


def test_the_case_file_begins_with_what_happened() -> None:
    world = World()
    text = text_of(file_of(world, never_sent(world)))
    assert "No refund The item was not sent back in time, so no refund is paid." in text
