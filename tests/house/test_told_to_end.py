"""A command that is told to end (TERM) ends after the batch at hand, and says what it did."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from arbitration.background import deadlines, retention
from disputes import clock
from disputes.models import Dispute
from disputes.rules.policy import days
from disputes.states import State
from sellers.background import rates
from sellers.models import StoreRates
from tests.support.evidence_stores import names_in, stray, use_folder, with_a_row
from tests.support.moments import moment
from tests.support.old_cases import expires, paid_case
from tests.support.world import World

pytestmark = pytest.mark.django_db

Told = Callable[[ModuleType, str], None]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Have the process be told so in the first batch, by this function, which is one row small."""

    def in_the_first(module: ModuleType, name: str) -> None:
        a_batch = getattr(module, name)

        def told_to_end(limit: int, *more: object) -> object:
            os.kill(os.getpid(), signal.SIGTERM)
            return a_batch(1, *more)

        monkeypatch.setattr(module, name, told_to_end)

    return in_the_first


def said_by(command: str) -> str:
    """What it says; afterwards TERM is again what it was."""
    before, out = signal.getsignal(signal.SIGTERM), StringIO()
    call_command(command, stdout=out)
    assert signal.getsignal(signal.SIGTERM) == before
    return out.getvalue()


def test_deadlines(told: Told) -> None:
    world = World()
    for _case in range(3):
        world.dispute_in(State.AWAITING_SELLER)
    told(deadlines, "_enforce_batch")
    with clock.shifted(days(6)):
        assert said_by("enforce_deadlines") == "1 enforced\n"
    assert Dispute.objects.filter(state=State.AWAITING_SELLER).count() == 2


def test_old_cases(told: Told) -> None:
    world = World()
    cases = [paid_case(world) for _ in range(3)]
    told(retention, "_erase_batch")
    with moment(expires(cases[-1])):
        assert said_by("erase_closed") == "1 cases erased\n"
    assert list(Dispute.objects.filter(erased_at=None).order_by("pk")) == cases[1:]


def test_rates(told: Told) -> None:
    World()  # with two stores
    told(rates, "_count_batch")
    assert said_by("count_rates") == "Stores counted: 1\n"
    assert StoreRates.objects.filter(counted_at__year=1970).count() == 1


def test_files(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    """Each of which is a batch of its own."""
    store = use_folder(monkeypatch, settings, tmp_path)
    world, age = World(), timedelta(days=3)
    kept = with_a_row(world, store, age)
    for _file in range(3):
        stray(store, age)
    erase = store.delete

    def told_to_end(name: str) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        erase(name)

    monkeypatch.setattr(store, "delete", told_to_end)
    assert said_by("sweep_files") == "0 files of forms and 1 files without a row deleted\n"
    assert len(names_in(store)) == 3
    assert kept in names_in(store)
