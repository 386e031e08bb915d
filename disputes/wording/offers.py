"""A solution in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from disputes.models import Dispute, Event
from disputes.rules.money import format_money
from disputes.rules.solutions import Offer
from disputes.states import EventKind, FreightPayer, Party, Solution, State


def offer_in_words(offer: Offer, currency: str) -> str:
    """A noun phrase, such as "a refund of $20.00 for the returned item, the seller paying the
    return up to $10.00"."""
    if offer.solution == Solution.NO_REFUND:
        return _("no refund")
    amount = format_money(offer.amount_minor, currency)
    if offer.solution == Solution.REFUND:
        return _("a refund of %(amount)s") % {"amount": amount}
    match offer.freight_payer:
        case FreightPayer.BUYER:
            text = _("a refund of %(amount)s for the returned item, the buyer paying the return")
        case FreightPayer.PLATFORM:
            text = _(
                "a refund of %(amount)s for the returned item, the platform paying the return up "
                "to %(freight)s"
            )
        case _payer:
            text = _(
                "a refund of %(amount)s for the returned item, the seller paying the return up to "
                "%(freight)s"
            )
    return text % {"amount": amount, "freight": format_money(offer.freight_minor, currency)}


def answer_without_proposal(dispute: Dispute, events: Iterable[Event], viewer: Party) -> str:
    """What stands in the place of a seller's proposal where there is none."""
    kinds = {event.kind for event in events if event.party == Party.SELLER}
    yours = viewer == Party.SELLER
    if EventKind.ACCEPTED in kinds:
        return _("You accepted the request.") if yours else _("The seller accepted the request.")
    if EventKind.REJECTED in kinds:
        return (
            _("You rejected the request, and have proposed nothing.")
            if yours
            else _("The seller rejected the request, and has proposed nothing.")
        )
    if dispute.state == State.AWAITING_SELLER:
        return _("You have not answered yet.") if yours else _("The seller has not answered yet.")
    return _("You have not answered.") if yours else _("The seller did not answer.")


def payment_in_words(dispute: Dispute, offer: Offer, currency: str) -> str:
    """What is paid of this offer without anything more being sent back, as a noun phrase."""
    left_minor = dispute.snapshot.left_minor
    if offer.amount_minor and not left_minor:
        return _("no refund, since all that was paid is given back already")
    refund = Offer(Solution.REFUND, min(offer.amount_minor, left_minor))
    text = offer_in_words(refund, currency)
    if left_minor < offer.amount_minor:
        text = _("%(refund)s, which is all that is left of what was paid") % {"refund": text}
    if not dispute.freight_owed_minor:
        return text
    freight = format_money(dispute.freight_owed_minor, currency)
    return _("%(refund)s, and %(freight)s for the way back") % {"refund": text, "freight": freight}


def freight_in_words(offer: Offer, currency: str) -> str:
    """Who pays the way back, and how much at most; empty where nothing goes back."""
    if offer.freight_payer is None:
        return ""
    payer = str(offer.freight_payer.label)
    if not offer.freight_minor:
        return payer
    most = format_money(offer.freight_minor, currency)
    return _("%(payer)s, up to %(most)s") % {"payer": payer, "most": most}


def way_back_in_words(offer: Offer, currency: str) -> str:
    """What comes on top of the amount, for lists; empty where nobody pays the way back for the
    buyer."""
    if not offer.freight_minor:
        return ""
    most = format_money(offer.freight_minor, currency)
    return _("and up to %(most)s for the way back") % {"most": most}
