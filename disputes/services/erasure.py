"""Erased photos leave the store, too."""

import logging

from disputes.models import OutboxMessage
from disputes.models.orders import private_storage
from disputes.services.delivery import Delivery
from disputes.services.stored_names import names_with_rows

log = logging.getLogger(__name__)


class FileErasure(Delivery):
    """Removes the files of erased photos. One that is gone already is fine, and one that another
    row has stays."""

    def send(self, message: OutboxMessage) -> None:
        storage, names = private_storage(), message.payload["files"]
        kept = names_with_rows(names)
        for name in names:
            if name in kept:
                log.error("the file %s was to be erased, but another row has it", name)
            else:
                storage.delete(name)
