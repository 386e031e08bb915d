"""Whoever would wait too long for somebody else gets a sentence instead of a page that hangs."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client

from arbitration.background import deadlines
from disputes.errors import Code, Refused
from disputes.kernel import transactions
from disputes.models import Dispute
from disputes.states import State
from disputes.verbs import negotiation
from tests.support.concurrency import PATIENCE, outcome, paused, start
from tests.support.moments import IN_TIME, moment
from tests.support.terms import FULL_REFUND
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")


# As people have it; tests wait for longer, unless they say so.
THREE_SECONDS = transactions.PATIENCE


def while_held(row: Model, do: Callable[[], object]) -> tuple[object, float]:
    """What comes of an act while somebody else holds this row, and how many seconds it took."""
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        type(row)._default_manager.select_for_update().get(pk=row.pk)
        begun = time.monotonic()
        future = start(pool, do)
        error = future.exception(timeout=PATIENCE)
        return error or future.result(), time.monotonic() - begun


def assert_busy(error: object) -> None:
    assert isinstance(error, Refused)
    assert error.code == Code.BUSY
    assert "try again in a minute" in error.message


def test_after_three_seconds_and_nothing_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "PATIENCE", THREE_SECONDS)
    world = World()
    dispute = world.open_dispute()
    error, seconds = while_held(
        dispute, lambda: negotiation.reject(world.as_seller, dispute, text="It is blue.")
    )
    assert_busy(error)
    assert 3 <= seconds < 30  # not for as long as the row is held
    assert world.again(dispute).state == State.AWAITING_SELLER
    assert dispute.events.count() == 1
    negotiation.reject(world.as_seller, dispute, text="It is blue.")


def test_a_line_that_somebody_holds_is_busy_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "PATIENCE", timedelta(milliseconds=50))
    world = World()
    line = world.line()
    error, _seconds = while_held(line, lambda: world.open_dispute(line, FULL_REFUND))
    assert_busy(error)
    assert not Dispute.objects.exists()


def test_the_page_says_so_and_keeps_what_was_typed(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(transactions, "PATIENCE", timedelta(milliseconds=50))
    world = World()
    dispute = world.open_dispute()
    client.force_login(world.seller)
    address = f"/seller/cases/{dispute.reference}/reject/"
    form = {"text": "It is as blue as the sea.", "confirm": "yes"}
    response, _seconds = while_held(dispute, lambda: client.post(address, form))
    page = response.content.decode()  # type: ignore[attr-defined]
    assert "Please try again in a minute" in page
    assert "It is as blue as the sea." in page


def test_a_click_during_a_sweep_waits_for_the_batch_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cases are due, in batches of one: whoever clicks on the second never waits."""
    world = World()
    first, second = world.open_dispute(), world.open_dispute()
    due_at = first.due_at
    assert due_at is not None

    def sweep() -> int:
        with moment(due_at):
            return deadlines.enforce_deadlines(limit=1)

    with paused(monkeypatch, deadlines, "record", sweep) as swept, moment(due_at - IN_TIME):
        negotiation.reject(world.as_seller, second, text="It is blue.")
    assert outcome(swept) == "done"
    assert world.again(first).state == State.RESOLVED
    assert world.again(second).state == State.NEGOTIATING
