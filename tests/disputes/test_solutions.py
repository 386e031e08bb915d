"""What may be proposed or ruled, and who loses by it."""

import pytest

from disputes.errors import Code, Refused
from disputes.rules.solutions import Offer, check, losing_sides
from disputes.states import FreightPayer, Party, Solution

PAID = 2300
NOTHING = Offer(Solution.NO_REFUND)
BOTH = {Party.BUYER, Party.SELLER}


def refund(amount: int) -> Offer:
    return Offer(Solution.REFUND, amount)


def returned(
    amount: int, payer: FreightPayer | None = FreightPayer.SELLER, freight: int = 0
) -> Offer:
    return Offer(Solution.RETURN_AND_REFUND, amount, payer, freight)


def checked(offer: Offer, *, may_return: bool = True, platform_may_pay: bool = False) -> Offer:
    return check(
        offer,
        paid_minor=PAID,
        currency="USD",
        may_return=may_return,
        freight_percent=50,
        platform_may_pay=platform_may_pay,
    )


BUYER_PAYS = FreightPayer.BUYER


@pytest.mark.parametrize(
    ("offer", "normal"),
    [
        (refund(1), refund(1)),
        (refund(PAID), refund(PAID)),
        # Only a return has freight; no refund is no money.
        (Offer(Solution.REFUND, 5, FreightPayer.BUYER), refund(5)),
        (Offer(Solution.NO_REFUND, 500, FreightPayer.BUYER), NOTHING),
        (Offer(Solution.NO_REFUND, -1), NOTHING),
        (returned(PAID, None), returned(PAID, FreightPayer.SELLER, 1150)),
        (returned(PAID, FreightPayer.SELLER, 700), returned(PAID, FreightPayer.SELLER, 700)),
        (returned(1, FreightPayer.BUYER, 700), returned(1, FreightPayer.BUYER)),
    ],
)
def test_an_offer_in_its_normal_form(offer: Offer, normal: Offer) -> None:
    assert checked(offer) == normal


def test_only_a_ruling_makes_the_platform_pay_the_return() -> None:
    offer = returned(1, FreightPayer.PLATFORM)
    with pytest.raises(Refused) as caught:
        checked(offer)
    assert (caught.value.code, caught.value.field) == (Code.SOLUTION_INVALID, "freight_payer")
    assert checked(offer, platform_may_pay=True) == returned(1, FreightPayer.PLATFORM, 1150)


@pytest.mark.parametrize("freight", [-1, 1151, 10**20])
def test_nobody_pays_more_for_the_way_back_than_the_policy_says(freight: int) -> None:
    with pytest.raises(Refused) as caught:
        checked(returned(PAID, FreightPayer.SELLER, freight))
    assert (caught.value.code, caught.value.field) == (Code.AMOUNT_INVALID, "freight")
    assert caught.value.message == "Enter at most $11.50 for the way back."


def test_who_gets_less_for_the_way_back_or_pays_more_has_lost() -> None:
    less, more = returned(5, freight=300), returned(5, freight=700)
    assert losing_sides(less, asked=more, offered=less) == {Party.BUYER}
    assert losing_sides(more, asked=more, offered=less) == {Party.SELLER}
    assert losing_sides(refund(5), asked=more, offered=refund(5)) == frozenset()


@pytest.mark.parametrize("amount", [-(10**20), -1, 0, PAID + 1, 10**20])
@pytest.mark.parametrize("solution", [Solution.REFUND, Solution.RETURN_AND_REFUND])
def test_an_amount_outside_what_was_paid_is_refused(solution: Solution, amount: int) -> None:
    with pytest.raises(Refused) as caught:
        checked(Offer(solution, amount))
    assert (caught.value.code, caught.value.field) == (Code.AMOUNT_INVALID, "amount")
    assert caught.value.message == (
        "Enter an amount between $0.01 and $23.00, what was paid for this item."
    )


