"""A draft application: kept at every step, until it is submitted."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from buyers.models import Draft
from disputes.models import Attachment, Dispute, ParcelItem, Reason, User
from disputes.rules.solutions import Offer
from disputes.rules.texts import storable
from disputes.verbs.applications import open_dispute

# What was chosen among possibilities that follow from the answer to "Did you receive it?".
_DEPENDS_ON_RECEIVED = ("reason", "solution")


def keep(buyer: User, item: ParcelItem, typed: Mapping[str, str]) -> None:
    """Add what was typed to the draft, right or wrong: the steps judge it anew each time.

    The row is locked, because two windows of one person may send two steps at once. An empty
    field is no answer. Another answer to "Did you receive it?" drops what no longer fits.
    """
    with transaction.atomic():
        Draft.objects.get_or_create(buyer=buyer, item=item)
        draft = Draft.objects.select_for_update().get(buyer=buyer, item=item)
        before = dict(draft.answers)
        if typed.get("received", before.get("received")) != before.get("received"):
            for name in _DEPENDS_ON_RECEIVED:
                draft.answers.pop(name, None)
        # What is too long is kept whole, and told by its step.
        answers = draft.answers | {name: storable(answer) for name, answer in typed.items()}
        draft.answers = {name: answer for name, answer in answers.items() if answer}
        if draft.answers != before:
            draft.save()


def submit(
    buyer: User,
    item: ParcelItem,
    *,
    pieces: int,
    reason: Reason,
    offer: Offer,
    text: str,
    files: Sequence[Attachment],
    language: str = "",
) -> Dispute:
    """Open the dispute and delete the draft; a draft that outlives its dispute is never shown."""
    dispute = open_dispute(
        buyer,
        item,
        pieces=pieces,
        reason=reason,
        offer=offer,
        text=text,
        files=files,
        language=language,
    )
    Draft.objects.filter(buyer=buyer, item=item).delete()
    return dispute
