"""The filters of the arbitrators' queue narrow the work down."""

from datetime import timedelta

import pytest

from disputes import clock
from disputes.models import Dispute
from disputes.verbs import evidence, negotiation
from tests.arbitration.test_queue import shown
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    """With a case in Spanish, opened ten days ago, that has waited for a day."""
    world = World()
    with clock.shifted(timedelta(days=-10)):
        opened = world.open_dispute(language="es")
    with clock.shifted(timedelta(days=-6)):
        negotiation.reject(world.as_seller, opened, text="The mug is blue.")
    with clock.shifted(timedelta(days=-1)):
        negotiation.escalate(world.as_buyer, opened)
        evidence.finish_evidence(world.as_buyer, opened)
        evidence.finish_evidence(world.as_seller, opened)
    return world


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ({"reason": "in_transit"}, False),
        ({"reason": "colour"}, True),
        ({"language": "es"}, True),
        ({"language": "de"}, False),
        ({"age": "7"}, True),
        ({"age": "14"}, False),
        ({"currency": "USD", "least": "23", "most": "23.00"}, True),
        ({"currency": "USD", "least": "23.01"}, False),
        ({"currency": "USD", "most": "22.99"}, False),
        ({"currency": "EUR"}, False),
        ({"reason": "colour", "language": "es", "currency": "USD", "most": "100"}, True),
    ],
)
@pytest.mark.parametrize("tab", ["waiting", "platform"])
def test_filters_narrow_the_work_down(
    world: World, query: dict[str, str], finds: bool, tab: str
) -> None:
    found = shown(world.arbitrator2, tab=tab, **query)
    assert found == ([Dispute.objects.get()] if finds else [])
