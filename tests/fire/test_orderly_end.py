"""A worker that is told to end, or that takes too long, in the middle of a sweep."""

import signal

from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_overdue
from tests.fire.ground import wait_until
from tests.fire.site import DELIVERY, SWEEP, Site
from tests.fire.size import cases
from tests.support.world import World


def test_told_to_end_in_the_middle_of_a_sweep(site: Site, told: Told) -> None:
    """It ends what it has begun, goes, and has succeeded; a fresh one does the rest."""
    number = cases(3000, 700)
    file_overdue(World(), number)
    worker = site.worker(step="before the commit of a sweep", then="wait")
    site.tick(SWEEP)
    wait_until((site.folder / "reached").exists)
    worker.process.send_signal(signal.SIGTERM)
    site.await_words(worker, "Warm shutdown")
    assert counts.forced() == 0
    (site.folder / "go-on").touch()
    assert worker.wait() == 0, worker.last_words()
    assert counts.forced() > 0
    site.worker()
    site.tick(SWEEP, DELIVERY)
    wait_until(lambda: not counts.waiting())
    told("worker told to end in a sweep", counts.enforced_and_paid(number, site.folder))


def test_over_the_time_limit(site: Site, told: Told) -> None:
    """The worker ends the process of the task, and goes on with the next one in another."""
    number = cases(3000, 100)
    file_overdue(World(), number)
    worker = site.worker(step="before the commit of a sweep", then="wait")
    site.tick(SWEEP, time_limit=2)
    site.await_words(worker, "Hard time limit")
    assert counts.forced() == 0
    site.tick(SWEEP, DELIVERY)
    wait_until(lambda: not counts.waiting())
    assert not worker.ended()
    told("task over its time limit", counts.enforced_and_paid(number, site.folder))
