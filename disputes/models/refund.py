"""Money that moves, and the books of it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.laws import AppendOnly, Law, NeverEmptied, OnInserts
from disputes.models.orders import OrderLine

# One statement for all the refunds of a batch. A refund never changes its amount or its line (the
# second law), so adding on insert is enough.
_ADDS_UP = """
    UPDATE disputes_orderline AS line
    SET refunded_minor = line.refunded_minor + added.amount
    FROM (
        SELECT refund.line_id, sum(refund.amount_minor) AS amount
        FROM new_refunds AS refund GROUP BY refund.line_id
    ) AS added
    WHERE line.id = added.line_id;
    SELECT line.id INTO wrong
    FROM disputes_orderline AS line JOIN new_refunds AS refund ON refund.line_id = line.id
    WHERE line.refunded_minor + line.refunded_elsewhere_minor > line.paid_minor LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'no more is refunded for order line % than is left of what was paid', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_within_paid';
    END IF;
    RETURN NULL;
"""
_STAYS = """
    RAISE EXCEPTION 'a refund keeps its case, line, key and amount'
        USING ERRCODE = 'integrity_constraint_violation';
"""


class Refund(models.Model):
    """The one refund of a case, decided with the case and paid later by a worker.

    `key` is the gateway's idempotency key: however often the payment is tried, it moves once. A
    trigger adds the amount to the line's `refunded_minor`, which can never pass what was paid.
    """

    # One foreign key of the database holds both: it says that the case is about this line. A model
    # cannot declare one of two columns, so the first migration has it as SQL.
    dispute = models.OneToOneField(
        Dispute, on_delete=models.PROTECT, related_name="refund", db_constraint=False
    )
    line = models.ForeignKey(
        OrderLine,
        on_delete=models.PROTECT,
        related_name="refunds",
        db_constraint=False,
        db_index=False,
    )
    key = models.CharField(_("idempotency key"), max_length=40)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    decided_at = models.DateTimeField(_("decided"))
    paid_at = models.DateTimeField(_("paid"), null=True)
    gateway_reference = models.CharField(_("gateway's reference"), max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="one_refund_a_key"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_is_positive"),
        ]
        triggers = [
            NeverEmptied(name="refund_never_emptied"),
            OnInserts(
                name="refund_adds_up",
                rows="new_refunds",
                declare=[("wrong", "bigint")],
                func=_ADDS_UP,
            ),
            Law(
                name="refund_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                of=["dispute", "line", "key", "amount_minor", "currency"],
                func=_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount_minor} {self.currency}"


class BookAccount(models.TextChoices):
    """Where money can be. A refund goes from the escrow, over what is owed, to the buyer."""

    ESCROW = "escrow", _("Held in escrow")
    OWED = "owed", _("Owed to the buyer")
    BUYER = "buyer", _("Paid to the buyer")


# For all postings of one statement at once; both sides of a double entry are written by one. A sum
# for each refund, so that no plan reads the whole table for a few rows.
_BALANCE = """
    SELECT posted.refund_id INTO wrong FROM new_postings AS posted
    WHERE (
        SELECT sum(posting.amount_minor) FROM disputes_posting AS posting
        WHERE posting.refund_id = posted.refund_id
    ) <> 0
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the postings of refund % do not sum to zero', wrong
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


class Posting(models.Model):
    """One side of a double entry: minus where money leaves, plus where it comes.

    Append-only; a trigger refuses a statement after which a refund's postings do not sum to zero.
    """

    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(_("account"), max_length=10, choices=BookAccount.choices)
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    posted_at = models.DateTimeField(_("posted"))

    class Meta:
        ordering = ["id"]
        triggers = [
            NeverEmptied(name="posting_never_emptied"),
            AppendOnly(name="posting_append_only"),
            OnInserts(
                name="postings_balance",
                rows="new_postings",
                declare=[("wrong", "bigint")],
                func=_BALANCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_minor:+} {self.currency}"


class EscrowTransfer(models.Model):
    """The embedded escrow's own book, as a payment provider would keep it: one row a key."""

    key = models.CharField(max_length=40, unique=True)
    amount_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference
