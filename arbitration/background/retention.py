"""Erasing what people wrote and showed in cases that closed long ago.

A case is kept whole for the `keep_days` of the policy it was opened under. After that go: what
both sides and the arbitrators wrote, the photos, how the goods were sent back, and all of this in
the history, which is chained so that it still holds. What stays: who, when, which solution, the
money, the grounds of rulings, and of each photo its hash and its size. Penalties stay with all that
was written about them, since they belong to the record of the store. The accounts of the people
belong to the marketplace and are not touched.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from arbitration.models import Comment, Handover, ProposedRuling, RulingDraft
from buyers.models import Draft
from disputes import access, clock
from disputes.background import halts, sweep
from disputes.kernel.changes import Change
from disputes.kernel.record import record
from disputes.kernel.story import told_as
from disputes.models import (
    Attachment,
    Dispute,
    Event,
    Evidence,
    HaltedCleanup,
    Mail,
    Message,
    MessageReport,
    Policy,
    Proposal,
    Ruling,
    Topic,
)
from disputes.permissions import PLATFORM
from disputes.rules.policy import days
from disputes.states import EventKind
from sellers.selectors.proceedings import needed_for_penalties


@told_as("erasure")
def erase_closed(
    limit: int = 500, seconds: float = 20, going_on: sweep.GoingOn = sweep.always
) -> int:
    """Erase the cases whose time is over, oldest first; how many there were.

    Each batch goes on where the one before ended, and does not look once more at the cases that
    must wait longer than their neighbours. When more are due than usual, none is erased before a
    supervisor has approved it.
    """
    going_on = sweep.within(seconds, going_on)
    kept = Dispute.objects.filter(closed_at__isnull=False, erased_at=None)
    as_of = halts.may_go_as_of(HaltedCleanup.Kind.OLD_CASES, clock.now(), expired_disputes, kept)
    if as_of is None:
        return 0
    since: datetime | None = None

    def next_batch() -> Sequence[Dispute]:
        nonlocal since
        if batch := _erase_batch(limit, since, as_of):
            since = batch[-1].closed_at
        return batch

    return sum(len(batch) for batch in sweep.run(next_batch, going_on))


def expired_disputes(now: datetime) -> QuerySet[Dispute]:
    """Closed cases that are to be erased by now. One whose refund is not paid yet must wait, one
    about whose penalty a store can still say something, and one that lies before whoever judges a
    later case about the same line."""
    kept_from = {policy.pk: now - days(policy.keep_days) for policy in Policy.objects.all()}
    expired = reduce(or_, (Q(policy=pk, closed_at__lte=at) for pk, at in kept_from.items()))
    paid = Q(refund=None) | Q(refund__paid_at__isnull=False)
    # The latest of all instants once more by itself: there the index ends.
    closed = Dispute.objects.filter(erased_at=None, closed_at__lte=max(kept_from.values()))
    later = Dispute.objects.filter(line=OuterRef("line"), closed_at=None)
    needed = needed_for_penalties(now) | Q(Exists(later))
    return closed.filter(expired, paid, ~needed).order_by("closed_at", "id")


def _erase_batch(limit: int, since: datetime | None, as_of: datetime) -> Sequence[Dispute]:
    """All of it in one transaction; the files go after it, by the outbox."""
    with transaction.atomic(durable=True):
        now = clock.now()
        expired = expired_disputes(as_of)
        if since is not None:
            expired = expired.filter(closed_at__gte=since)
        disputes = access.lock_free(expired, limit)
        if disputes:
            changes = {dispute.pk: Change(dispute, PLATFORM, now) for dispute in disputes}
            _erase_texts(disputes)
            _erase_files(changes)
            for change in changes.values():
                _record_erased(change)
            record(list(changes.values()))
        return disputes


def _erase_texts(disputes: Sequence[Dispute]) -> None:
    Evidence.objects.filter(dispute__in=disputes).update(text="")
    Message.objects.filter(dispute__in=disputes).update(text="")
    MessageReport.objects.filter(message__dispute__in=disputes).update(text="", finding="")
    Proposal.objects.filter(dispute__in=disputes).exclude(text="").update(text="")
    Ruling.objects.filter(dispute__in=disputes).update(reasons="")
    Comment.objects.filter(dispute__in=disputes).delete()
    RulingDraft.objects.filter(dispute__in=disputes).delete()
    ProposedRuling.objects.filter(dispute__in=disputes).update(reasons="", comment="")
    Handover.objects.filter(dispute__in=disputes).exclude(comment="").update(comment="")
    # Where they went stays on the person, as long as that is their address.
    mails = Mail.objects.filter(dispute__in=disputes)
    mails.update(address="", text="", html="", switch_off="", last_error="")
    # What was typed in another window after the request was sent.
    Draft.objects.filter(item__in=[dispute.item_id for dispute in disputes]).delete()
    text = list(Event.FREE_TEXT)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disputes_event SET data = data - %s::text[] "
            "WHERE dispute_id = ANY(%s) AND data ?| %s",
            [text, [dispute.pk for dispute in disputes], text],
        )


def files_in(disputes: Collection[int] | QuerySet[Dispute]) -> QuerySet[Attachment]:
    """All files of these cases."""
    return Attachment.objects.filter(
        Q(evidence__dispute__in=disputes) | Q(message__dispute__in=disputes)
    )


def _erase_files(changes: dict[int, Change]) -> None:
    """The rows stay, for the statistics; names, captions and what lies in the store go."""
    files = files_in(list(changes))
    stored: dict[int, list[str]] = {}
    for file in files.select_related("evidence", "message"):
        home = file.evidence or file.message
        assert home is not None, "found by its case"
        stored.setdefault(home.dispute_id, []).extend(file.stored_names)
    files.update(
        name="",
        caption="",
        original="",
        shared="",
        thumbnail="",
        perceptual_hash=None,
        photo_metadata={},
    )
    for dispute, names in stored.items():
        change = changes[dispute]
        change.send(Topic.ERASE_FILES, f"erase-{change.dispute.reference}", files=names)


def _record_erased(change: Change) -> None:
    dispute = change.dispute
    dispute.erased_at = change.now
    dispute.return_address = dispute.return_country = ""
    dispute.return_carrier = dispute.return_tracking = ""
    change.record_event(EventKind.ERASED)
