"""What lay on the desk goes with the words of its case; who did what, and who read it, stays."""

import json
from datetime import timedelta
from typing import Any

import pytest

from arbitration.kernel.access_log import log_access
from arbitration.models import AccessLog, Comment, Handover, ProposedRuling, RulingDraft
from arbitration.verbs import approval, assignment, rulings
from arbitration.verbs.comments import write_comment
from arbitration.verbs.drafts import save_draft
from disputes.background import outbox
from disputes.background.verification import verify
from disputes.models import Citation, Dispute, Ruling, User
from disputes.states import State
from tests.support.moments import enforce_at, moment
from tests.support.old_cases import erased
from tests.support.policies import publish
from tests.support.rows import everything
from tests.support.terms import HALF, ground_for
from tests.support.world import World

pytestmark = pytest.mark.django_db

TYPED = (
    "I know the seller.",
    "Their third case this month.",
    "Not sure yet what to say",
    "Half is about right: evidence 1 shows it clearly.",
    "Say which photo you mean.",
    "Half is right: photo 1 of evidence 1 shows it plainly.",
)
BACK, NOTE, DRAFT, FIRST, SENT_BACK, SECOND = TYPED


@pytest.fixture
def world() -> World:
    world = World()
    publish(world, large_amounts={})  # so that every amount is large
    return world


@pytest.fixture
def dispute(world: World) -> Dispute:
    """Closed and paid; every kind of thing that lies on the desk was written for it."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    log_access(world.arbitrator, dispute, AccessLog.Page.CASE)
    save_draft(world.arbitrator, dispute, {"reasons": DRAFT})
    write_comment(world.arbitrator, dispute, text=NOTE)
    assignment.hand_back(world.arbitrator, dispute, comment=BACK)
    assignment.take_next(world.arbitrator2)
    propose(world.arbitrator2, dispute, FIRST)
    assignment.take_next(world.supervisor)
    approval.send_ruling_back(world.supervisor, dispute, comment=SENT_BACK)
    propose(world.arbitrator2, dispute, SECOND)
    assignment.take_next(world.supervisor)
    approval.approve_ruling(world.supervisor, dispute)
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)
    with moment(due_at + timedelta(minutes=1)):
        outbox.deliver_outbox()
    return world.again(dispute)


def propose(by: User, dispute: Dispute, reasons: str) -> None:
    assert not rulings.issue_ruling(
        by, dispute, offer=HALF, ground=ground_for(HALF), reasons=reasons, cites=[1]
    )


def typed_in_any_row() -> list[str]:
    rows = json.dumps(everything(), ensure_ascii=False)
    return [text for text in TYPED if text in rows]


def rows(model: type[Any], *but: str) -> list[dict[str, Any]]:
    found = list(model.objects.order_by("pk").values())
    return [{name: row[name] for name in row if name not in but} for row in found]


def test_no_word_of_it_is_left_in_any_row(dispute: Dispute) -> None:
    assert typed_in_any_row() == list(TYPED)
    with erased(dispute):
        assert typed_in_any_row() == []
        assert not Comment.objects.exists()
        assert not RulingDraft.objects.exists()


def test_who_had_it_and_who_looked_at_rulings_stays(dispute: Dispute) -> None:
    kept = [(Handover, ("comment",)), (ProposedRuling, ("reasons", "comment"))]
    before = [rows(model, *text) for model, text in kept]
    assert [len(found) for found in before] == [1, 2]
    with erased(dispute):
        assert [rows(model, *text) for model, text in kept] == before
        assert set(Handover.objects.values_list("comment")) == {("",)}
        assert set(ProposedRuling.objects.values_list("reasons", "comment")) == {("", "")}


def test_what_a_ruling_rests_on_and_who_read_the_case_stays(dispute: Dispute) -> None:
    before = rows(Citation), rows(AccessLog), rows(Ruling, "reasons")
    assert [len(found) for found in before] == [1, 1, 1]
    with erased(dispute):
        assert (rows(Citation), rows(AccessLog), rows(Ruling, "reasons")) == before


def test_the_history_still_holds(dispute: Dispute) -> None:
    with erased(dispute):
        looked = verify(Dispute.objects.all(), lambda looked: None)
    assert (looked.cases, looked.lines) == (1, dispute.event_count + 1)


def test_the_desk_of_other_cases_stays_whole(world: World, dispute: Dispute) -> None:
    other = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    save_draft(world.arbitrator, other, {"reasons": DRAFT})
    write_comment(world.arbitrator, other, text=NOTE)
    assignment.hand_back(world.arbitrator, other, comment=BACK)
    with erased(dispute):
        assert typed_in_any_row() == [BACK, NOTE, DRAFT]
        assert Comment.objects.get().dispute == other
        assert RulingDraft.objects.get().dispute == other
        assert other.handovers.get().comment == BACK
