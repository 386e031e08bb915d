"""The case page of the workspace: the whole file, and only the acts that are possible."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.verbs import assignment, evidence_requests
from arbitration.verbs.comments import write_comment
from disputes.background import outbox
from disputes.models import Dispute, Policy, User
from disputes.rules.solutions import Offer
from disputes.states import AskedFor, Solution, State
from disputes.verbs import evidence, negotiation
from tests.support.moments import enforce_at
from tests.support.people import make_user
from tests.support.terms import BOTH, HALF
from tests.support.workspace import CASES, address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def text(user: User, dispute: Dispute) -> str:
    response = signed_in(user).get(address(dispute))
    assert response.status_code == 200
    return response.content.decode()


def acts(user: User, dispute: Dispute) -> list[str]:
    """The names of the acts that the page offers."""
    return [act.label for act in signed_in(user).get(address(dispute)).context["actions"]]


def awaited(user: User, dispute: Dispute) -> str:
    title: str = signed_in(user).get(address(dispute)).context["waiting"].title
    return title


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_page(state: State) -> None:
    world = World()
    dispute = world.dispute_in(state)
    page = text(world.supervisor, dispute)
    assert dispute.reference in page
    assert str(state.label) in page


def test_the_page_holds_the_whole_file() -> None:
    world = World()
    dispute = world.open_dispute()
    seller_photo = world.photo(world.seller)
    negotiation.reject(world.as_seller, dispute, text="Ours is blue.", files=[seller_photo])
    offer = Offer(Solution.REFUND, 500)
    negotiation.propose(world.as_seller, dispute, offer=offer, text="Five for the trouble.")
    negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.REFUND, 900))
    page = text(world.arbitrator, dispute)
    [buyer_photo] = dispute.evidence.get(number=1).files.all()
    for photo in (buyer_photo, seller_photo):
        assert page.count(f'href="{photo.url}"') == 1
        assert f"?left=listing&right={photo.public_id}" in page
    assert f'src="{dispute.snapshot.picture_url}"' in page
    for found in (
        "It is green, not blue.",
        "Ours is blue.",
        "Five for the trouble.",
        "$9.00",
        "$5.00",
        "1 earlier version",
        dispute.line.order.reference,
        dispute.line.description,
        "Waiting for the seller → In negotiation",
        "If nothing is agreed by then, the case goes to the platform by itself.",
    ):
        assert found in page, found
    for event in dispute.events.all():
        assert event.hash in page


def test_rulings_refund_and_postings_are_on_the_page() -> None:
    world = World()
    dispute = world.dispute_in(State.RULED)
    page = text(world.supervisor, dispute)
    assert "The listing shows a blue mug" in page
    assert world.arbitrator.username in page
    resolved = world.dispute_in(State.RESOLVED)
    assert "Being paid. This takes a few moments." in text(world.supervisor, resolved)
    outbox.deliver_outbox()
    page = text(world.supervisor, resolved)
    for found in ("Paid on", "Held in escrow", "Owed to the buyer", "Paid to the buyer", "-$23.00"):
        assert found in page, found


def test_whoever_is_awaited_stands_on_top() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert awaited(world.arbitrator, dispute) == "Waiting for an arbitrator to take it"
    assignment.take_next(world.arbitrator)
    assert awaited(world.arbitrator, dispute) == "Waiting for your ruling"
    name = world.arbitrator.username
    assert awaited(world.arbitrator2, dispute) == f"Waiting for the ruling of {name}"
    for state, title in (
        (State.AWAITING_SELLER, "Waiting for the seller"),
        (State.HEARING, "Waiting for both sides"),
        (State.AWAITING_RETURN, "Waiting for the buyer"),
        (State.WITHDRAWN, "Nobody has to act any more"),
    ):
        assert awaited(world.arbitrator, world.dispute_in(state)) == title


def test_after_a_request_it_is_who_was_asked_until_the_answer() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assignment.take_next(world.arbitrator)
    evidence_requests.request_evidence(
        world.arbitrator, dispute, of=BOTH, kinds=[AskedFor.STOCK_PHOTOS]
    )
    assert awaited(world.arbitrator, dispute) == "Waiting for both sides"
    evidence.add_evidence(world.as_seller, dispute, text="From the shelf.")
    assert awaited(world.arbitrator, dispute) == "Waiting for the buyer"


def test_a_ruling_that_waits_for_approval_says_for_whose() -> None:
    Policy.objects.update(large_amounts={})
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, HALF)
    assert awaited(world.arbitrator2, dispute) == "Waiting for a second arbitrator to take it"
    assert "Neither side knows of it before it is approved." in text(world.arbitrator2, dispute)
    assert acts(world.arbitrator2, dispute) == []
    assert assignment.take_next(world.arbitrator2) == dispute
    assert awaited(world.arbitrator2, dispute) == "Waiting for your approval of the ruling"
    assert acts(world.arbitrator2, dispute) == [
        "Approve ruling",
        "Send ruling back",
        "Write a message",
        "Hand case back",
    ]
    name = world.arbitrator2.username
    assert awaited(world.arbitrator, dispute) == f"Waiting for the approval of {name}"
    assert acts(world.arbitrator, dispute) == []


def test_only_the_arbitrator_of_the_case_may_rule_and_only_supervisors_reassign() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    assert acts(world.arbitrator, dispute) == []
    assignment.take_next(world.arbitrator)
    assert acts(world.arbitrator, dispute) == [
        "Issue ruling",
        "Request evidence",
        "Write a message",
        "Hand case back",
    ]
    assert acts(world.arbitrator2, dispute) == []
    assert acts(world.supervisor, dispute) == ["Reassign"]
    in_transit = world.dispute_in(State.RETURN_IN_TRANSIT)
    assert acts(world.supervisor, in_transit) == ["Note the return's delivery"]
    for state in set(State) - {State.AWAITING_RULING, State.APPEALED, State.RETURN_IN_TRANSIT}:
        assert acts(world.supervisor, world.dispute_in(state)) == []


def test_on_appeal_more_evidence_can_be_requested_too() -> None:
    world = World()
    dispute = world.dispute_in(State.APPEALED)
    assert assignment.take_next(world.arbitrator2) == dispute
    assert acts(world.arbitrator2, dispute) == [
        "Request evidence",
        "Write a message",
        "Hand case back",
    ]
    world.hear_out(dispute)
    assert acts(world.arbitrator2, dispute) == [
        "Issue ruling",
        "Request evidence",
        "Write a message",
        "Hand case back",
    ]


def test_whoever_is_involved_cannot_open_the_case() -> None:
    world = World()
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.store.memberships.create(user=world.arbitrator)
    world.buyer.is_staff = True
    world.buyer.save()
    world.buyer.groups.set(world.supervisor.groups.all())
    for involved in (world.arbitrator, world.buyer):
        for page in ("", "rule/", "request-evidence/", "reassign/"):
            response = signed_in(involved).get(address(dispute, page))
            assert response.status_code == 403
            assert "so somebody else looks after this case" in response.content.decode()
            assert "It is green" not in response.content.decode()


def test_an_unknown_case_is_not_found() -> None:
    staff = make_user("arbitrator", "Arbitrators")
    assert signed_in(staff).get(f"{CASES}R-NONE-NONE/").status_code == 404


def test_what_people_wrote_is_shown_as_text() -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    hostile = "<script>alert(1)</script>"
    evidence.add_evidence(world.as_buyer, dispute, text=hostile)
    page = text(world.arbitrator, dispute)
    assert hostile not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_number_of_queries_does_not_depend_on_how_much_there_is() -> None:
    """Not of evidence, offers, requests, notes, similar cases, nor of the record of both sides."""
    world = World()
    _decided(world)
    dispute = world.dispute_in(State.AWAITING_RULING)
    _add_to(world, dispute, 0)
    short = _queries(world.arbitrator, dispute)
    for _ in range(3):
        _decided(world)
    _add_to(world, dispute, 1)
    assert _queries(world.arbitrator, dispute) == short


def _add_to(world: World, dispute: Dispute, number: int) -> None:
    """One more of everything that the page shows of a case, which nobody has in hand."""
    assignment.reassign(world.supervisor, dispute, to=world.arbitrator)
    evidence_requests.request_evidence(
        world.arbitrator, dispute, of=BOTH, text=f"Photo {number}, please."
    )
    for actor, user, least in (
        (world.as_buyer, world.buyer, 1000),
        (world.as_seller, world.seller, 100),
    ):
        photo = world.photo(user)
        evidence.add_evidence(actor, dispute, text=f"More {number}.", files=[photo])
        negotiation.propose(actor, dispute, offer=Offer(Solution.REFUND, least + number))
    for actor in (world.as_buyer, world.as_seller):
        evidence.finish_evidence(actor, dispute)
    write_comment(world.supervisor, dispute, text=f"Note {number}.")


def _decided(world: World) -> None:
    dispute = world.dispute_in(State.RULED)
    due_at = dispute.due_at
    assert due_at is not None
    enforce_at(due_at)


def _queries(user: User, dispute: Dispute) -> int:
    client = signed_in(user)
    with CaptureQueriesContext(connection) as queries:
        client.get(address(dispute))
    return len(queries)
