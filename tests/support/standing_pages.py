"""The supervisors' pages about stores, and penalties to look at there."""

from typing import Any
from uuid import uuid4

from disputes.models import User
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Penalty, PenaltyAppeal, Rule
from sellers.states import BreachState
from sellers.verbs.appeals import appeal_penalty
from sellers.verbs.penalties import approve_penalty, penalise
from tests.support.given_penalties import proof
from tests.support.moments import enforce_at
from tests.support.people import make_user
from tests.support.workspace import signed_in
from tests.support.world import World

STORES = "/admin/disputes/store/"
CONFIRM = {"confirm": "yes"}
# Of the first rules.
SMALL, LARGE = "off_platform", "false_evidence"  # 6 and 12 points


def rule(code: str) -> Rule:
    return Rule.objects.filter(code=code).latest("version")


def silent(world: World) -> Penalty:
    """The store has not answered a case in time."""
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    enforce_standing()
    return Penalty.objects.get(breach__dispute=dispute)


def given(world: World, by: User | None = None, code: str = SMALL) -> Penalty:
    """A supervisor has given the store a penalty; a second one has approved many points."""
    by = by or world.supervisor
    breach = penalise(
        by,
        world.store,
        files=proof(by),
        rule=rule(code),
        reasons="The store asked the buyer to pay by bank transfer.",
        idempotency_key=uuid4(),
    )
    if breach.state == BreachState.PROPOSED:
        approve_penalty(other_supervisor(), breach)
    return Penalty.objects.get(breach=breach)


def appealed(world: World, penalty: Penalty | None = None) -> PenaltyAppeal:
    """Its store has appealed the penalty."""
    return appeal_penalty(
        world.seller,
        penalty or silent(world),
        text="The notice came after the outage of 3 May.",
        files=[world.photo(world.seller)],
    )


def other_supervisor() -> User:
    return make_user("supervisor", "Supervisors")


def page(user: User, address: str) -> str:
    response = signed_in(user).get(f"{STORES}{address}")
    assert response.status_code == 200, response.status_code
    return response.text


def send(user: User, address: str, data: dict[str, Any]) -> Any:
    return signed_in(user).post(f"{STORES}{address}", data)


def errors(response: Any) -> dict[str, list[str]]:
    """What the form says, by field; nothing typed is lost by it."""
    assert response.status_code == 200, response.status_code
    return dict(response.context["form"].errors)
