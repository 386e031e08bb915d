"""Acts of a store that wait for its ledger, by the hundred."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from disputes import clock
from disputes.models import Store
from sellers.kernel.ledgers import load
from sellers.models import Breach, Rule
from sellers.states import Trigger

DAY = timedelta(days=1)
WORDS = "It was not so."
# Acts of several kinds, of which many are repeated.
_CODES = ("no_response", "ruling_lost", "no_response", "agreement_broken")


@pytest.fixture
def at_a_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """So many acts are in a batch."""
    defaults = load.__kwdefaults__
    assert defaults is not None
    return partial(monkeypatch.setitem, defaults, "acts")


def note(store: Store, number: int, *, apart: timedelta = DAY) -> None:
    """So many acts, the first of them the longest ago."""
    rules = {code: Rule.objects.filter(code=code).latest("version") for code in _CODES}
    now = clock.now()
    Breach.objects.bulk_create(
        Breach(
            store=store,
            key=f"test:{uuid4()}",
            trigger=Trigger.BY_HAND,
            rule=rules[_CODES[place % len(_CODES)]],
            at=now - apart * (number - place),
        )
        for place in range(number)
    )
