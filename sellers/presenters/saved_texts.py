"""What a store has saved for its messages, as the box of a case offers it."""

from collections.abc import Sequence

from disputes.models import Dispute
from disputes.presenters.conversation import SavedText
from sellers.models import SavedReply


def saved_texts_of_store(dispute: Dispute) -> Sequence[SavedText]:
    replies = SavedReply.objects.filter(store=dispute.store_id)
    return [SavedText(str(reply.pk), reply.title, reply.text) for reply in replies]
