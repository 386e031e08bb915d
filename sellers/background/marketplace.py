"""Telling the marketplace about sanctions."""

from collections.abc import Sequence

from disputes.background.delivery import Delivery
from disputes.models import OutboxMessage
from sellers.gateways import marketplace


class StandingDelivery(Delivery):
    """One message for each move of a sanction; the marketplace counts a key once."""

    def __init__(self, messages: Sequence[OutboxMessage]) -> None:
        super().__init__(messages)
        self.marketplace = marketplace()

    def send(self, message: OutboxMessage) -> None:
        self.marketplace.tell(key=message.key, payload=message.payload)
