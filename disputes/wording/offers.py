"""A solution in words."""

from django.utils.translation import gettext as _

from disputes.rules.money import format_money
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution


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
