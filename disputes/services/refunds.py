"""Paying a refund that was decided."""

from typing import Any

from django.db import transaction

from disputes import access, clock
from disputes.gateways import escrow
from disputes.models import Account, Refund
from disputes.permissions import Actor
from disputes.services.changes import Change
from disputes.services.record import record
from disputes.services.settlement import double_entry
from disputes.states import EventKind, Party


def execute_refund(payload: dict[str, Any]) -> None:
    """Ask the gateway to pay, outside any transaction, then note that it did.

    Safe to repeat: the gateway pays a key once, and the note is written by whoever comes first.
    """
    refund = Refund.objects.get(dispute__reference=payload["case"])
    if refund.paid_at is not None:
        return
    reference = escrow().refund(
        key=refund.key, amount_minor=refund.amount_minor, currency=refund.currency
    )
    _note_paid(refund.dispute_id, reference)


def _note_paid(dispute_id: int, reference: str) -> None:
    with transaction.atomic(durable=True):
        dispute = access.lock(dispute_id)
        refund = Refund.objects.get(dispute=dispute)
        if refund.paid_at is not None:
            return
        change = Change(dispute, Actor(None, Party.PLATFORM), clock.now())
        refund.paid_at, refund.gateway_reference = change.now, reference
        refund.save(update_fields=["paid_at", "gateway_reference"])
        change.add(*double_entry(refund, Account.OWED, Account.BUYER, change))
        change.note(
            EventKind.REFUND_PAID, amount_minor=refund.amount_minor, currency=refund.currency
        )
        record([change])
