"""PostgreSQL is restarted while a sweep is in the middle of a batch."""

import signal

import pytest
from django.db import connection

from tests.bench.ground import cookie_of
from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_overdue
from tests.fire.ground import wait_until
from tests.fire.people import Browser
from tests.fire.site import SWEEP, Site
from tests.fire.size import cases
from tests.support.world import World

CAUGHT_UP_WITHIN = 60.0


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("restarted (fast)", signal.SIGINT),
        ("restarted (immediate)", signal.SIGQUIT),
        ("killed -9", signal.SIGKILL),
    ],
)
def test_restarted(name: str, number: signal.Signals, site: Site, told: Told) -> None:
    """The batch is rolled back; the same worker, beat and web server go on by themselves."""
    world, many = World(), cases(1000, 100)
    file_overdue(world, many)
    worker = site.worker(step="before the commit of a sweep", then="wait")
    web = site.web()
    browser = Browser(web.address, cookie_of(world.seller))
    assert browser.get("/seller/").status == 200
    site.tick(SWEEP)
    wait_until((site.folder / "reached").exists)
    beat = site.beat()
    connection.close()  # this process has no part in the drill
    site.ground.postgresql.stop(number)
    try:
        assert browser.get("/seller/").status == 503
        (site.folder / "go-on").touch()
        site.await_words(worker, "OperationalError")
    finally:
        site.ground.postgresql.start()
    delay = wait_until(lambda: not counts.waiting(), CAUGHT_UP_WITHIN)
    assert browser.get("/seller/").status == 200
    assert not any(child.ended() for child in (worker, beat, web.child))
    counted = counts.enforced_and_paid(many, site.folder)
    told(f"PostgreSQL {name} in a sweep", counted, caught_up_in_s=delay)