@pytest.mark.parametrize(("paid", "left"), [(0, None), (0, 0), (PAID, 0)])
@pytest.mark.parametrize("amount", [0, 1, PAID])
def test_where_nothing_is_left_no_amount_is_asked_for(
    paid: int, left: int | None, amount: int
) -> None:
    with pytest.raises(Refused) as caught:
        check(
            Offer(Solution.REFUND, amount),
            paid_minor=paid,
            left_minor=left,
            currency="EUR",
            may_return=True,
            freight_percent=50,
        )
    assert caught.value.field == "amount"
    assert "is left to be refunded, so no amount can be paid" in caught.value.message


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        (0, "between €0.01 and €1.00, what is left to be refunded"),
        (101, "Only €1.00 of what was paid"),
        (PAID + 1, "Only €1.00 of what was paid"),
    ],
)
def test_where_less_is_left_that_is_the_most(amount: int, says: str) -> None:
    with pytest.raises(Refused, match=says):
        check(
            Offer(Solution.REFUND, amount),
            paid_minor=PAID,
            left_minor=100,
            currency="EUR",
            may_return=True,
            freight_percent=50,
        )


def test_what_never_came_cannot_be_sent_back() -> None:
    with pytest.raises(Refused) as caught:
        checked(returned(PAID), may_return=False)
    assert (caught.value.code, caught.value.field) == (Code.SOLUTION_INVALID, "solution")
    assert checked(refund(PAID), may_return=False) == refund(PAID)
    assert checked(NOTHING, may_return=False) == NOTHING


@pytest.mark.parametrize(
    ("ruled", "asked", "offered", "losers"),
    [
        # The seller offered nothing at all.
        (NOTHING, refund(PAID), None, {Party.BUYER}),
        (refund(PAID), refund(PAID), None, {Party.SELLER}),
        (refund(1), refund(PAID), None, BOTH),
        (refund(PAID), refund(1), None, {Party.SELLER}),
        # The seller had offered part of it.
        (refund(1000), refund(PAID), refund(1000), {Party.BUYER}),
        (refund(1500), refund(PAID), refund(1000), BOTH),
        (refund(500), refund(PAID), refund(1000), {Party.BUYER}),
        (refund(PAID), refund(PAID), refund(PAID), set()),
        (refund(PAID), refund(PAID), refund(PAID - 1), {Party.SELLER}),
        (NOTHING, refund(PAID), NOTHING, {Party.BUYER}),
        (NOTHING, NOTHING, NOTHING, set()),
        # The goods: to be kept, or to go back.
        (returned(PAID), refund(PAID), None, BOTH),
        (returned(PAID), returned(PAID), None, {Party.SELLER}),
        (returned(PAID), refund(PAID), returned(PAID), {Party.BUYER}),
        (returned(PAID), returned(PAID), returned(PAID), set()),
        (refund(PAID), returned(PAID), returned(PAID), {Party.SELLER}),
        (refund(PAID), returned(PAID), refund(PAID), set()),
        # A return that somebody must pay for without having offered to.
        (returned(PAID), refund(PAID), refund(PAID), BOTH),
        (returned(PAID, BUYER_PAYS), returned(PAID), returned(PAID), {Party.BUYER}),
        (returned(PAID), returned(PAID), returned(PAID, BUYER_PAYS), {Party.SELLER}),
        (returned(PAID, BUYER_PAYS), returned(PAID, BUYER_PAYS), returned(PAID), set()),
        (returned(PAID, FreightPayer.PLATFORM), returned(PAID), returned(PAID), set()),
        (returned(1000), returned(PAID), returned(1000), {Party.BUYER}),
    ],
)
def test_who_got_less_than_they_stood_for(
    ruled: Offer, asked: Offer, offered: Offer | None, losers: set[Party]
) -> None:
    assert losing_sides(ruled, asked=asked, offered=offered) == losers
