"""Counting what was done twice and what was lost, at our end and at the provider's."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from arbitration.models import SetAside
from disputes.models import OutboxMessage, Refund
from tests.fire.provider import Book

_POSTINGS = (
    "disputes_posting JOIN disputes_refund AS refund ON refund.id = refund_id "
    "WHERE dispute_id = kase.id AND account ="
)
# What a case of a silent seller leaves behind, one row each, when it is enforced …
_ENFORCED = (
    "disputes_dispute WHERE id = kase.id AND settled_by = 'seller_silence'",
    "disputes_event WHERE dispute_id = kase.id AND kind = 'forced'",
    "sellers_breach WHERE dispute_id = kase.id",
    "disputes_refund WHERE dispute_id = kase.id",
    "disputes_outboxmessage WHERE key = 'refund-' || kase.reference",
    f"{_POSTINGS} 'escrow'",
)
# … and when its refund is paid.
_PAID = (
    "disputes_refund WHERE dispute_id = kase.id AND paid_at IS NOT NULL",
    "disputes_event WHERE dispute_id = kase.id AND kind = 'refund_paid'",
    "disputes_outboxmessage WHERE key = 'refund-' || kase.reference AND delivered_at IS NOT NULL",
    f"{_POSTINGS} 'buyer'",
)


@dataclass(frozen=True)
class Counts:
    """Rows and payments, of all cases."""

    cases: int
    twice: int
    lost: int

    @property
    def flawless(self) -> bool:
        return self.cases > 0 and (self.twice, self.lost) == (0, 0)


def enforced(number: int) -> Counts:
    """Of so many cases, all of which are due."""
    twice, lost = _compare(_ENFORCED, number)
    return Counts(number, twice, lost + SetAside.objects.count())


def enforced_and_paid(number: int, folder: Path) -> Counts:
    """As `enforced`, and each refund is paid once by the provider whose book lies in `folder`."""
    twice, lost = _compare(_ENFORCED + _PAID, number)
    paid = Book(folder).payments()
    keys = set(Refund.objects.values_list("key", flat=True))
    twice += sum(times - 1 for times in paid.values()) + len(paid.keys() - keys)
    lost += SetAside.objects.count() + max(0, number - len(paid))
    return Counts(number, twice, lost)


def waiting() -> bool:
    """Is anything due, or anything in the outbox?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM disputes_dispute WHERE due_at <= clock_timestamp()) OR "
            "EXISTS (SELECT FROM disputes_outboxmessage WHERE delivered_at IS NULL)"
        )
        found: bool = cursor.fetchone()[0]
    return found


def anything_to_send() -> bool:
    return OutboxMessage.objects.filter(delivered_at=None).exists()


def forced() -> int:
    """How many cases were enforced so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM disputes_event WHERE kind = 'forced'")
        number: int = cursor.fetchone()[0]
    return number


def without_laws() -> None:
    """Take the database's own laws away, so that only the locks are left to prevent harm."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'u' AND "
            "conrelid::regclass::text IN ('disputes_event', 'disputes_refund', "
            "'disputes_outboxmessage', 'sellers_breach') OR conname = 'refunds_within_paid'"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')


def _compare(rows: Sequence[str], number: int) -> tuple[int, int]:
    """How many of these rows are too many, and how many are missing."""
    counts = ", ".join(f"(SELECT count(*) FROM {each}) AS n{i}" for i, each in enumerate(rows))
    twice, lost = (
        " + ".join(f"sum(greatest({wrong.format(i)}, 0))" for i in range(len(rows)))
        for wrong in ("n{} - 1", "1 - n{}")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), {twice}, {lost} FROM (SELECT {counts} FROM disputes_dispute AS kase "
            "WHERE due_at IS NULL OR due_at <= clock_timestamp()) AS found"
        )
        found, too_many, missing = map(int, cursor.fetchone())
    assert found == number, f"{found} cases instead of {number}"
    return too_many, missing
