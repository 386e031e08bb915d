"""Erased photos leave the store, too."""

import logging

from disputes.background.delivery import Delivery
from disputes.kernel.stored_names import names_with_rows
from disputes.models import OutboxMessage
from disputes.models.orders import private_storage

log = logging.getLogger(__name__)


class FileErasure(Delivery):
    """Removes the files of erased photos. One that is gone already is fine, and one that a
    case of the same group still shows stays until that is erased, too."""

    def send(self, message: OutboxMessage) -> None:
        storage, names = private_storage(), message.payload["files"]
        kept = names_with_rows(names)
        for name in names:
            if name in kept:
                log.info("the file %s stays, since another case shows it", name)
            else:
                storage.delete(name)
