"""A solution in words."""

from django.utils.translation import gettext as _

from disputes.rules.money import format_money
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution


def offer_in_words(offer: Offer, currency: str) -> str:
    """A noun phrase, such as "a refund of $20.00 for the returned item, freight paid by …"."""
    if offer.solution == Solution.NO_REFUND:
        return _("no refund")
    amount = format_money(offer.amount_minor, currency)
    if offer.solution == Solution.REFUND:
        return _("a refund of %(amount)s") % {"amount": amount}
    match offer.freight_payer:
        case FreightPayer.BUYER:
            text = _("a refund of %(amount)s for the returned item, the buyer paying the return")
        case FreightPayer.PLATFORM:
            text = _("a refund of %(amount)s for the returned item, the platform paying the return")
        case _payer:
            text = _("a refund of %(amount)s for the returned item, the seller paying the return")
    return text % {"amount": amount}
