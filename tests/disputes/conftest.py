"""What the tests of the core share."""

import pytest

from disputes.models import Dispute
from disputes.states import State
from tests.support.world import World


@pytest.fixture
def dispute(world: World) -> Dispute:
    """In the hearing, while both sides add evidence; a module may build another one."""
    return world.dispute_in(State.HEARING)
