"""What a seller sees in the queue, read from the page's context."""

from datetime import timedelta
from typing import Any

from django.test import Client

from disputes import clock
from disputes.models import Dispute
from sellers.selectors.queue import SellerQueueRow
from tests.support.world import World


def asked(client: Client, **query: str) -> Any:
    """The context of the queue, for this address."""
    response = client.get("/seller/", query)
    assert response.status_code == 200
    return response.context


def shown(client: Client, **query: str) -> list[str]:
    """The references in the queue, from top to bottom."""
    return [row.dispute.reference for row in asked(client, **query)["rows"]]


def row_of(client: Client, dispute: Dispute, **query: str) -> SellerQueueRow:
    rows: list[SellerQueueRow] = asked(client, **query)["rows"]
    return next(row for row in rows if row.dispute.pk == dispute.pk)


def filed_ago(world: World, **ago: float) -> Dispute:
    with clock.shifted(-timedelta(**ago)):
        return world.open_dispute()
