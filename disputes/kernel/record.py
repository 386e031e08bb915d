"""Saving changes: all rows of all the cases in hand at once, history chained."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model

from disputes.kernel.chain import chain
from disputes.kernel.changes import Change, rows_of
from disputes.kernel.notices import set_reminders, tell_of_events
from disputes.kernel.rests import tell_rests, use_closed_days
from disputes.kernel.rows import insert_rows, update_rows
from disputes.kernel.story import tell_changes

# What an act may change on a case's own row; the rest is set when it is opened.
_CHANGEABLE = (
    "state",
    "due_at",
    "remind_at",
    "rests",
    "pauses_read",
    "changes",
    "reason",
    "reason_labels",
    "received",
    "held_until",
    "arrived_at",
    "came_after_at",
    "buyer_finished_at",
    "seller_finished_at",
    "evidence_closed_at",
    "assignee",
    "proposed_by",
    "buyer_asked",
    "seller_asked",
    "buyer_extensions",
    "seller_extensions",
    "fact_extensions",
    "asked_until",
    "answers_until",
    "ruling_written_at",
    "decide_by",
    "evidence_requests",
    "buyer_appealed_at",
    "seller_appealed_at",
    "buyer_may_appeal",
    "seller_may_appeal",
    "buyer_accepted_ruling_at",
    "seller_accepted_ruling_at",
    "settled_by",
    "settlement",
    "return_address",
    "return_country",
    "address_changes",
    "return_carrier",
    "return_tracking",
    "return_shipped_at",
    "return_delivered_at",
    "freight_payer",
    "freight_most_minor",
    "freight_paid_minor",
    "return_claim",
    "return_pieces",
    "return_contested_at",
    "closed_at",
    "erased_at",
    "event_count",
    "chain_head",
    "last_event_at",
)

_ATTACHED = ("evidence", "message", "form_key", "caption", "shot")
_REVISED = ("text", "version", "changed_at", "seen_at")
_SEEN = ("buyer_seen_at", "seller_seen_at")


def record(changes: Sequence[Change]) -> None:
    """Save these changes: a fixed number of queries, however many they are.

    1. What the clocks leave out is told; the history is numbered and chained; the cases carry its
       new length and head.
    2. New cases, then proposals that came off the table (before new ones come on: a side has one
       live proposal at most), then the new rows, each kind in one statement and in the order in
       which the acts made them, since later kinds point to earlier ones.
    3. Files that moved to new evidence or messages, evidence that was changed or seen, with its
       files, messages that were seen, and the cases that were there before.
    4. A notice for everybody whom it concerns.
    5. After the commit, a line in the log for each event and each refund.

    Must run in the transaction that holds the rows' locks.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() outside the transaction that locked the cases")
    for change in changes:
        tell_rests(change)
        chain(change)
    set_reminders(changes)
    use_closed_days(changes)
    new = [change.dispute for change in changes if change.dispute.pk is None]
    old = [change.dispute for change in changes if change.dispute.pk is not None]
    insert_rows(new)
    update_rows([p for change in changes for p in change.ended], ["status", "answered_at"])
    for model in _kinds(changes):
        insert_rows(rows_of(changes, model))
    update_rows([f for change in changes for f in change.attached], _ATTACHED)
    update_rows([e for change in changes for e in change.revised], _REVISED)
    update_rows([m for change in changes for m in change.seen], _SEEN)
    update_rows([f for change in changes for f in change.redone], ["caption", "replaced_by"])
    update_rows(old, _CHANGEABLE)
    tell_of_events(changes)
    tell_changes(changes)


def _kinds(changes: Sequence[Change]) -> list[type[Model]]:
    return list(dict.fromkeys(type(row) for change in changes for row in change.created))
