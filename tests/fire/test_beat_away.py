"""Nothing ticks for three days; then everything is enforced, the oldest first."""

from datetime import timedelta

from disputes.models import Event
from disputes.states import EventKind
from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_due
from tests.fire.ground import wait_until
from tests.fire.site import Site
from tests.fire.size import cases
from tests.support.world import World


def test_three_days(site: Site, told: Told) -> None:
    number = cases(10_000, 500)
    due = file_due(World(), number, first=timedelta(days=-3), last=timedelta(0))
    site.worker()
    site.beat()
    wait_until(lambda: counts.forced() > 0)
    enforced = wait_until(lambda: counts.forced() == number)
    paid = enforced + wait_until(lambda: not counts.waiting(), patience=300)
    order = Event.objects.filter(kind=EventKind.FORCED).order_by("id")
    assert list(order.values_list("dispute", flat=True)) == [dispute.pk for dispute in due]
    counted = counts.enforced_and_paid(number, site.folder)
    told("beat down for three days", counted, enforced_in_s=enforced, paid_in_s=paid)
