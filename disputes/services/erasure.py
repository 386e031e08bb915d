"""Erased photos leave the store, too."""

from disputes.models import OutboxMessage
from disputes.models.orders import private_storage
from disputes.services.delivery import Delivery


class FileErasure(Delivery):
    """Removes the files of erased photos. One that is gone already is fine."""

    def send(self, message: OutboxMessage) -> None:
        storage = private_storage()
        for name in message.payload["files"]:
            storage.delete(name)
