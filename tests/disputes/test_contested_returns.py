"""What a seller can say of a return: it has not arrived, pieces are missing, it is not in order."""

from datetime import timedelta

import pytest

from disputes import clock
from disputes.errors import Code
from disputes.models import Attachment, Dispute, Refund
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.states import EventKind, Party, ProposalStatus, ReturnClaim, Solution, State
from disputes.verbs import evidence, negotiation, returns, uploads
from disputes.wording import sentence
from tests.support.form_files import upload
from tests.support.rows import refused
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PLATFORM = Actor(None, Party.PLATFORM)
REPORT = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def of_three(world: World) -> Dispute:
    """Three mugs on their way back, for $20.00 in all."""
    line = world.line(quantity=3)
    offer = Offer(Solution.RETURN_AND_REFUND, 2000)
    dispute = world.open_dispute(line, offer)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
    return world.again(dispute)


def missing(world: World, dispute: Dispute) -> None:
    returns.contest_return(
        world.as_seller, dispute, text="Nothing came.", claim=ReturnClaim.NOT_ARRIVED
    )


# It has not arrived


def test_of_what_has_not_arrived_nothing_need_be_shown() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    with clock.shifted(14 * DAY):
        missing(world, dispute)
    now = world.again(dispute)
    contested = dispute.events.get(kind=EventKind.RETURN_CONTESTED)
    assert (now.state, now.return_claim, now.settlement) == (
        State.HEARING,
        ReturnClaim.NOT_ARRIVED,
        None,
    )
    assert sentence(contested) == (
        "The seller says that the return has not arrived. The platform hears both sides, and the "
        "buyer is asked for proof of sending."
    )


def test_the_buyer_is_asked_for_proof_of_sending_until_there_is_nothing_to_add() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    missing(world, dispute)
    page = f"/buyer/cases/{dispute.reference}/"
    assert "Show that you sent the item back" in signed_in(world.buyer).get(page).text
    assert (
        "Show that you sent"
        not in signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text
    )
    evidence.finish_evidence(world.as_buyer, dispute)
    assert "Show that you sent the item back" not in signed_in(world.buyer).get(page).text


def test_a_parcel_that_was_just_sent_is_not_missing_yet() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    with (
        clock.shifted(14 * DAY - timedelta(minutes=5)),
        refused(Code.STILL_IN_TRANSIT, field="claim", says="still be on its way"),
    ):
        missing(world, dispute)


def test_who_is_told_of_a_delivery_can_say_at_once_that_there_was_none() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    proof = world.photo(world.buyer)
    returns.report_return_delivered(
        world.as_buyer, dispute, delivered_at=clock.now(), files=[proof]
    )
    missing(world, dispute)
    assert world.again(dispute).state == State.HEARING


# Some of the pieces


def test_two_of_three_lead_to_a_proposal_that_the_buyer_can_accept() -> None:
    world = World()
    dispute = of_three(world)
    photo = world.photo(world.seller)
    returns.contest_return(
        world.as_seller,
        dispute,
        text="One is missing.",
        files=[photo],
        claim=ReturnClaim.INCOMPLETE,
        pieces=2,
    )
    contested, _added, proposed = list(dispute.events.all())[-3:]
    assert sentence(contested) == (
        "The seller says that 2 of 3 pieces came back. The platform hears both sides."
    )
    offered = dispute.proposals.get(party=Party.SELLER, status=ProposalStatus.LIVE)
    assert (offered.solution, offered.amount_minor) == (Solution.REFUND, 1334)
    assert sentence(proposed) == "The seller proposed a refund of $13.34."
    assert world.again(dispute).return_pieces == 2
    negotiation.accept(world.as_buyer, dispute, offered)
    assert world.again(dispute).state == State.RESOLVED
    assert Refund.objects.get().amount_minor == 1334


@pytest.mark.parametrize("pieces", [None, 0, -1, 3, 4])
def test_some_are_fewer_than_all_and_more_than_none(pieces: int | None) -> None:
    world = World()
    dispute = of_three(world)
    photo = world.photo(world.seller)
    with refused(Code.AMOUNT_INVALID, field="pieces", says="from 1 to 2"):
        returns.contest_return(
            world.as_seller,
            dispute,
            text="Some are missing.",
            files=[photo],
            claim=ReturnClaim.INCOMPLETE,
            pieces=pieces,
        )


def test_of_one_piece_no_part_came_back() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    photo = world.photo(world.seller)
    with refused(Code.SOLUTION_INVALID, field="claim"):
        returns.contest_return(
            world.as_seller,
            dispute,
            text="Half a mug.",
            files=[photo],
            claim=ReturnClaim.INCOMPLETE,
            pieces=1,
        )


# Not in order


def test_a_carriers_report_counts_as_proof() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    report = uploads.add_upload(world.seller, "form", upload("report.pdf", REPORT))
    returns.contest_return(world.as_seller, dispute, text="Empty box.", files=[report])
    now = world.again(dispute)
    assert (now.state, now.return_claim) == (State.HEARING, ReturnClaim.NOT_IN_ORDER)
    assert Attachment.objects.get(pk=report.pk).evidence is not None


def test_who_has_it_shows_it() -> None:
    world = World()
    dispute = of_three(world)
    for claim, pieces in ((ReturnClaim.NOT_IN_ORDER, None), (ReturnClaim.INCOMPLETE, 2)):
        with refused(Code.PHOTO_REQUIRED, field="files", says="photo or document"):
            returns.contest_return(
                world.as_seller, dispute, text="Broken.", claim=claim, pieces=pieces
            )


# The page


def test_the_page_asks_what_is_wrong_and_says_what_follows() -> None:
    world = World()
    dispute, client = of_three(world), signed_in(world.seller)
    address = f"/seller/cases/{dispute.reference}/contest-return/"
    page = client.get(address).text
    assert "If it has not arrived, the buyer is asked for proof of sending." in page
    assert "you propose with it to pay for those" in page
    typed = {"claim": "incomplete", "pieces": "5", "text": "Some are missing."}
    page = client.post(address, typed).text
    assert "from 1 to 2" in page
    assert "Some are missing." in page
    assert "Choose what is wrong." in client.post(address, {"text": "Well."}).text
    client.post(address, typed | {"pieces": "1", "files": [upload("one.jpg")]})
    assert world.again(dispute).return_pieces == 1


def test_of_one_piece_the_page_does_not_ask_for_a_part() -> None:
    world = World()
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    page = signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/contest-return/").text
    assert "not_arrived" in page
    assert "incomplete" not in page
    assert 'name="pieces"' not in page
