"""Money that moves, and the books of it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.laws import AppendOnly, Law, NeverEmptied, OnInserts
from disputes.models.orders import OrderLine
from disputes.states import PAYERS, FreightPayer

# One statement for all the refunds of a batch. A refund never changes its amount or its line (the
# second law), so adding on insert is enough. Goods that were paid for elsewhere, even twice over,
# do not keep the freight of the way back.
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
    WHERE refund.amount_minor > 0 AND line.refunded_elsewhere_minor > 0
        AND line.refunded_minor + line.refunded_elsewhere_minor > line.paid_minor
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'no more is refunded for order line % than is left of what was paid', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_within_paid';
    END IF;
    RETURN NULL;
"""
# What was said of the way back when the goods were sent, and what the buyer has shown since.
_FREIGHT_WITHIN_TERMS = """
    IF EXISTS (
        SELECT FROM new_refunds AS refund
        JOIN disputes_dispute AS dispute ON dispute.id = refund.dispute_id
        WHERE refund.freight_minor > 0 AND (
            refund.freight_payer <> dispute.freight_payer
            OR refund.freight_minor > dispute.freight_most_minor
            OR refund.freight_minor > coalesce(dispute.freight_paid_minor, 0)
        )
    ) THEN
        RAISE EXCEPTION 'more is paid for the way back than was promised and shown'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'freight_within_terms';
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
    # On top, for the way back, and who pays it; the line's `refunded_minor` is of the goods alone.
    freight_minor = models.PositiveBigIntegerField(_("return freight"), default=0)
    freight_payer = models.CharField(
        _("who pays the return"), max_length=10, choices=FreightPayer.choices, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3)
    decided_at = models.DateTimeField(_("decided"))
    paid_at = models.DateTimeField(_("paid"), null=True)
    gateway_reference = models.CharField(_("gateway's reference"), max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="one_refund_a_key"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0) | Q(freight_minor__gt=0), name="refund_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(freight_minor=0, freight_payer="")
                | Q(freight_minor__gt=0, freight_payer__in=PAYERS),
                name="refunded_freight_has_a_payer",
            ),
        ]
        triggers = [
            NeverEmptied(name="refund_never_emptied"),
            OnInserts(
                name="refund_adds_up",
                rows="new_refunds",
                declare=[("wrong", "bigint")],
                func=_ADDS_UP,
            ),
            OnInserts(
                name="refund_freight_within_terms", rows="new_refunds", func=_FREIGHT_WITHIN_TERMS
            ),
            Law(
                name="refund_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                of=["dispute", "line", "key", "amount_minor", "currency", "freight_minor"],
                func=_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount_minor} {self.currency}"

    @property
    def total_minor(self) -> int:
        """Goods and return freight."""
        return self.amount_minor + self.freight_minor

    @property
    def freight_key(self) -> str:
        """The gateway's idempotency key of the freight, which is a payment of its own."""
        return f"{self.key}-freight"


class BookAccount(models.TextChoices):
    """Where money can be. A refund goes from the escrow, over what is owed, to the buyer; its
    return freight comes from the seller, or the platform."""

    ESCROW = "escrow", _("Held in escrow")
    SELLER = FreightPayer.SELLER.value, _("Charged to the seller")
    PLATFORM = FreightPayer.PLATFORM.value, _("Paid by the platform")
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
