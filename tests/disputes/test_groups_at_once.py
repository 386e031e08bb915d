"""Two who act on several cases at once do not wait for each other without end."""

from collections.abc import Callable, Sequence

import pytest

from disputes.errors import Code
from disputes.models import Dispute, ParcelItem
from disputes.states import State
from disputes.verbs import negotiation, refund_requests
from tests.support.concurrency import together
from tests.support.groups import apply_for, file_group, items_of_one_parcel
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("committed")


def test_two_applications_name_the_same_items_in_other_orders() -> None:
    world = World()
    items = items_of_one_parcel(world)

    def applying(named: Sequence[ParcelItem]) -> Callable[[], object]:
        return lambda: apply_for(world, named)

    assert together(applying(items), applying(items[::-1])) == [Code.CASE_EXISTS, "done"]
    assert Dispute.objects.count() == 3


def test_the_sides_act_on_the_same_cases_in_other_orders() -> None:
    world = World()
    disputes = file_group(world)
    asked = {dispute: dispute.proposals.get() for dispute in disputes}

    def accept_all() -> None:
        negotiation.accept_all(world.as_seller, asked)

    def withdraw() -> None:
        refund_requests.withdraw(world.as_buyer, *disputes[::-1])

    assert together(accept_all, withdraw) == ["done", Code.WRONG_STATE]
    [state] = {world.again(dispute).state for dispute in disputes}
    assert state in (State.RESOLVED, State.WITHDRAWN)
