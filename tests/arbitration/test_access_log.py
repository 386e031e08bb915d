"""Whatever of a case somebody of the platform opens leaves a line, and nobody else's look does."""

import pytest

from arbitration.models import AccessLog
from arbitration.verbs import assignment
from disputes.models import Attachment, Dispute, User
from disputes.states import State
from tests.support.people import make_user
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

Page = AccessLog.Page


@pytest.fixture(scope="module")
def built(shared_rows: None) -> World:
    """The first arbitrator has a case in hand."""
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert assignment.take_next(world.arbitrator) == dispute
    return world


@pytest.fixture
def dispute(world: World) -> Dispute:
    return Dispute.objects.get(assignee=world.arbitrator)


def photo_of(dispute: Dispute) -> Attachment:
    return Attachment.objects.get(evidence__dispute=dispute)


def opened(user: User, page: str) -> int:
    return signed_in(user).get(page).status_code


def written() -> list[tuple[User, Dispute, str]]:
    return [(look.user, look.dispute, look.page) for look in AccessLog.objects.order_by("id")]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("", Page.CASE),
        ("?by=seller&kind=evidence", Page.CASE),
        ("compare/", Page.COMPARISON),
        ("rule/", Page.ACT),
        ("request-evidence/", Page.ACT),
        ("hand-back/", Page.ACT),
        ("case-file/", Page.CASE_PDF),
    ],
)
def test_each_page_about_a_case_leaves_one_line(
    world: World, dispute: Dispute, page: str, kind: str
) -> None:
    assert opened(world.arbitrator, address(dispute, page)) == 200
    assert written() == [(world.arbitrator, dispute, kind)]
    assert opened(world.arbitrator, address(dispute, page)) == 200
    assert written() == [(world.arbitrator, dispute, kind)] * 2


def test_files_leave_a_line_and_the_thumbnails_of_a_page_do_not(
    world: World, dispute: Dispute
) -> None:
    photo, auditor = photo_of(dispute), make_user("auditor", "Auditors")
    assert opened(auditor, photo.thumbnail_url) == 200
    assert written() == []
    assert opened(auditor, photo.url) == 200
    assert opened(auditor, photo.original_url) == 200
    assert written() == [(auditor, dispute, Page.ATTACHMENT), (auditor, dispute, Page.ORIGINAL)]


def test_a_note_that_was_not_taken_shows_the_case_and_leaves_a_line(
    world: World, dispute: Dispute
) -> None:
    response = signed_in(world.arbitrator).post(address(dispute, "notes/"), {"text": " "})
    assert "Write the note first." in response.text
    assert written() == [(world.arbitrator, dispute, Page.CASE)]


def test_the_two_sides_leave_none(world: World, dispute: Dispute) -> None:
    photo = photo_of(dispute)
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        for page in ("", "compare/", "case-file.pdf"):
            assert opened(user, f"/{portal}/cases/{dispute.reference}/{page}") == 200
        assert opened(user, photo.url) == 200
    assert written() == []


def test_who_is_refused_leaves_none(world: World, dispute: Dispute) -> None:
    world.store.memberships.create(user=world.arbitrator2)
    for page in ("", "compare/", "rule/", "case-file/"):
        assert opened(world.arbitrator2, address(dispute, page)) == 403
    assert opened(world.arbitrator2, photo_of(dispute).original_url) == 404
    assert written() == []


def test_of_an_own_store_an_arbitrator_sees_files_as_its_member(
    world: World, dispute: Dispute
) -> None:
    world.store.memberships.create(user=world.arbitrator2)
    assert opened(world.arbitrator2, photo_of(dispute).url) == 200
    assert written() == []
