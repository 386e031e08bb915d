"""What a case came to is said of an offer in hand and of rows: both say the same."""

import pytest

from disputes.models import Ruling
from disputes.models.proposal import outcome_in_query
from disputes.rules.solutions import Offer, outcome_of
from disputes.states import Outcome, Solution, State
from tests.support.terms import FULL_REFUND, HALF, PAID, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db


def test_rows_and_rules_say_the_same() -> None:
    world = World()
    less_for_a_return = Offer(Solution.RETURN_AND_REFUND, PAID // 2)
    nothing = Offer(Solution.NO_REFUND)
    for offer in (FULL_REFUND, HALF, RETURN_AND_REFUND, less_for_a_return, nothing):
        world.rule(world.dispute_in(State.AWAITING_RULING), offer)
    came_to = outcome_in_query("proposal", "dispute__snapshot__paid_minor")
    rulings = Ruling.objects.annotate(came_to=came_to).select_related("proposal").order_by("pk")
    outcomes = [Outcome(ruling.came_to) for ruling in rulings]
    assert outcomes == [outcome_of(r.proposal.offer, paid_minor=PAID) for r in rulings]
    assert set(outcomes) == set(Outcome)
