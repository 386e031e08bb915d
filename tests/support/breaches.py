"""What the ledger of a store is made from, brought about by hand."""

from disputes import clock
from disputes.models import Dispute
from sellers.models import Breach
from sellers.states import Trigger


def note_silence(dispute: Dispute) -> Breach:
    """That the store does not answer is noted already, so that the database refuses to save what
    follows when the clock of this case runs out."""
    return Breach.objects.create(
        store_id=dispute.store_id,
        dispute=dispute,
        key=f"case:{dispute.pk}:{Trigger.NO_RESPONSE}",
        trigger=Trigger.NO_RESPONSE,
        at=clock.now(),
    )
