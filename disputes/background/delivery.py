"""What a topic of the outbox must provide in order to be delivered."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from disputes.models import OutboxMessage


class Delivery(ABC):
    """How messages of one topic reach the world outside; a new object for each batch.

    An app adds its own to `outbox.deliveries` when it is ready.
    """

    def __init__(self, messages: Sequence[OutboxMessage]) -> None:
        """Here a delivery may read at once what the whole batch needs."""
        self.messages = messages

    @abstractmethod
    def send(self, message: OutboxMessage) -> None:
        """Tell the world outside, outside any transaction; raise unless it is sure to have heard.

        The same message may be sent again: the receiver knows its `key` and counts it once. A
        call must end within some seconds, by a time-out of its own.
        """

    def record_sent(self, sent: Sequence[OutboxMessage]) -> None:  # noqa: B027 - most have nothing to note
        """Write what follows into our own rows, in the transaction that marks these delivered.

        When it fails, it is rolled back and called anew for each message alone: it must read
        under a lock what it changes, and trust nothing that it did the first time.
        """
