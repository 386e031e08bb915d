"""Mistakes that the product could make: the histories must find each of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from arbitration import permissions as judging
from disputes import access
from disputes.kernel import line_facts
from disputes.models import ClosedDays, Dispute, ParcelItem, resting
from disputes.permissions import RULED
from disputes.rules import parcels, rests
from disputes.rules.eligibility import Promises
from disputes.verbs import applications, messages, order_corrections, returns

Plant = Callable[[pytest.MonkeyPatch], None]


def a_correction_that_does_not_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(parcels, "what_counts", lambda facts: sorted(facts, key=_happened))


def the_first_delivery_counts(patch: pytest.MonkeyPatch) -> None:
    def first(facts: Any) -> Any:
        return min((fact.occurred_at for fact in facts if fact.kind == "delivered"), default=None)

    patch.setattr(parcels, "delivery_of", first)


def a_window_that_moves_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Promises, "moved_by", lambda kept, facts: facts)


def a_case_that_is_not_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(line_facts, "changes_of", lambda *rest: [])


def late_goods_that_are_noted_twice(patch: pytest.MonkeyPatch) -> None:
    tell = line_facts._tell_of_late_arrival

    def again(items: Any, source: str) -> None:
        Dispute.objects.update(came_after_at=None)
        tell(items, source)

    patch.setattr(line_facts, "_tell_of_late_arrival", again)


def what_was_refunded_elsewhere_is_paid_again(patch: pytest.MonkeyPatch) -> None:
    def left(disputes: Any) -> dict[int, int]:
        lines = [(each.pk, each.line) for each in Dispute.objects.filter(pk__in=_pks(disputes))]
        return {pk: line.paid_minor - line.refunded_minor for pk, line in lines}

    patch.setattr(access, "left_to_refund", left)


def less_was_paid_than_a_case_asks_for(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(order_corrections, "_asked", lambda disputes: [])


def pieces_that_are_taken_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ParcelItem, "free_pieces", property(lambda item: item.pieces))


def some_pieces_that_cost_as_much_as_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(applications, "share", lambda paid_minor, pieces, quantity: paid_minor)


def a_receipt_that_is_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(returns, "record_freight", lambda *rest: None)


def a_judge_who_judges_twice(patch: pytest.MonkeyPatch) -> None:
    bars = tuple(part for part in judging._BARS if part is not RULED)
    patch.setattr(judging, "_BARS", bars)


def an_appeal_for_whoever_has_won(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "arbitration.verbs.rulings.appeal_open_to", lambda *rest: frozenset({"buyer", "seller"})
    )


def a_ruling_that_is_accepted_and_waits(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("disputes.verbs.appeals.carry_out_ruling", lambda change: None)


def a_hold_that_ends_at_once(patch: pytest.MonkeyPatch) -> None:
    def hold(dispute: Dispute, now: Any, until: Any) -> None:
        dispute.held_until = until

    patch.setattr(Dispute, "hold", hold)


def a_message_that_counts_as_an_answer(patch: pytest.MonkeyPatch) -> None:
    write = messages._message

    def answered(change: Any, text: str) -> Any:
        change.dispute.leave_time_to_answer(change.now, change.actor.party)
        return write(change, text)

    patch.setattr(messages, "_message", answered)


def messages_without_end(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(messages, "_used_up", lambda *rest: None)


def a_pause_that_gives_too_much(patch: pytest.MonkeyPatch) -> None:
    """What lies in two pauses, or in closed days, counts twice."""
    patch.setattr("disputes.models.resting.moved", _all_of_them)


def a_pause_that_brings_back_what_is_over(patch: pytest.MonkeyPatch) -> None:
    real = resting.Rested.pause

    def pause(dispute: Any, terms: Any) -> Any:
        over = dispute.due_at is not None and dispute.due_at <= terms.begins_at
        return real(dispute, replace(terms, begins_at=dispute.due_at - _TICK) if over else terms)

    patch.setattr(resting.Rested, "pause", pause)


def a_clock_that_is_set_without_pauses(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rests.Resting, "of_platform", lambda *rest: [])


def closed_days_that_are_taken_back_and_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("sellers.verbs.closed_days.counted", _without_what_was_taken_back)


def _all_of_them(end: Any, new: Any, counted: Any) -> Any:
    return end + sum((one.ends_at - one.begins_at for one in new), timedelta())


def _without_what_was_taken_back(store_id: int) -> Any:
    return ClosedDays.objects.filter(store=store_id, cancelled_at=None)


_TICK = timedelta(microseconds=1)


def _happened(fact: Any) -> Any:
    return fact.occurred_at


def _pks(disputes: Any) -> list[int]:
    return [dispute.pk for dispute in disputes]


ALL: tuple[Plant, ...] = (
    a_pause_that_gives_too_much,
    a_pause_that_brings_back_what_is_over,
    a_clock_that_is_set_without_pauses,
    closed_days_that_are_taken_back_and_count,
    a_correction_that_does_not_count,
    the_first_delivery_counts,
    a_window_that_moves_back,
    a_case_that_is_not_told,
    late_goods_that_are_noted_twice,
    what_was_refunded_elsewhere_is_paid_again,
    less_was_paid_than_a_case_asks_for,
    pieces_that_are_taken_twice,
    some_pieces_that_cost_as_much_as_all,
    a_receipt_that_is_lost,
    a_judge_who_judges_twice,
    an_appeal_for_whoever_has_won,
    a_ruling_that_is_accepted_and_waits,
    a_hold_that_ends_at_once,
    a_message_that_counts_as_an_answer,
    messages_without_end,
)
