"""What may be proposed or ruled, and who loses by it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.rules.money import format_money
from disputes.states import FreightPayer, Outcome, Party, Solution


@dataclass(frozen=True)
class Offer:
    """The content of a proposal. Sums are in minor units of the line's currency; `freight_minor` is
    the most that somebody other than the buyer pays for the way back, 0 where nothing is said."""

    solution: Solution
    amount_minor: int = 0
    freight_payer: FreightPayer | None = None
    freight_minor: int = 0


def check(
    offer: Offer,
    *,
    paid_minor: int,
    currency: str,
    may_return: bool,
    freight_percent: int,
    left_minor: int | None = None,
    platform_may_pay: bool = False,
) -> Offer:
    """The offer in its normal form, or a refusal that names the field to mend.

    A refund lies between one minor unit and what was paid for the line, shipping included; no
    refund is no money; only a return has freight, and the seller pays it unless said otherwise.
    Only a ruling may make the platform pay it (`platform_may_pay`). Where less than what was paid
    can still be refunded, `left_minor` says how much; forms, which do not know, leave it out.
    Whoever pays the way back for the buyer pays no more than `freight_percent` of what was paid.
    """
    if offer.solution == Solution.NO_REFUND:
        return Offer(Solution.NO_REFUND)
    if offer.solution == Solution.RETURN_AND_REFUND and not may_return:
        raise Refused(
            Code.SOLUTION_INVALID,
            _("There is nothing to send back here. Choose a refund without a return."),
            field="solution",
        )
    if offer.freight_payer == FreightPayer.PLATFORM and not platform_may_pay:
        raise Refused(
            Code.SOLUTION_INVALID,
            _("Choose whether the buyer or the seller pays the return."),
            field="freight_payer",
        )
    most_minor = paid_minor if left_minor is None else min(left_minor, paid_minor)
    if most_minor <= 0 or most_minor < min(offer.amount_minor, paid_minor):
        raise Refused(Code.AMOUNT_INVALID, too_little_left(most_minor, currency), field="amount")
    if not 0 < offer.amount_minor <= paid_minor:
        between = (
            _("Enter an amount between %(least)s and %(most)s, what was paid for this item.")
            if most_minor == paid_minor
            else _("Enter an amount between %(least)s and %(most)s, what is left to be refunded.")
        )
        raise Refused(
            Code.AMOUNT_INVALID,
            between
            % {"least": format_money(1, currency), "most": format_money(most_minor, currency)},
            field="amount",
        )
    if offer.solution == Solution.REFUND:
        return Offer(Solution.REFUND, offer.amount_minor)
    return _with_freight(offer, freight_most(paid_minor, freight_percent), currency)


def _with_freight(offer: Offer, most_minor: int, currency: str) -> Offer:
    """A return with who pays the way back, and how much at most where that is not the buyer."""
    payer = offer.freight_payer or FreightPayer.SELLER
    if payer == FreightPayer.BUYER:
        return Offer(offer.solution, offer.amount_minor, payer)
    if not 0 <= offer.freight_minor <= most_minor:
        raise Refused(
            Code.AMOUNT_INVALID,
            _("Enter at most %(most)s for the way back.")
            % {"most": format_money(most_minor, currency)},
            field="freight",
        )
    return Offer(offer.solution, offer.amount_minor, payer, offer.freight_minor or most_minor)


def freight_most(paid_minor: int, percent: int) -> int:
    """The most that anybody pays for the buyer to send back goods for which so much was paid,
    rounded up. Source of the share: `Policy.freight_percent`."""
    return -(-paid_minor * percent // 100)


def too_little_left(left_minor: int, currency: str) -> str:
    """Why an amount above this cannot be refunded, and what can be done instead."""
    if left_minor <= 0:
        return _(
            "Nothing of what was paid for this item is left to be refunded, so no amount can be "
            "paid. The case can still end without a refund."
        )
    return _(
        "Only %(left)s of what was paid for this item can still be refunded. Propose that amount "
        "or less."
    ) % {"left": format_money(left_minor, currency)}


def outcome_of(offer: Offer, *, paid_minor: int) -> Outcome:
    """What this comes to when the platform rules it; `models.proposal.outcome_in_query` says it of
    rows."""
    match offer.solution:
        case Solution.NO_REFUND:
            return Outcome.NONE
        case Solution.RETURN_AND_REFUND:
            return Outcome.RETURN
        case Solution.REFUND:
            return Outcome.FULL if offer.amount_minor == paid_minor else Outcome.PARTIAL


def losing_sides(ruled: Offer, *, asked: Offer, offered: Offer | None) -> frozenset[Party]:
    """Who got less than they stood for, and may therefore appeal.

    The buyer stands for the request, the seller for the last offer (none: no refund at all). A
    seller also loses when the buyer keeps goods that the seller wanted back; a buyer also loses
    when the goods must go back though the request was to keep them; and either loses who must pay
    a return that they did not offer to pay.
    """
    offered = offered or Offer(Solution.NO_REFUND)
    losers = set()
    if (
        ruled.amount_minor < asked.amount_minor
        or (ruled.solution == Solution.RETURN_AND_REFUND and asked.solution == Solution.REFUND)
        or _must_pay(FreightPayer.BUYER, ruled, asked)
        or (_gets_freight(ruled) and ruled.freight_minor < asked.freight_minor)
    ):
        losers.add(Party.BUYER)
    if (
        ruled.amount_minor > offered.amount_minor
        or (ruled.solution == Solution.REFUND and offered.solution == Solution.RETURN_AND_REFUND)
        or _must_pay(FreightPayer.SELLER, ruled, offered)
        or (
            ruled.freight_payer == FreightPayer.SELLER and ruled.freight_minor > _of_seller(offered)
        )
    ):
        losers.add(Party.SELLER)
    return frozenset(losers)


def _must_pay(payer: FreightPayer, ruled: Offer, own: Offer) -> bool:
    return ruled.freight_payer == payer != own.freight_payer


def _gets_freight(offer: Offer) -> bool:
    """Does somebody pay the way back for the buyer?"""
    return offer.freight_payer in (FreightPayer.SELLER, FreightPayer.PLATFORM)


def _of_seller(offer: Offer) -> int:
    """What the seller pays for the way back, at most."""
    return offer.freight_minor if offer.freight_payer == FreightPayer.SELLER else 0
