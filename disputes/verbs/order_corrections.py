"""What becomes known of an order: what was paid, what was given back elsewhere, that it is off.

It comes with its source and becomes a line in the history of every open case: what a case is about
is never changed behind its back. What becomes known of parcels: `verbs.parcels`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from disputes import access
from disputes.errors import Code, Refused
from disputes.kernel.line_facts import lock_order, tell
from disputes.kernel.transactions import one_transaction
from disputes.models import Dispute, Order, OrderLine
from disputes.rules.incoming import check_aware, check_known, check_minor
from disputes.rules.money import format_money
from disputes.rules.texts import check_text


def correct_order(
    order: Order,
    *,
    source: str,
    paid_minor: Mapping[int, int] | None = None,
    refunded_elsewhere_minor: Mapping[int, int] | None = None,
    cancelled_at: datetime | None = None,
) -> None:
    """Record what became known of an order, in the order and in all of its open cases.

    `source` is shown to both sides, such as "the shop". Both amounts are of lines by their number,
    in minor units: what was paid, and all that was given back on another way. What says nothing
    new changes nothing; closed cases stay as they are. A case about what was cancelled or given
    back goes on until somebody ends it, and pays no more than what is left.

    Refused when there is no such line, or when less was paid than was refunded or than an open case
    asks for.
    """
    source = check_text(source, field="source", most=80, sentence=_("Say who says so."))
    with one_transaction():
        items, disputes = lock_order(order)
        lines = {item.line.number: item.line for item in items}
        if cancelled_at is not None:
            [order] = {item.order for item in items}
            order.cancelled_at = check_aware(cancelled_at, field="cancelled_at")
            order.save(update_fields=["cancelled_at"])
        paid, elsewhere = paid_minor or {}, refunded_elsewhere_minor or {}
        check_known({**paid, **elsewhere}, lines)
        for number, amount in paid.items():
            _correct_paid(lines[number], amount, disputes, order.currency)
        for number, amount in elsewhere.items():
            line = lines[number]
            line.refunded_elsewhere_minor = check_minor(amount, field="refunded_elsewhere_minor")
            line.save(update_fields=["refunded_elsewhere_minor"])
        tell(items, disputes, source)


def _correct_paid(
    line: OrderLine, amount_minor: int, disputes: Sequence[Dispute], currency: str
) -> None:
    mine = [dispute for dispute in disputes if dispute.line_id == line.pk]
    least = line.refunded_minor + sum(_asked(mine))
    if check_minor(amount_minor, field="paid") < least:
        raise Refused(
            Code.AMOUNT_INVALID,
            _(
                "Enter at least %(least)s: that was refunded for this item already, or an open "
                "case asks for it. End the case first if less was paid."
            )
            % {"least": format_money(least, currency)},
            field="paid",
        )
    line.paid_minor = amount_minor
    line.save(update_fields=["paid_minor"])


def _asked(disputes: Sequence[Dispute]) -> list[int]:
    """The most that may still be paid in each of these cases."""
    live = access.live_proposals(disputes)
    on_table = [
        [*live[dispute.pk].values(), *filter(None, [dispute.settlement])] for dispute in disputes
    ]
    return [max((each.amount_minor for each in offers), default=0) for offers in on_table]
