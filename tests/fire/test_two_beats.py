"""Two beats and two workers, as somebody might start by mistake."""

from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_overdue
from tests.fire.ground import wait_until
from tests.fire.site import Site
from tests.fire.size import cases
from tests.support.world import World


def test_two_beats_and_two_workers(site: Site, told: Told) -> None:
    number = cases(5000, 500)
    file_overdue(World(), number)
    for _ in range(2):
        site.worker()
    for _ in range(2):
        site.beat()
    drained = wait_until(lambda: not counts.waiting(), patience=120)
    counted = counts.enforced_and_paid(number, site.folder)
    told("two beats and two workers", counted, all_paid_in_s=drained)
