"""Machines whose clocks are off by an hour: only the database's clock decides."""

from datetime import timedelta

import pytest

from disputes.models import Dispute
from disputes.states import State
from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_due, file_overdue
from tests.fire.ground import wait_until
from tests.fire.site import Site
from tests.fire.size import FULL_SIZE, cases
from tests.support.world import World

HOUR = 3600


@pytest.mark.parametrize(
    ("beat_is", "worker_is"), [(-HOUR, HOUR), (HOUR, -HOUR)] if FULL_SIZE else [(-HOUR, HOUR)]
)
def test_off_by_an_hour(beat_is: int, worker_is: int, site: Site, told: Told) -> None:
    """What is due is enforced, and nothing that is due within that hour."""
    world, number = World(), cases(1000, 50)
    file_overdue(world, number)
    half_an_hour = timedelta(minutes=30)
    later = file_due(world, 20, first=half_an_hour, last=half_an_hour)
    site.worker(clock=set_clock(site, "worker", worker_is))
    site.beat(clock=set_clock(site, "beat", beat_is))
    wait_until(lambda: not counts.waiting())
    untouched = Dispute.objects.filter(pk__in=[dispute.pk for dispute in later])
    assert untouched.filter(state=State.AWAITING_SELLER).count() == 20
    name = f"clocks off: beat {beat_is // HOUR:+} h, worker {worker_is // HOUR:+} h"
    told(name, counts.enforced_and_paid(number, site.folder))


@pytest.mark.skipif(not FULL_SIZE, reason="part of make drill")
def test_set_back_by_an_hour_while_beat_runs(site: Site, told: Told) -> None:
    """Beat does not wait for the hour to come again."""
    world, number = World(), cases(1000, 50)
    file_overdue(world, number)
    site.worker()
    site.beat(clock=set_clock(site, "beat", HOUR))
    wait_until(lambda: not counts.waiting())
    set_clock(site, "beat", 0)
    file_overdue(world, number)
    delay = wait_until(lambda: not counts.waiting())
    counted = counts.enforced_and_paid(2 * number, site.folder)
    told("beat's clock set back by an hour", counted, caught_up_in_s=delay)


def set_clock(site: Site, name: str, wrong_by: int) -> str:
    """The file that says by how many seconds the clock of this machine is wrong."""
    clock, new = site.folder / f"{name}-clock", site.folder / "new-clock"
    new.write_text(str(wrong_by))
    new.rename(clock)  # at once: it is read all the time
    return str(clock)
