"""When the evidence closes, the history lists what there was, with hashes and without words."""

from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.verbs import assignment, evidence_requests
from disputes.kernel.changes import changes_of
from disputes.models import Attachment, Dispute, Event, Evidence
from disputes.states import EventKind, State
from disputes.verbs import evidence
from disputes.verbs.evidence_revisions import change_evidence
from tests.support.moments import enforce_at
from tests.support.terms import BOTH, HALF
from tests.support.world import World

pytestmark = pytest.mark.django_db


def hearing(world: World) -> Dispute:
    """A case with a replaced photo, two photos in one statement, and a statement of words."""
    dispute = world.dispute_in(State.HEARING)
    files = [world.photo(world.seller), world.photo(world.seller, "more")]
    evidence.add_evidence(world.as_seller, dispute, text="See.", files=files)
    said = dispute.evidence.get(number=3)
    new = world.photo(world.seller, "new")
    first = said.files.all()[0]
    change_evidence(world.as_seller, dispute, said, text="Look.", replacements={first: new})
    return dispute


def expected(dispute: Dispute) -> list[dict[str, Any]]:
    return [
        {
            "number": item.number,
            "party": item.party,
            "version": item.version,
            "files": [
                file.fingerprint
                for file in Attachment.objects.filter(evidence=item, replaced_by=None)
            ],
        }
        for item in dispute.evidence.all()
    ]


def closing(dispute: Dispute) -> list[Event]:
    return list(dispute.events.filter(kind=EventKind.EVIDENCE_CLOSED))


def test_when_both_are_done(world: World) -> None:
    dispute = hearing(world)
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    [event] = closing(dispute)
    assert event.data["evidence"] == expected(dispute)
    assert [len(item["files"]) for item in event.data["evidence"]] == [1, 0, 2]
    assert [item["version"] for item in event.data["evidence"]] == [1, 1, 2]


def test_when_the_time_is_over_for_many_at_once(world: World) -> None:
    cases = [hearing(world), world.dispute_in(State.HEARING), world.open_dispute(), hearing(world)]
    due_at = max(dispute.due_at for dispute in cases if dispute.due_at is not None)
    assert enforce_at(due_at) == 4
    for dispute in (cases[0], cases[1], cases[3]):
        [event] = closing(dispute)
        assert event.data["evidence"] == expected(dispute)
    assert closing(cases[2]) == []


def test_each_time_anew(world: World) -> None:
    dispute = hearing(world)
    for round_of in (1, 2):
        evidence.finish_evidence(world.as_buyer, dispute)
        evidence.finish_evidence(world.as_seller, dispute)
        if round_of == 1:
            assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
            evidence_requests.request_evidence(
                world.arbitrator, dispute, of=BOTH, text="More, please."
            )
            evidence.add_evidence(world.as_buyer, dispute, text="More.")
    first, second = closing(dispute)
    assert len(first.data["evidence"]) == 3
    assert second.data["evidence"] == expected(dispute)
    assert second.data["evidence"][:3] == first.data["evidence"]
    assert world.again(dispute).evidence_closed_at == second.at


def test_with_the_ruling_on_an_appeal(world: World) -> None:
    dispute = world.dispute_in(State.APPEALED)
    evidence.add_evidence(world.as_seller, dispute, text="See.", files=[world.photo(world.seller)])
    world.rule(dispute, HALF, by=world.arbitrator2)
    event = closing(dispute)[-1]
    [ruled] = dispute.events.filter(kind=EventKind.RULED, number=event.number + 1)
    assert ruled.data["on_appeal"]
    assert event.data["evidence"] == expected(dispute)
    assert (event.from_state, event.to_state) == (State.APPEALED, State.APPEALED)
    assert len(event.data["evidence"]) == 4


def test_nothing_is_read_for_cases_whose_file_cannot_close(world: World) -> None:
    cases = [world.open_dispute(), world.dispute_in(State.RULED)]
    with CaptureQueriesContext(connection) as queries:
        changes_of(cases, world.as_buyer, cases[0].opened_at)
    read = [query["sql"] for query in queries]
    assert any("disputes_proposal" in sql for sql in read)
    assert not any(Evidence._meta.db_table in sql for sql in read)


def test_the_application_holds_the_hash_of_the_listing_picture(world: World) -> None:
    line = world.line()
    event = world.open_dispute(line).events.get()
    with line.picture.open("rb") as picture:
        assert event.data["line"]["picture_sha256"] == sha256(picture.read()).hexdigest()
    assert event.data["files"] == [Attachment.objects.get().fingerprint]
    assert event.data["captions"] == [""]


def test_a_listing_picture_that_is_lost_stops_no_application(world: World) -> None:
    line = world.line()
    line.picture.storage.delete(str(line.picture.name))
    assert world.open_dispute(line).events.get().data["line"]["picture_sha256"] == ""
