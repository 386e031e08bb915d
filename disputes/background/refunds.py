"""Paying refunds that were decided."""

from collections.abc import Sequence

from disputes import access, clock
from disputes.background.delivery import Delivery
from disputes.gateways import escrow
from disputes.kernel.changes import Change
from disputes.kernel.record import record
from disputes.kernel.rows import update_rows
from disputes.kernel.settlement import double_entry, freight_entry
from disputes.kernel.story import tell_paid
from disputes.models import BookAccount, OutboxMessage, Refund
from disputes.permissions import PLATFORM
from disputes.states import EventKind


class RefundDelivery(Delivery):
    """Asks the gateway to pay each refund, then records all that it paid.

    Safe to repeat at any point: the gateway pays a key once and answers with the same reference,
    and the worker that comes first records it.
    """

    def __init__(self, messages: Sequence[OutboxMessage]) -> None:
        super().__init__(messages)
        keys = [message.key for message in messages]
        self.refunds = {refund.key: refund for refund in Refund.objects.filter(key__in=keys)}
        self.references: dict[str, str] = {}
        self.gateway = escrow()

    def send(self, message: OutboxMessage) -> None:
        refund = self.refunds.get(message.key)
        if refund is None:
            raise LookupError("there is no refund with this key")
        if refund.paid_at is None:
            self.references[refund.key] = self._pay(refund)

    def _pay(self, refund: Refund) -> str:
        """Goods and freight, each once by a key of its own; the gateway's references."""
        references, currency = [], refund.currency
        if refund.amount_minor:
            references.append(
                self.gateway.refund(
                    key=refund.key, amount_minor=refund.amount_minor, currency=currency
                )
            )
        if refund.freight_minor:
            references.append(
                self.gateway.pay_freight(
                    key=refund.freight_key,
                    amount_minor=refund.freight_minor,
                    currency=currency,
                    payer=refund.freight_payer,
                )
            )
        return " ".join(references)

    def record_sent(self, sent: Sequence[OutboxMessage]) -> None:
        """Each refund is read again under its case's lock: what is recorded already stays so."""
        paid = [self.refunds[message.key] for message in sent]
        disputes = {
            dispute.pk: dispute for dispute in access.lock_all([r.dispute_id for r in paid])
        }
        now = clock.now()
        unpaid = list(Refund.objects.filter(dispute__in=disputes, paid_at=None))
        changes = []
        for refund in unpaid:
            refund.paid_at, refund.gateway_reference = now, self.references[refund.key]
            change = Change(disputes[refund.dispute_id], PLATFORM, now)
            change.add(*double_entry(refund, BookAccount.OWED, BookAccount.BUYER, change))
            change.add(*freight_entry(refund, BookAccount.OWED, BookAccount.BUYER, change))
            freight = {"freight_minor": refund.freight_minor} if refund.freight_minor else {}
            change.record_event(
                EventKind.REFUND_PAID,
                amount_minor=refund.amount_minor,
                currency=refund.currency,
                **freight,
            )
            changes.append(change)
        update_rows(unpaid, ["paid_at", "gateway_reference"])
        record(changes)
        tell_paid(unpaid)
