"""Rulings that an arbitrator has begun to write."""

from collections.abc import Mapping
from typing import Any

from arbitration.models import RulingDraft
from disputes import clock
from disputes.models import Dispute, User


def save_draft(author: User, dispute: Dispute, fields: Mapping[str, Any]) -> RulingDraft:
    """Keep what this arbitrator has typed, in place of what was kept before."""
    draft, _created = RulingDraft.objects.update_or_create(
        dispute=dispute,
        author=author,
        defaults={"fields": dict(fields), "saved_at": clock.now()},
    )
    return draft


def draft_of(author: User, dispute: Dispute) -> RulingDraft | None:
    """What this arbitrator has kept of a ruling in this case."""
    return RulingDraft.objects.filter(dispute=dispute, author=author).first()


def drop_drafts(dispute: Dispute, author: User) -> None:
    """It became a ruling, or is not wanted any more."""
    RulingDraft.objects.filter(dispute=dispute, author=author).delete()
