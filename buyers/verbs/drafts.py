"""A draft application: kept at every step, until it is submitted."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from buyers.models import Draft
from disputes.models import Attachment, Dispute, ParcelItem, Reason, User
from disputes.rules.texts import storable
from disputes.verbs.applications import Claim, open_disputes

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
    claims: Sequence[Claim],
    *,
    reason: Reason,
    text: str,
    files: Sequence[Attachment],
    language: str = "",
) -> list[Dispute]:
    """Open the cases and delete the drafts; one that outlives its case is never shown."""
    disputes = open_disputes(
        buyer, claims, reason=reason, text=text, files=files, language=language
    )
    items = [claim.item for claim in claims]
    Draft.objects.filter(buyer=buyer, item__in=items).delete()
    return disputes
