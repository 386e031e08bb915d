"""What becomes known of an order while the clocks are paused is told in its cases all the same."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from arbitration.background.pauses import spread_pauses
from disputes import clock
from disputes.models import Dispute
from disputes.states import EventKind
from disputes.verbs import negotiation
from disputes.verbs.parcels import Promise, correct_parcel
from tests.support.rests import DAY, due, pause_all
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute(world: World) -> Dispute:
    """Both talk, about a parcel that is promised in some days."""
    dispute = world.file_not_received(
        world.line(dispatched=6 * DAY, delivered=None, promised_days=10)
    )
    negotiation.reject(world.as_seller, dispute, text="It is on its way.")
    return world.again(dispute)


def test_a_later_promise_moves_a_clock_that_leaves_a_pause_out(
    world: World, dispute: Dispute
) -> None:
    pause_all(world)
    assert spread_pauses() == 1
    promised_on = (clock.now() + 40 * DAY).date()
    correct_parcel(dispute.item.parcel, source="the shop", promise=Promise(on=promised_on))
    now = world.again(dispute)
    assert now.blocked_until is not None
    assert timedelta() <= now.blocked_until + 10 * DAY - due(dispute) < timedelta(seconds=2)
    corrected, paused = list(now.events.order_by("number"))[-2:]
    assert (corrected.kind, paused.kind) == (EventKind.ORDER_CORRECTED, EventKind.CLOCK_PAUSED)
    assert now.snapshot.as_of == corrected.number
    assert now.snapshot.promised_on == promised_on
    call_command("verify_history")
