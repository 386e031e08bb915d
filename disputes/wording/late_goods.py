"""Goods that had not come, and what is known of them now, said to one side."""

from django.utils.translation import gettext as _

from disputes.models import Dispute
from disputes.rules.instants import instant
from disputes.rules.money import format_money
from disputes.states import FINAL_STATES, Party


def late_news(dispute: Dispute, viewer: Party) -> str:
    """What everybody in this case should know of its parcel, or its order; nothing where there is
    no such news."""
    if dispute.came_after_at is not None:
        return _(
            "The item was delivered on %(at)s, after this case had ended with a refund. Both sides "
            "and the marketplace can see this."
        ) % {"at": instant(dispute.came_after_at)}
    if dispute.state in FINAL_STATES:
        return ""
    if not dispute.came_meanwhile:
        return _of_the_order(dispute)
    at = dispute.snapshot.delivered_at
    assert at is not None, "it came"
    told = _("The item was reported as delivered on %(at)s.") % {"at": instant(at)}
    if viewer != Party.BUYER:
        return told
    advice = _(
        "Is it here? If all is well, withdraw the request. If something is wrong with it, choose "
        "“It has arrived”."
    )
    return f"{told} {advice}"


def _of_the_order(dispute: Dispute) -> str:
    """That it is off, and what was given back on another way."""
    line, told = dispute.snapshot, []
    if line.cancelled_at is not None:
        told.append(_("The order was cancelled on %(at)s.") % {"at": instant(line.cancelled_at)})
    if line.refunded_elsewhere_minor:
        sums = {
            "amount": format_money(line.refunded_elsewhere_minor, line.currency),
            "left": format_money(line.left_minor, line.currency),
        }
        told.append(
            _("%(amount)s was paid back outside this case. This case can pay %(left)s at most.")
            % sums
        )
    return " ".join(told)


def held(dispute: Dispute) -> str:
    """What a seller who said so is reminded of."""
    if dispute.held_until is None:
        return ""
    return _("You said that it is still on its way, so the case waits until %(until)s.") % {
        "until": instant(dispute.held_until)
    }


def silence_pays_early(dispute: Dispute) -> str:
    """What a seller whose parcel is still inside its promised time must know; else nothing."""
    until = dispute.blocked_until
    if dispute.held_until is not None or until is None or dispute.due_at is None:
        return ""
    if until <= dispute.due_at:
        return ""
    return _(
        "The parcel is promised until %(until)s. If you do not answer, the refund is paid before "
        "that all the same. Is it still on its way? Say so, and the case waits until then."
    ) % {"until": instant(until)}
