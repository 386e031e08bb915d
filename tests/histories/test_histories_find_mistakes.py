"""The histories can fail: each of these mistakes is found by a few dozen of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError

from disputes.errors import Refused
from disputes.gateways import EmbeddedEscrow
from disputes.kernel import act, settlement
from disputes.kernel.changes import Change
from disputes.models import Dispute, EscrowTransfer
from disputes.permissions import acting
from disputes.states import Verb
from disputes.verbs import evidence, late_goods, negotiation, refund_requests
from tests.histories import planted
from tests.histories.cast import Cast
from tests.histories.tally import Tally
from tests.histories.test_histories import FULL_SIZE, play

# What a handful of histories finds; the other mistakes need a run at full size.
SOON = (
    planted.the_first_delivery_counts,
    planted.a_window_that_moves_back,
    planted.a_case_that_is_not_told,
    planted.pieces_that_are_taken_twice,
    planted.an_appeal_for_whoever_has_won,
    planted.a_clock_that_is_set_without_pauses,
)


def some_histories(cast: Cast, seeds: int = 10) -> None:
    for number in range(seeds):
        play(cast, Tally(), number, shrink=False)


def test_a_refund_that_is_decided_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database refuses the second one, so the act fails, or the sweep sets the case aside."""
    pay = settlement.pay

    def pay_twice(change: Change) -> None:
        pay(change)
        pay(change)

    monkeypatch.setattr(settlement, "pay", pay_twice)
    with pytest.raises((DatabaseError, AssertionError)):
        some_histories(cast)


def test_a_refund_that_the_gateway_pays_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    refund = EmbeddedEscrow.refund

    def again_under_another_key(self: EmbeddedEscrow, *, key: str, **money: Any) -> str:
        for number, transfer in enumerate(EscrowTransfer.objects.order_by("pk")):
            EscrowTransfer.objects.filter(pk=transfer.pk).update(key=f"older payment {number}")
        return refund(self, key=key, **money)

    monkeypatch.setattr(EmbeddedEscrow, "refund", again_under_another_key)
    with pytest.raises(AssertionError):
        some_histories(cast)


def test_a_clock_that_is_not_renewed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    change = Dispute.change

    def keep_the_clock(self: Dispute, now: datetime) -> None:
        due_at = self.due_at
        change(self, now)
        self.due_at = due_at

    monkeypatch.setattr(Dispute, "change", keep_the_clock)
    with pytest.raises(AssertionError):
        some_histories(cast)


def test_a_refused_act_that_leaves_something(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    accept = negotiation.accept

    def accept_and_count(actor: Any, dispute: Dispute, *shown: Any) -> None:
        try:
            accept(actor, dispute, *shown)
        except Refused:
            Dispute.objects.filter(pk=dispute.pk).update(changes=7)
            raise

    monkeypatch.setattr(negotiation, "accept", accept_and_count)
    with pytest.raises(AssertionError):
        some_histories(cast)


def test_a_stranger_who_may_act(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "_belongs", lambda actor, dispute: True)
    with pytest.raises(AssertionError):
        some_histories(cast)


def test_an_act_in_several_cases_that_leaves_one_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_on_all = act.act_on_all

    def on_all_but_one(actor: Any, disputes: Sequence[Dispute], verb: Verb, body: Any) -> None:
        act_on_all(actor, disputes[:-1] or disputes, verb, body)

    for module in (evidence, late_goods, negotiation, refund_requests):
        monkeypatch.setattr(module, "act_on_all", on_all_but_one)
    with pytest.raises(AssertionError):
        some_histories(cast)


@pytest.mark.parametrize("plant", SOON if not FULL_SIZE else planted.ALL)
def test_a_planted_mistake(
    plant: planted.Plant, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises((DatabaseError, AssertionError)):
        some_histories(cast, seeds=200 if FULL_SIZE else 10)
