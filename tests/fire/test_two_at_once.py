"""Two sweeps and two deliveries at once: everything is done, and done once."""

from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_overdue
from tests.fire.site import Site
from tests.fire.size import cases
from tests.support.world import World


def two_at_once(site: Site, command: str, **faults: str) -> None:
    both = [site.command(command, **faults) for _ in range(2)]
    assert [child.wait() for child in both] == [0, 0], [child.last_words() for child in both]


def test_two_sweeps_and_two_deliveries_at_once(site: Site, told: Told) -> None:
    number = cases(5000, 1000)
    file_overdue(World(), number)
    two_at_once(site, "enforce_deadlines")
    assert counts.enforced(number).flawless
    two_at_once(site, "deliver_outbox")
    told("two sweeps and two deliveries at once", counts.enforced_and_paid(number, site.folder))


def test_without_the_locks_and_laws_everything_is_done_twice(site: Site) -> None:
    """The drill above can fail."""
    file_overdue(World(), 10)
    counts.without_laws()
    two_at_once(site, "enforce_deadlines", locks="none")
    assert counts.enforced(10).twice > 0
