"""The history of a case."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.laws import Law, NeverEmptied, texts
from disputes.states import EventKind, Party, State

# The keys of `data` under which stands what people typed: what is erased after the policy's time,
# and the one thing that the law lets anybody take out, of a case that is closed. Their own hash
# stays under `text_hash`; the salt keeps anybody from guessing from it what a short text was.
_FREE_TEXT = ("text", "captions", "reasons", "carrier", "tracking", "address", "country", "salt")

_STAYS = """
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data'
        AND NEW.data = OLD.data - free_text
        AND EXISTS (
            SELECT FROM disputes_dispute AS dispute
            WHERE dispute.id = OLD.dispute_id AND dispute.closed_at IS NOT NULL
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
"""


class Event(models.Model):
    """One thing that happened: append-only (triggers refuse UPDATE and DELETE), hash-chained.

    `hash` is the SHA-256 of the event's content and of the hash before it, so that no line can be
    changed or taken out unnoticed. `data` holds what the sentence on the page needs; it is never
    read to decide anything. It enters the chain by its own hash, `data_hash`, and what people
    wrote by a hash within it: when the policy's time is over, that can be erased from it and the
    chain still holds.
    """

    FREE_TEXT = _FREE_TEXT

    WITH_FREE_TEXT = frozenset(
        {
            EventKind.OPENED,
            EventKind.CHANGED,
            EventKind.ARRIVAL_REPORTED,
            EventKind.PROPOSED,
            EventKind.EVIDENCE_ADDED,
            EventKind.EVIDENCE_CHANGED,
            EventKind.EVIDENCE_REQUESTED,
            EventKind.MESSAGE_SENT,
            EventKind.RULED,
            EventKind.ADDRESS_GIVEN,
            EventKind.RETURN_SHIPPED,
            EventKind.TRACKING_CORRECTED,
        }
    )

    # Found by case and number; nothing asks by anything else, so there are no other indexes.
    dispute = models.ForeignKey(
        Dispute, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=24, choices=EventKind.choices)
    party = models.CharField(_("party"), max_length=10, choices=Party.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    from_state = models.CharField(_("from"), max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=20, choices=State.choices)
    due_at = models.DateTimeField(_("due after it"), null=True)
    at = models.DateTimeField(_("at"))
    data = models.JSONField(_("details"), default=dict)
    data_hash = models.CharField(_("hash of the details"), max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["dispute", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="event_number_in_case")
        ]
        triggers = [
            NeverEmptied(name="event_never_emptied"),
            Law(
                name="event_append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                declare=[("free_text", f"text[] := {texts(_FREE_TEXT)}")],
                func=_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute.reference} {self.number} {self.kind}"
