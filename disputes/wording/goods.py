"""Whose the goods are once a case ends without a (further) return, and whose the money."""

from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute
from disputes.rules.goods import Goods, goods_are
from disputes.rules.solutions import Offer
from disputes.states import ReturnClaim, Solution


def whose_goods(dispute: Dispute, offer: Offer) -> str:
    """One sentence; empty for a return, whose own sentences say it."""
    if offer.solution == Solution.RETURN_AND_REFUND:
        return ""
    sentences = _NOTHING_PAID if offer.solution == Solution.NO_REFUND else _PAID
    return str(sentences[_goods_of(dispute)])


def _goods_of(dispute: Dispute) -> Goods:
    is_back = dispute.return_claim not in ("", ReturnClaim.NOT_ARRIVED)
    return goods_are(
        received=dispute.received,
        shipped_at=dispute.return_shipped_at,
        back_at=dispute.return_delivered_at or (dispute.return_contested_at if is_back else None),
    )


_PAID = {
    Goods.BUYER: _("The buyer keeps the item."),
    Goods.NEVER_CAME: _("Nothing has to be sent back."),
    Goods.ON_THE_WAY_BACK: _("The item, which was sent back, is the seller's."),
    Goods.SELLER: _("What came back stays with the seller."),
}
_NOTHING_PAID = {
    Goods.BUYER: _("The buyer keeps the item, and the seller the money."),
    Goods.NEVER_CAME: _("The seller keeps the money."),
    Goods.ON_THE_WAY_BACK: _("The seller keeps the money, and the item that was sent back, too."),
    Goods.SELLER: _("The seller keeps the money, and what came back, too."),
}
