"""Cases that closed long ago."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

from arbitration.services import assignment, requests, rulings
from arbitration.services.retention import erase_closed
from disputes import clock
from disputes.models import Dispute, Ground
from disputes.permissions import Actor
from disputes.services import appeals, negotiation, opening, outbox, returns, revisions, statements
from disputes.states import Party, State
from tests.world import BOTH, HALF, RETURN_AND_REFUND, World, enforce_at, everything, moment

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
    "Half is fair.",
    "Half is not fair.",
    "All of it, for the goods.",
    "Correos",
    "CX123",
    "photo.jpg",
)


def full_case(world: World) -> Dispute:
    """Closed and paid, with words and photos in every place that has some."""
    case = world.file()
    opening.change_request(world.as_buyer, case, offer=RETURN_AND_REFUND, text="Still green.")
    negotiation.propose(world.as_seller, case, offer=HALF, text="Half of it then?")
    statements.add_evidence(
        world.as_seller, case, text="The mug is blue.", files=[world.photo(world.seller)]
    )
    said = case.evidence.get(number=2)
    revisions.change_evidence(
        world.as_seller,
        case,
        said,
        text="The mug is as blue as can be.",
        captions={said.files.get(): "By the window"},
    )
    negotiation.escalate(world.as_buyer, case)
    _finish(world, case)
    assignment.reassign(world.supervisor, case, to=world.arbitrator)
    requests.request_evidence(world.arbitrator, case, of=BOTH, text="Photos by daylight, please.")
    files = [world.photo(world.buyer), world.photo(world.buyer)]
    statements.add_evidence(world.as_buyer, case, text="A photo from the window.", files=files)
    _finish(world, case)
    ground = Ground.objects.get(code="differs_from_listing")
    rulings.issue_ruling(
        world.arbitrator, case, offer=HALF, ground=ground, reasons="Half is fair.", cites=[1]
    )
    appeals.appeal(world.as_buyer, case, text="Half is not fair.")
    assignment.reassign(world.supervisor, case, to=world.arbitrator2)
    rulings.issue_ruling(
        world.arbitrator2,
        case,
        offer=RETURN_AND_REFUND,
        ground=ground,
        reasons="All of it, for the goods.",
        cites=[1],
    )
    due_at = world.again(case).due_at
    assert due_at is not None
    enforce_at(due_at)
    with moment(due_at):
        returns.ship_return(world.as_buyer, case, carrier="Correos", tracking="CX123")
        returns.report_return_delivered(Actor(None, Party.PLATFORM), case, delivered_at=clock.now())
        returns.confirm_return(world.as_seller, case)
        outbox.deliver_outbox()
    return world.again(case)


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
    case = world.case(State.RESOLVED)
    outbox.deliver_outbox()
    return world.again(case)


def expires(case: Dispute) -> datetime:
    """The first instant at which the policy no longer keeps the words of this closed case."""
    assert case.closed_at is not None
    return case.closed_at + timedelta(days=case.policy.keep_days)


def erase_at(at: datetime, limit: int = 500) -> int:
    with moment(at):
        return erase_closed(limit)


@contextmanager
def erased(case: Dispute) -> Iterator[Dispute]:
    """The case as it stands once it was erased, at that time."""
    with moment(expires(case)):
        erase_closed()
        outbox.deliver_outbox()
        yield Dispute.objects.get(pk=case.pk)


def typed_in_any_row() -> list[str]:
    """What of all that was typed stands in some row of ours."""
    rows = json.dumps(everything(), ensure_ascii=False)
    return [text for text in TYPED if text in rows]


def _finish(world: World, case: Dispute) -> None:
    statements.finish_evidence(world.as_buyer, case)
    statements.finish_evidence(world.as_seller, case)
