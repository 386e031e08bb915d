"""What the tests of the stores share."""

import pytest
from django.test import Client

from disputes import clock
from tests.histories.cast import StillClock
from tests.support.workspace import signed_in
from tests.support.world import World


@pytest.fixture
def seller(world: World) -> Client:
    """The member of the world's store, signed in."""
    return signed_in(world.seller)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    """Time passes when the test says so."""
    found = StillClock(clock.now())
    monkeypatch.setattr(clock, "sql", found.sql)
    return found
