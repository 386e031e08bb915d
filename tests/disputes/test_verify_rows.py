"""`manage.py verify_history` finds a change of a case's own row, of when its evidence came, and of
what is paid for a way back."""

import pytest

from disputes.models import Dispute
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution
from disputes.verbs import freight, negotiation, returns
from disputes.verbs.seen import record_seen
from tests.disputes.test_verify_decisions import tamper
from tests.disputes.test_verify_history import flaw, verify
from tests.support.old_cases import erased, full_case
from tests.support.terms import PAID
from tests.support.world import World

pytestmark = pytest.mark.django_db

# What is set in the row of a case whose goods are on their way back.
ROW = {
    "state": "'awaiting_return'",
    "due_at": "due_at + interval '30 days'",
    "buyer_id": "%(stranger)s",
    "opened_at": "opened_at - interval '9 days'",
    "pieces": "7",
    "arrived_at": "'2020-01-01Z'",
    "came_after_at": "'2020-01-01Z'",
    "seller_appealed_at": "'2020-01-01Z'",
    "return_address": "'Elsewhere 1'",
    "return_country": "'PT'",
    "return_carrier": "'Another'",
    "return_tracking": "'Another'",
    "return_shipped_at": "'2020-01-01Z'",
    "return_delivered_at": "'2020-01-01Z'",
    "freight_payer": "'platform'",
    "freight_most_minor": "999999",
    "freight_paid_minor": "700",
    "return_claim": "'not_arrived'",
    "return_contested_at": "'2020-01-01Z'",
    "erased_at": "'2020-01-01Z'",
}


def on_its_way(world: World) -> Dispute:
    terms = Offer(Solution.RETURN_AND_REFUND, PAID, FreightPayer.SELLER, 700)
    dispute = world.open_dispute(offer=terms)
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
    receipt = world.photo(world.buyer)
    freight.claim_freight(world.as_buyer, dispute, amount_minor=640, files=[receipt])
    record_seen(world.as_seller, dispute, list(dispute.evidence.all()))
    return world.again(dispute)


@pytest.mark.parametrize("column", ROW)
def test_a_change_of_the_row_is_found(world: World, column: str) -> None:
    dispute = on_its_way(world)
    assert "all as they were written" in verify()
    value = ROW[column].replace("%(stranger)s", str(world.other_buyer.pk))
    tamper(f"UPDATE disputes_dispute SET {column} = {value} WHERE id = %s", dispute.pk)
    assert f"its row is not as the history says: {column}." in flaw(dispute.reference)


def test_a_case_of_another_store(world: World) -> None:
    dispute = on_its_way(world)
    other = world.other_store.pk
    tamper("UPDATE disputes_dispute SET store_id = %s WHERE id = %s", other, dispute.pk)
    assert "its sides are not those of its order" in flaw()


def test_more_for_the_way_back_before_it_is_paid(world: World) -> None:
    dispute = on_its_way(world)
    returns.confirm_return(world.as_seller, dispute)
    assert "all as they were written" in verify()
    tamper("UPDATE disputes_refund SET freight_minor = 700 WHERE dispute_id = %s", dispute.pk)
    assert "or another way back" in flaw()


@pytest.mark.parametrize(
    ("column", "says"),
    [("added_at", "from when"), ("changed_at", "from when"), ("seen_at", "was not seen")],
)
def test_when_evidence_came_and_was_seen(world: World, column: str, says: str) -> None:
    """From then on it can be cited, or cannot."""
    dispute = on_its_way(world)
    item = dispute.evidence.earliest("number")
    tamper(f"UPDATE disputes_evidence SET {column} = '2020-01-01Z' WHERE id = %s", item.pk)
    assert f"evidence {item.number}: it" in flaw()
    assert says in flaw()


def test_words_are_not_missed_because_a_row_says_that_they_were_erased(world: World) -> None:
    dispute = full_case(world)
    with erased(dispute):
        assert "all as they were written" in verify()
        tamper("UPDATE disputes_dispute SET erased_at = closed_at WHERE id = %s", dispute.pk)
        assert "its row is not as the history says: erased_at." in flaw()
