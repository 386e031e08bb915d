"""The case page of the workspace: the whole file, and only the acts that are possible."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.services import assignment, requests
from arbitration.services.comments import write_comment
from disputes.models import Dispute, Policy, User
from disputes.rules.solutions import Offer
from disputes.services import negotiation, outbox, statements
from disputes.states import AskedFor, Solution, State
from tests.workspace import CASES, address, signed_in
from tests.world import BOTH, HALF, World, enforce_at, make_user

pytestmark = pytest.mark.django_db


def text(user: User, case: Dispute) -> str:
    response = signed_in(user).get(address(case))
    assert response.status_code == 200
    return response.content.decode()


def acts(user: User, case: Dispute) -> list[str]:
    """The names of the acts that the page offers."""
    return [act.label for act in signed_in(user).get(address(case)).context["actions"]]


def awaited(user: User, case: Dispute) -> str:
    title: str = signed_in(user).get(address(case)).context["waiting"].title
    return title


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_page(state: State) -> None:
    world = World()
    case = world.case(state)
    page = text(world.supervisor, case)
    assert case.reference in page
    assert str(state.label) in page


def test_the_page_holds_the_whole_file() -> None:
    world = World()
    case = world.file()
    seller_photo = world.photo(world.seller)
    negotiation.reject(world.as_seller, case, text="Ours is blue.", files=[seller_photo])
    offer = Offer(Solution.REFUND, 500)
    negotiation.propose(world.as_seller, case, offer=offer, text="Five for the trouble.")
    negotiation.propose(world.as_seller, case, offer=Offer(Solution.REFUND, 900))
    page = text(world.arbitrator, case)
    [buyer_photo] = case.evidence.get(number=1).files.all()
    for photo in (buyer_photo, seller_photo):
        assert page.count(f'href="{photo.url}"') == 1
        assert f"?left=listing&right={photo.public_id}" in page
    assert f'src="{case.snapshot.picture_url}"' in page
    for found in (
        "It is green, not blue.",
        "Ours is blue.",
        "Five for the trouble.",
        "$9.00",
        "$5.00",
        "1 earlier version",
        case.line.order.reference,
        case.line.description,
        "Waiting for the seller → In negotiation",
        "If nothing is agreed by then, the case goes to the platform by itself.",
    ):
        assert found in page, found
    for event in case.events.all():
        assert event.hash in page


def test_rulings_refund_and_postings_are_on_the_page() -> None:
    world = World()
    case = world.case(State.RULED)
    page = text(world.supervisor, case)
    assert "The photo shows a green mug." in page
    assert world.arbitrator.username in page
    resolved = world.case(State.RESOLVED)
    assert "not paid yet" in text(world.supervisor, resolved)
    outbox.deliver_outbox()
    page = text(world.supervisor, resolved)
    for found in ("Paid on", "Held in escrow", "Owed to the buyer", "Paid to the buyer", "-$23.00"):
        assert found in page, found


def test_whoever_is_awaited_stands_on_top() -> None:
    world = World()
    case = world.case(State.AWAITING_RULING)
    assert awaited(world.arbitrator, case) == "Waiting for an arbitrator to take it"
    assignment.take_next(world.arbitrator)
    assert awaited(world.arbitrator, case) == "Waiting for your ruling"
    name = world.arbitrator.username
    assert awaited(world.arbitrator2, case) == f"Waiting for the ruling of {name}"
    for state, title in (
        (State.AWAITING_SELLER, "Waiting for the seller"),
        (State.HEARING, "Waiting for both sides"),
        (State.AWAITING_RETURN, "Waiting for the buyer"),
        (State.WITHDRAWN, "Nobody has to act any more"),
    ):
        assert awaited(world.arbitrator, world.case(state)) == title


def test_after_a_request_it_is_who_was_asked_until_the_answer() -> None:
    world = World()
    case = world.case(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    requests.request_evidence(world.arbitrator, case, of=BOTH, kinds=[AskedFor.STOCK_PHOTOS])
    assert awaited(world.arbitrator, case) == "Waiting for both sides"
    statements.add_evidence(world.as_seller, case, text="From the shelf.")
    assert awaited(world.arbitrator, case) == "Waiting for the buyer"


def test_a_ruling_that_waits_for_approval_says_for_whose() -> None:
    Policy.objects.update(large_amounts={})
    world = World()
    case = world.case(State.AWAITING_RULING)
    world.rule(case, HALF)
    assert awaited(world.arbitrator2, case) == "Waiting for a second arbitrator to take it"
    assert "Neither side can read this before it is approved." in text(world.arbitrator2, case)
    assert acts(world.arbitrator2, case) == []
    assert assignment.take_next(world.arbitrator2) == case
    assert awaited(world.arbitrator2, case) == "Waiting for your approval of the ruling"
    assert acts(world.arbitrator2, case) == ["Approve ruling", "Send ruling back", "Hand case back"]
    name = world.arbitrator2.username
    assert awaited(world.arbitrator, case) == f"Waiting for the approval of {name}"
    assert acts(world.arbitrator, case) == []


def test_only_the_arbitrator_of_the_case_may_rule_and_only_supervisors_reassign() -> None:
    world = World()
    case = world.case(State.AWAITING_RULING)
    assert acts(world.arbitrator, case) == []
    assignment.take_next(world.arbitrator)
    assert acts(world.arbitrator, case) == ["Issue ruling", "Request evidence", "Hand case back"]
    assert acts(world.arbitrator2, case) == []
    assert acts(world.supervisor, case) == ["Reassign"]
    for state in set(State) - {State.AWAITING_RULING, State.APPEALED}:
        assert acts(world.supervisor, world.case(state)) == []


def test_on_appeal_more_evidence_can_be_requested_too() -> None:
    world = World()
    case = world.case(State.APPEALED)
    assert assignment.take_next(world.arbitrator2) == case
    assert acts(world.arbitrator2, case) == ["Issue ruling", "Request evidence", "Hand case back"]


def test_whoever_is_involved_cannot_open_the_case() -> None:
    world = World()
    case = world.case(State.AWAITING_RULING)
    world.store.memberships.create(user=world.arbitrator)
    world.buyer.is_staff = True
    world.buyer.save()
    world.buyer.groups.set(world.supervisor.groups.all())
    for involved in (world.arbitrator, world.buyer):
        for page in ("", "rule/", "request-evidence/", "reassign/"):
            response = signed_in(involved).get(address(case, page))
            assert response.status_code == 403
            assert "so somebody else looks after this case" in response.content.decode()
            assert "It is green" not in response.content.decode()


def test_an_unknown_case_is_not_found() -> None:
    staff = make_user("arbitrator", "Arbitrators")
    assert signed_in(staff).get(f"{CASES}R-NONE-NONE/").status_code == 404


def test_what_people_wrote_is_shown_as_text() -> None:
    world = World()
    case = world.case(State.HEARING)
    hostile = "<script>alert(1)</script>"
    statements.add_evidence(world.as_buyer, case, text=hostile)
    page = text(world.arbitrator, case)
    assert hostile not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_number_of_queries_does_not_depend_on_how_much_there_is() -> None:
    """Not of evidence, offers, requests, notes, similar cases, nor of the record of both sides."""
    world = World()
    _decided(world)
    case = world.case(State.AWAITING_RULING)
    _add_to(world, case, 0)
    short = _queries(world.arbitrator, case)
    for _ in range(3):
        _decided(world)
    _add_to(world, case, 1)
    assert _queries(world.arbitrator, case) == short


def _add_to(world: World, case: Dispute, number: int) -> None:
    """One more of everything that the page shows of a case, which nobody has in hand."""
    assignment.reassign(world.supervisor, case, to=world.arbitrator)
    requests.request_evidence(world.arbitrator, case, of=BOTH, text=f"Photo {number}, please.")
    for actor, user, least in (
        (world.as_buyer, world.buyer, 1000),
        (world.as_seller, world.seller, 100),
    ):
        photo = world.photo(user)
        statements.add_evidence(actor, case, text=f"More {number}.", files=[photo])
        negotiation.propose(actor, case, offer=Offer(Solution.REFUND, least + number))
        statements.finish_evidence(actor, case)
    write_comment(world.supervisor, case, text=f"Note {number}.")


def _decided(world: World) -> None:
    case = world.case(State.RULED)
    due_at = case.due_at
    assert due_at is not None
    enforce_at(due_at)


def _queries(user: User, case: Dispute) -> int:
    client = signed_in(user)
    with CaptureQueriesContext(connection) as queries:
        client.get(address(case))
    return len(queries)
