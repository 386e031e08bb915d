"""Comments between people of the platform: who writes, who reads, and who never does."""

import pytest

from arbitration.models import Comment
from arbitration.verbs import assignment
from arbitration.verbs.comments import write_comment
from disputes.errors import Code
from disputes.models import Dispute, User
from disputes.states import State
from tests.support.old_cases import erased, paid_case
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.workspace import address, nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

WORDS = "The same buyer sent this photo in March."


def leave(user: User, dispute: Dispute, text: str = WORDS) -> str:
    """Sent as the page sends it; what the browser then shows."""
    response = signed_in(user).post(address(dispute, "notes/"), {"text": text}, follow=True)
    page: str = response.text
    return page


def test_arbitrators_and_supervisors_leave_notes_for_each_other() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    page = leave(world.arbitrator, dispute)
    assert "Your note is left. Neither side sees it." in page
    assert WORDS in page
    leave(world.supervisor, dispute, "Look at photo 2.")
    notes = signed_in(world.arbitrator2).get(address(dispute)).context["comments"]
    assert [(comment.author, comment.text) for comment in notes] == [
        (world.supervisor, "Look at photo 2."),
        (world.arbitrator, WORDS),
    ]


def test_neither_side_ever_reads_one() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    write_comment(world.arbitrator, dispute, text=WORDS)
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        for page in ("", "compare/"):
            shown = signed_in(user).get(f"/{portal}/cases/{dispute.reference}/{page}")
            assert shown.status_code == 200
            assert WORDS not in shown.text


def test_auditors_read_and_do_not_write() -> None:
    world, auditor = World(), make_user("auditor", "Auditors")
    dispute = world.dispute_in(State.AWAITING_RULING)
    write_comment(world.arbitrator, dispute, text=WORDS)
    page = signed_in(auditor).get(address(dispute)).text
    assert WORDS in page
    assert "Leave note" not in page
    with nothing_changes():
        assert signed_in(auditor).post(address(dispute, "notes/"), {"text": "Me too."}).status_code
    with refused(Code.NOT_ALLOWED, says="Only arbitrators and supervisors leave notes."):
        write_comment(auditor, dispute, text="Me too.")


def test_who_has_a_part_in_the_case_writes_none() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.store.memberships.create(user=world.arbitrator)
    with nothing_changes():
        assert signed_in(world.arbitrator).post(address(dispute, "notes/")).status_code == 403
    with refused(Code.NOT_ALLOWED):
        write_comment(world.arbitrator, dispute, text=WORDS)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  ", "Write the note first."), ("x" * 4001, "at most 4000 characters")],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    text: str, sentence: str
) -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    with nothing_changes():
        page = leave(world.arbitrator, dispute, text)
    assert sentence in page
    assert text.strip() in page


def test_why_a_case_was_handed_back_stands_there_too() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    assignment.hand_back(world.arbitrator, dispute, comment="I know the seller.")
    [comment] = signed_in(world.arbitrator2).get(address(dispute)).context["comments"]
    assert (comment.text, comment.author) == ("I know the seller.", world.arbitrator)
    assert comment.occasion == "Handed back"


def test_in_an_erased_case_nobody_writes() -> None:
    world = World()
    dispute = paid_case(world)
    with erased(dispute):
        assert "Leave note" not in signed_in(world.supervisor).get(address(dispute)).text
        with refused(Code.WRONG_STATE, says="The words of this case were erased."):
            write_comment(world.arbitrator, world.again(dispute), text=WORDS)
        assert not Comment.objects.exists()
