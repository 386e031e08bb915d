"""Redis is stopped, hangs, or loses all it knew: the delay changes, and nothing else."""

import signal
import time
from collections.abc import Callable
from statistics import quantiles

import pytest

from tests.bench.ground import cookie_of
from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_overdue
from tests.fire.ground import wait_until
from tests.fire.people import Browser
from tests.fire.site import Site
from tests.fire.size import cases
from tests.support.world import World

# The worker tries to connect again after 2, 4, 6 … at most 32 seconds.
CAUGHT_UP_WITHIN = 60.0


def stop(site: Site) -> None:
    site.ground.valkey.stop(signal.SIGTERM)


def start(site: Site) -> None:
    site.ground.valkey.start()


def hang(site: Site) -> None:
    site.ground.valkey.hang()


def go_on(site: Site) -> None:
    site.ground.valkey.go_on()


def page_time(browser: Browser) -> float:
    """In seconds: what three in four take longer than, whatever else this machine does."""

    def once() -> float:
        begun = time.perf_counter()
        assert browser.get("/seller/").status == 200
        return time.perf_counter() - begun

    return quantiles((once() for _ in range(50)), n=4)[0]


@pytest.mark.parametrize(
    ("name", "take_away", "give_back"), [("stopped", stop, start), ("hangs", hang, go_on)]
)
def test_away(
    name: str,
    take_away: Callable[[Site], None],
    give_back: Callable[[Site], None],
    site: Site,
    told: Told,
) -> None:
    """All is caught up soon after it is back, and meanwhile pages are as fast as ever."""
    world, number = World(), cases(1000, 100)
    file_overdue(world, number)
    site.worker()
    beat = site.beat()
    wait_until(lambda: not counts.waiting())
    browser = Browser(site.web().address, cookie_of(world.seller))
    page_time(browser)  # the first ones are slow
    before = page_time(browser)
    take_away(site)
    try:
        file_overdue(world, number)
        meanwhile = page_time(browser)
        site.await_words(beat, "Message Error" if name == "hangs" else "rror")
        assert counts.waiting()
    finally:
        give_back(site)
    delay = wait_until(lambda: not counts.waiting(), CAUGHT_UP_WITHIN)
    assert meanwhile < 1.5 * before + 0.02, (before, meanwhile)
    told(
        f"Redis {name}",
        counts.enforced_and_paid(2 * number, site.folder),
        caught_up_in_s=delay,
        page_before_ms=1000 * before,
        page_meanwhile_ms=1000 * meanwhile,
    )


def test_emptied(site: Site, told: Told) -> None:
    """Beat and worker do not notice that all of their bindings are gone."""
    world, number = World(), cases(1000, 100)
    file_overdue(world, number)
    site.worker()
    site.beat()
    wait_until(lambda: not counts.waiting())
    assert site.ground.redis().keys()
    site.ground.redis().flushall()
    file_overdue(world, number)
    delay = wait_until(lambda: not counts.waiting(), CAUGHT_UP_WITHIN)
    counted = counts.enforced_and_paid(2 * number, site.folder)
    told("Redis emptied", counted, caught_up_in_s=delay)


def test_a_backlog_of_ticks_is_thrown_away(site: Site, told: Told) -> None:
    """Beat alone, for days: neither memory nor, for the first worker to come back, time."""
    number = cases(1000, 100)
    file_overdue(World(), number)
    site.tick(*["disputes.tasks.deliver_outbox"] * 20_000)
    redis = site.ground.redis()
    assert redis.llen("celery") == 20_000
    site.beat()
    wait_until(lambda: redis.llen("celery") <= 20)
    site.worker()
    delay = wait_until(lambda: not counts.waiting())
    counted = counts.enforced_and_paid(number, site.folder)
    told("20,000 ticks that nobody took up", counted, caught_up_in_s=delay)
