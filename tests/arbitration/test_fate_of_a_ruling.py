"""What has become of each ruling is told the same on every page, and it is true."""

import re

import pytest

from arbitration.background import deadlines
from arbitration.verbs import stuck_deadlines
from disputes.models import Dispute, Proposal
from disputes.rules.solutions import Offer
from disputes.states import Party, ProposalStatus, State
from disputes.verbs import appeals, evidence, negotiation, returns
from tests.support.case_pdfs import file_of, text_of
from tests.support.moments import enforce_at, moment
from tests.support.terms import FULL_REFUND, HALF, RETURN_AND_REFUND
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

OPEN, CONFIRMED, REPLACED, FINAL, CONTESTED, TAKEN_OVER = TELLS = (
    "May still be appealed",
    "Confirmed on appeal",
    "Replaced on appeal",
    "Final",
    "Overtaken: the return was contested",
    "Overtaken: it could not be carried out",
)


def fates(world: World, dispute: Dispute) -> list[str]:
    """As all pages and the case file tell them, the first ruling first."""
    told = re.compile(f"<strong>({'|'.join(TELLS)})</strong>")
    pages = [
        signed_in(user).get(page).text
        for user, page in (
            (world.buyer, f"/buyer/cases/{dispute.reference}/"),
            (world.seller, f"/seller/cases/{dispute.reference}/"),
            (world.supervisor, address(dispute)),
        )
    ]
    on_record = re.compile(rf"Ruling (?:on appeal, )?of \d.{{,200}}? ({'|'.join(TELLS)})")
    found = [told.findall(page)[::-1] for page in pages]
    found.append(on_record.findall(text_of(file_of(world, dispute))))
    assert found == [found[0]] * 4
    return found[0]


def ruled_for_a_return(world: World) -> Dispute:
    """Carried out: the buyer has to send the goods back."""
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, RETURN_AND_REFUND)
    dispute = world.again(dispute)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    return world.again(dispute)


def contested(world: World) -> Dispute:
    dispute = ruled_for_a_return(world)
    returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX1")
    photo = world.photo(world.seller)
    returns.contest_return(world.as_seller, dispute, text="The box is empty.", files=[photo])
    return dispute


def ruled_once_more(world: World) -> Dispute:
    dispute = contested(world)
    evidence.finish_evidence(world.as_buyer, dispute)
    evidence.finish_evidence(world.as_seller, dispute)
    world.rule(dispute, HALF, by=world.arbitrator2)
    return dispute


def test_a_ruling_that_nobody_appealed_is_final(world: World) -> None:
    assert fates(world, ruled_for_a_return(world)) == [FINAL]


def test_a_contested_return_overtakes_the_ruling(world: World) -> None:
    dispute = contested(world)
    assert fates(world, dispute) == [CONTESTED]
    assert "Nothing is decided yet." in text_of(file_of(world, dispute))


def test_it_stays_overtaken_after_another_ruling_that_is_no_appeal(world: World) -> None:
    dispute = ruled_once_more(world)
    assert fates(world, dispute) == [CONTESTED, OPEN]
    assert "Ruling, not final yet: a refund of $11.50" in text_of(file_of(world, dispute))


@pytest.mark.parametrize(("offer", "fate"), [(HALF, CONFIRMED), (FULL_REFUND, REPLACED)])
def test_an_appeal_decides_on_the_ruling_before_it_alone(
    world: World, offer: Offer, fate: str
) -> None:
    dispute = ruled_once_more(world)
    appeals.appeal(world.as_buyer, dispute, text="Half is not enough.")
    world.rule(dispute, offer, by=world.supervisor)
    assert fates(world, dispute)[:2] == [CONTESTED, fate]


def test_an_agreement_after_it_does_not_make_it_final(world: World) -> None:
    dispute = contested(world)
    negotiation.propose(world.as_seller, dispute, offer=HALF)
    negotiation.accept(world.as_buyer, dispute, dispute.proposals.latest("pk"))
    assert fates(world, dispute) == [CONTESTED]


def test_one_that_could_not_be_carried_out_says_so(world: World) -> None:
    dispute = world.dispute_in(State.RULED)
    Proposal.objects.filter(party=Party.PLATFORM).update(status=ProposalStatus.LAPSED)
    assert dispute.due_at is not None
    with moment(dispute.due_at):
        deadlines.enforce_deadlines()
        stuck_deadlines.let_arbitrator_decide(world.supervisor, dispute)
        assert fates(world, dispute) == [TAKEN_OVER]
        world.rule(dispute, HALF, by=world.arbitrator2)
        assert fates(world, dispute) == [TAKEN_OVER, OPEN]
