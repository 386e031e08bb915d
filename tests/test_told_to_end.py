"""A command that is told to end (TERM) ends after the batch at hand, and says what it did."""

import os
import signal
from io import StringIO

import pytest
from django.core.management import call_command

from arbitration.services import deadlines
from disputes import clock
from disputes.models import Dispute
from disputes.rules.policy import days
from disputes.states import State
from tests.world import World


@pytest.mark.django_db(transaction=True)
def test_a_sweep_by_hand_ends_between_two_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    for _case in range(3):
        world.case(State.AWAITING_SELLER)
    a_batch = deadlines._enforce_batch

    def told_to_end_in_the_first(limit: int) -> object:
        os.kill(os.getpid(), signal.SIGTERM)
        return a_batch(1)

    monkeypatch.setattr(deadlines, "_enforce_batch", told_to_end_in_the_first)
    before, out = signal.getsignal(signal.SIGTERM), StringIO()
    with clock.shifted(days(6)):
        call_command("enforce_deadlines", stdout=out)
    assert out.getvalue() == "1 enforced\n"
    assert Dispute.objects.filter(state=State.AWAITING_SELLER).count() == 2
    assert signal.getsignal(signal.SIGTERM) == before
