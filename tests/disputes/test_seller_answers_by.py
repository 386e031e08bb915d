"""Before what gives the seller the whole time again, the page says until when that is: without the
days on which its store is closed."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from disputes import clock
from disputes.models import Dispute, Reason
from disputes.rules.solutions import Offer
from disputes.states import FactKind, Solution
from disputes.verbs import late_goods, refund_requests
from disputes.verbs.parcels import NewFact, record_facts
from tests.support.moments import moment
from tests.support.rests import DAY, close_for_days, due
from tests.support.terms import FULL_REFUND
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def told(world: World, dispute: Dispute, act: str) -> datetime:
    page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/{act}/").text
    found = re.search(r"The seller can answer until (.+?) \(UTC\+00:00\)\.", page)
    assert found
    return datetime.strptime(found[1], "%d %b %Y, %H:%M").replace(tzinfo=UTC)


def test_a_changed_request(world: World) -> None:
    dispute = world.open_dispute()
    close_for_days(world, ahead=8, days=3)
    with moment(due(dispute) - DAY / 4):  # the closed days lie in the next five
        foretold = told(world, dispute, "change")
        refund_requests.change_request(
            world.as_buyer, dispute, offer=Offer(Solution.REFUND, 1000), text=""
        )
    assert foretold <= due(dispute) < foretold + 2 * MINUTE
    assert due(dispute) > dispute.opened_at + 12 * DAY


def test_what_is_wrong_with_goods_that_came_late(world: World) -> None:
    dispute = world.file_not_received(
        world.line(dispatched=6 * DAY, delivered=None, promised_days=30)
    )
    record_facts(
        dispute.item.parcel, [NewFact(FactKind.DELIVERED, clock.now(), "d")], source="the carrier"
    )
    close_for_days(world, ahead=8, days=3)
    with moment(due(dispute) - DAY / 4):
        foretold = told(world, dispute, "report-arrival")
        late_goods.report_arrival(
            world.as_buyer,
            dispute,
            reason=Reason.objects.get(code="colour"),
            offer=FULL_REFUND,
            text="It came, and it is green.",
            files=[world.photo(world.buyer)],
        )
    assert foretold <= due(dispute) < foretold + 2 * MINUTE
    assert due(dispute) > dispute.opened_at + 12 * DAY
