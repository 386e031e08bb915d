"""The details that acts are drawn from."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

from disputes.rules.solutions import Offer
from disputes.states import OTHER_SIDE, FreightPayer, Party, ReturnClaim, Solution
from tests.histories.cast import CLOCK, PEOPLE, PRETENDERS

T = TypeVar("T")

PERSONS = PEOPLE + PRETENDERS
USERS = [who for who in PEOPLE if who is not CLOCK]
WORDS = st.sampled_from(["It is green.", "It is broken.", "Look at the box."])
ASKED = st.sampled_from(
    [frozenset({Party.BUYER}), frozenset({Party.SELLER}), frozenset(OTHER_SIDE)]
)
CLAIMS = st.sampled_from(
    [ReturnClaim.NOT_IN_ORDER, ReturnClaim.NOT_IN_ORDER, ReturnClaim.NOT_ARRIVED]
    + [ReturnClaim.INCOMPLETE]
)
SHOWN = st.sampled_from(["current", "current", "older", "own"])

# What is offered: the solution, how much of what was paid, who pays the return.
Terms = tuple[Solution, str, FreightPayer | None]
_REFUNDS: list[Terms] = [
    (Solution.REFUND, "all", None),
    (Solution.REFUND, "half", None),
    (Solution.REFUND, "one", None),
]
RETURNS: list[Terms] = [
    (Solution.RETURN_AND_REFUND, "all", None),
    (Solution.RETURN_AND_REFUND, "half", FreightPayer.BUYER),
    (Solution.RETURN_AND_REFUND, "one", FreightPayer.SELLER),
]
_NONE: list[Terms] = [(Solution.NO_REFUND, "nothing", None)]
_ODD: list[Terms] = [
    (Solution.REFUND, "nothing", None),
    (Solution.REFUND, "one too many", None),
    (Solution.RETURN_AND_REFUND, "one too many", None),
    (Solution.RETURN_AND_REFUND, "all", FreightPayer.PLATFORM),
]
TERMS = st.sampled_from(2 * (_REFUNDS + RETURNS + _NONE) + _ODD)
# What somebody may well ask for, by whether there is anything to send back.
REQUESTS = {
    True: st.sampled_from(2 * _REFUNDS + 5 * RETURNS + _NONE + _ODD),
    False: st.sampled_from(5 * _REFUNDS + RETURNS + _NONE + _ODD),
}


def pick(data: st.DataObject, options: Sequence[T]) -> T:
    """One of these, drawn by its place: Hypothesis prints what it draws, and a case is long."""
    return options[data.draw(st.integers(0, len(options) - 1))]


def offer(terms: Terms, paid: int) -> Offer:
    """The terms in minor units of a line for which so much was paid."""
    solution, share, payer = terms
    amounts = {"all": paid, "half": paid // 2, "one": 1, "nothing": 0, "one too many": paid + 1}
    return Offer(solution, amounts[share], payer)
