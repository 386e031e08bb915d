"""A worker dies with -9 at each step of its work; a fresh one goes on."""

import signal
from datetime import timedelta

import pytest

from disputes import clock
from disputes.background.outbox import LEASE
from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_overdue
from tests.fire.ground import wait_until
from tests.fire.site import DELIVERY, SWEEP, Site
from tests.fire.size import FULL_SIZE, cases
from tests.support.world import World

STEPS = [
    "before the commit of a sweep",
    "after the commit of a sweep",
    "before sending",
    "after sending",
    "before the commit of a note",
    "after the commit of a note",
]
QUICK = ["before the commit of a sweep", "after sending"]


@pytest.mark.parametrize("step", STEPS if FULL_SIZE else QUICK)
def test_killed(step: str, site: Site, told: Told) -> None:
    number = cases(1200, 60)  # more than a batch
    file_overdue(World(), number)
    kill_a_worker(site, step)
    left = counts.enforced_and_paid(number, site.folder)
    assert left.lost > 0, "it died too late"
    go_on_with_another(site)
    told(f"killed -9 {step}", counts.enforced_and_paid(number, site.folder))


def test_a_provider_that_forgets_its_keys_pays_twice(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The drill above can fail: the outbox sends at least once, and the key makes it once."""
    monkeypatch.setenv("DRILL_FORGETFUL", "yes")
    file_overdue(World(), 10)
    kill_a_worker(site, "after sending")
    go_on_with_another(site)
    assert counts.enforced_and_paid(10, site.folder) == counts.Counts(10, twice=1, lost=0)


def kill_a_worker(site: Site, step: str) -> None:
    worker = site.worker(step=step, then="die")
    site.tick(SWEEP)
    if "sweep" not in step:
        wait_until(counts.anything_to_send)
        site.tick(DELIVERY)
    assert worker.wait() == -signal.SIGKILL
    assert (site.folder / "reached").exists()


def go_on_with_another(site: Site) -> None:
    """The leases of the one that died have run out by then."""
    clock.skip(LEASE + timedelta(seconds=1))
    site.worker()
    site.tick(SWEEP, DELIVERY)
    wait_until(lambda: not counts.waiting())
