"""Penalties for tests, brought about by the services."""

from collections.abc import Sequence
from uuid import uuid4

from disputes.models import Attachment, Dispute, User
from disputes.verbs import uploads
from sellers.models import Penalty, Rule
from sellers.states import BreachState
from sellers.verbs.penalties import approve_penalty, penalise
from tests.support.form_files import upload
from tests.support.moments import enforce_at, settle_at
from tests.support.people import make_user
from tests.support.policies import publish
from tests.support.world import World


def left_unanswered(world: World, dispute: Dispute | None = None) -> Penalty:
    """The penalty for a case that the platform forced because the store stayed silent."""
    dispute = dispute or world.open_dispute()
    assert dispute.due_at is not None
    assert enforce_at(dispute.due_at) == 1
    assert settle_at(dispute.due_at) == 1
    return Penalty.objects.get(breach__dispute=dispute)


def proof(user: User) -> list[Attachment]:
    """A file that shows what the store did, waiting in the form of this supervisor."""
    return [uploads.add_upload(user, "proof", upload())]


def given_by_hand(
    world: World,
    code: str,
    *,
    reasons: str = "It was shown to us.",
    dispute: Dispute | None = None,
    cites: Sequence[int] = (),
) -> Penalty:
    """By the world's supervisor, and approved by another one where that is needed."""
    breach = penalise(
        world.supervisor,
        world.store,
        rule=Rule.objects.get(code=code),
        reasons=reasons,
        dispute=dispute,
        cites=cites,
        files=[] if dispute else proof(world.supervisor),
        idempotency_key=uuid4(),
    )
    if breach.state == BreachState.PROPOSED:
        approve_penalty(make_user("supervisor", "Supervisors"), breach)
    return Penalty.objects.get(breach=breach)


def let_points_count_meanwhile(world: World) -> None:
    """From now on the policy has points count while an appeal against them is open."""
    publish(world, switches={"suspend_on_appeal": False})
