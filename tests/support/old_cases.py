"""Cases that closed long ago."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

from arbitration.background.retention import erase_closed
from arbitration.verbs import assignment, evidence_requests, rulings
from disputes import clock
from disputes.background import outbox
from disputes.models import Dispute, Ground
from disputes.permissions import Actor
from disputes.states import Party, State
from disputes.verbs import (
    appeals,
    evidence,
    evidence_revisions,
    messages,
    negotiation,
    refund_requests,
    returns,
)
from tests.support.moments import enforce_at, moment
from tests.support.rows import everything
from tests.support.terms import BOTH, HALF, RETURN_AND_REFUND
from tests.support.world import World

# Everything that somebody typed in `full_case`, and the names of the photos.
TYPED = (
    "It is green, not blue.",
    "Still green.",
    "Half of it then?",
    "The mug is blue.",
    "The mug is as blue as can be.",
    "By the window",
    "Photos by daylight, please.",
    "A photo from the window.",
    "Half is fair: evidence 1 shows a mug that can be used.",
    "Half is not fair.",
    "All of it, as evidence 1 shows so very plainly.",
    "Correos",
    "CX123",
    "photo.jpg",
    "Could you look at it once more?",
    "Take them by the window, both of you.",
)


def full_case(world: World) -> Dispute:
    """Closed and paid, with words and photos in every place that has some."""
    dispute = world.open_dispute()
    refund_requests.change_request(
        world.as_buyer, dispute, offer=RETURN_AND_REFUND, text="Still green."
    )
    messages.send_message(world.as_buyer, dispute, text="Could you look at it once more?")
    negotiation.propose(world.as_seller, dispute, offer=HALF, text="Half of it then?")
    evidence.add_evidence(
        world.as_seller, dispute, text="The mug is blue.", files=[world.photo(world.seller)]
    )
    said = dispute.evidence.get(number=2)
    evidence_revisions.change_evidence(
        world.as_seller,
        dispute,
        said,
        text="The mug is as blue as can be.",
        captions={said.files.get(): "By the window"},
    )
    negotiation.escalate(world.as_buyer, dispute)
    _finish(world, dispute)
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    evidence_requests.request_evidence(
        world.arbitrator, dispute, of=BOTH, text="Photos by daylight, please."
    )
    messages.send_message(
        Actor(world.arbitrator, Party.PLATFORM),
        dispute,
        text="Take them by the window, both of you.",
    )
    files = [world.photo(world.buyer), world.photo(world.buyer)]
    evidence.add_evidence(world.as_buyer, dispute, text="A photo from the window.", files=files)
    _finish(world, dispute)
    ground = Ground.objects.get(code="differs_from_listing")
    rulings.issue_ruling(
        world.arbitrator, dispute, offer=HALF, ground=ground, reasons=TYPED[8], cites=[1]
    )
    appeals.appeal(world.as_buyer, dispute, text="Half is not fair.")
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator2)
    world.hear_out(dispute)
    rulings.issue_ruling(
        world.arbitrator2,
        dispute,
        offer=RETURN_AND_REFUND,
        ground=ground,
        reasons=TYPED[10],
        cites=[1],
    )
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)  # whatever else is due by then
    with moment(due_at):
        bring_back(world, dispute)
        outbox.deliver_outbox()
    return world.again(dispute)


def bring_back(world: World, dispute: Dispute, *, tracking: str = "CX123") -> None:
    """The goods are sent, arrive, and are what the store had sold."""
    returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking=tracking)
    returns.report_return_delivered(Actor(None, Party.PLATFORM), dispute, delivered_at=clock.now())
    returns.confirm_return(world.as_seller, dispute)


@contextmanager
def without_the_law() -> Iterator[None]:
    """The history is not append-only meanwhile, as for whoever owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for how in ("DISABLE", "ENABLE"):
            cursor.execute(f"ALTER TABLE disputes_event {how} TRIGGER pgtrigger_event_append_only")
            cursor.execute(
                f"ALTER TABLE disputes_linesnapshot {how} TRIGGER pgtrigger_snapshot_stays"
            )
            if how == "DISABLE":
                yield


def paid_case(world: World) -> Dispute:
    """The shortest case that ends with a refund."""
    dispute = world.dispute_in(State.RESOLVED)
    outbox.deliver_outbox()
    return world.again(dispute)


def expires(dispute: Dispute) -> datetime:
    """The first instant at which the policy no longer keeps the words of this closed case."""
    assert dispute.closed_at is not None
    return dispute.closed_at + timedelta(days=dispute.policy.keep_days)


def erase_at(at: datetime, limit: int = 500) -> int:
    with moment(at):
        return erase_closed(limit)


@contextmanager
def erased(dispute: Dispute) -> Iterator[Dispute]:
    """The case as it stands once it was erased, at that time."""
    with moment(expires(dispute)):
        erase_closed()
        outbox.deliver_outbox()
        yield Dispute.objects.get(pk=dispute.pk)


def typed_in_any_row() -> list[str]:
    """What of all that was typed stands in some row of ours."""
    rows = json.dumps(everything(), ensure_ascii=False)
    return [text for text in TYPED if text in rows]


def _finish(world: World, dispute: Dispute) -> None:
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
