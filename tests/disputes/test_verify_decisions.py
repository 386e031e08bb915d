"""`manage.py verify_history` finds a change of what was asked, proposed, ruled, settled, refunded,
or published for all cases."""

import json

import pytest
from django.db import connection

from disputes import clock
from disputes.background import outbox
from disputes.models import Dispute, Policy
from disputes.states import State
from tests.disputes.test_verify_history import flaw, verify
from tests.support.moments import moment
from tests.support.old_cases import erased, full_case, without_the_law
from tests.support.policies import publish
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute(world: World) -> Dispute:
    """Changed, countered, ruled on, appealed, sent back and paid."""
    return full_case(world)


def tamper(sql: str, *values: int | str) -> None:
    """As whoever owns the database can."""
    with without_the_law(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount == 1, sql
        cursor.execute("SET session_replication_role = origin")


# The table and what is set in it, for the first row of the case; and what is said of it.
CHANGES = {
    "the reason": ("dispute", "reason_labels = ARRAY['x', 'Counterfeit']", "reason"),
    "who settled it": ("dispute", "settled_by = 'agreement'", "not settled as"),
    "another settlement": (
        "dispute",
        "settlement_id = (SELECT min(id) FROM disputes_proposal WHERE dispute_id = %(case)s)",
        "the settlement is not as in the history",
    ),
    "an amount that was asked": ("proposal", "amount_minor = 1", "proposal 1 of the buyer"),
    "a solution": (
        "proposal",
        "solution = 'return_and_refund', freight_payer = 'buyer'",
        "proposal 1 of the buyer",
    ),
    "words of a request": ("proposal", "text = 'Red.'", "proposal 1 of the buyer"),
    "who proposed": ("proposal", "made_by_id = %(seller)s", "proposal 1 of the buyer"),
    "when it was proposed": ("proposal", "made_at = '2020-01-01Z'", "proposal 1 of the buyer"),
    "reasons of a ruling": ("ruling", "reasons = 'Bought.'", "ruling 1 is not as in the history"),
    "who ruled": ("ruling", "arbitrator_id = %(seller)s", "ruling 1 is not as in the history"),
    "when it was ruled": ("ruling", "ruled_at = '2020-01-01Z'", "ruling 1 is not as in"),
    "what it counts for": ("ruling", "against_store = NOT against_store", "ruling 1 is not as in"),
    "its ground": (
        "ruling",
        "ground_id = (SELECT id FROM disputes_ground WHERE code = 'matches_listing')",
        "ruling 1 is not as in the history: ground, rests_on",
    ),
    "what was refunded": ("refund", "amount_minor = 1", "the refund is not the one"),
    "when it was paid": ("refund", "paid_at = '2020-01-01Z'", "not paid as the history says"),
}


def test_all_is_well(world: World, dispute: Dispute) -> None:
    for state in State:
        world.dispute_in(state)
    assert "all as they were written" in verify()


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_in_the_database_is_found(world: World, dispute: Dispute, what: str) -> None:
    table, change, says = CHANGES[what]
    own = "id" if table == "dispute" else "dispute_id"
    sql = change.replace("%(case)s", str(dispute.pk)).replace("%(seller)s", str(world.seller.pk))
    tamper(
        f"UPDATE disputes_{table} SET {sql} WHERE id = "
        f"(SELECT min(id) FROM disputes_{table} WHERE {own} = %s)",
        dispute.pk,
    )
    assert says in flaw()
    assert says in flaw(dispute.reference)


def test_the_ground_as_both_sides_read_it(dispute: Dispute) -> None:
    for column, value in (("title", "Bought"), ("text", "Bought."), ("article", "9.9")):
        tamper(
            f"UPDATE disputes_ground SET {column} = %s WHERE code = 'differs_from_listing'",
            value,
        )
        assert "ruling 1 is not as in the history" in flaw()


def test_a_missing_citation_ruling_or_proposal(dispute: Dispute) -> None:
    ruling = dispute.rulings.earliest("pk")
    tamper("DELETE FROM disputes_citation WHERE ruling_id = %s", ruling.pk)
    assert "ruling 1 is not as in the history: cites" in flaw()
    tamper("DELETE FROM disputes_ruling WHERE id = %s", ruling.pk)
    assert "2 rulings are in the history, and 1 are there" in flaw()
    [offered] = dispute.proposals.filter(party="seller")
    tamper("DELETE FROM disputes_proposal WHERE id = %s", offered.pk)
    assert "the seller made 0 proposals, and 1 are in the history" in flaw()


def test_a_number_of_a_policy_that_a_case_keeps(dispute: Dispute) -> None:
    tamper("UPDATE disputes_policy SET appeal_days = 1")
    assert "policy version 1: it is not as it was published: appeal_days." in flaw()
    content = Policy.objects.get().content | {"appeal_days": 1}
    tamper("UPDATE disputes_policy SET content = %s", json.dumps(content))
    assert "policy version 1 is not as it was when the case was opened" in flaw()


def test_a_number_of_a_policy_that_nobody_has_used(world: World, dispute: Dispute) -> None:
    publish(world, ruling_days=4)
    assert "all as they were written" in verify()
    tamper("UPDATE disputes_policy SET large_amounts = '{}' WHERE version = 2")
    assert flaw() == "Policy version 2: it is not as it was published: large_amounts."


def test_numbers_and_hashes_of_an_erased_case_hold(world: World, dispute: Dispute) -> None:
    """What people wrote is gone from its history; the rest of each line is still vouched for."""
    with erased(dispute):
        assert "all as they were written" in verify()
        for change in ('{"amount_minor": 1}', '{"reason": "Counterfeit"}', '{"text_hash": "0"}'):
            [before] = Dispute.objects.get().events.filter(number=1)
            tamper(
                "UPDATE disputes_event SET data = data || %s WHERE dispute_id = %s AND number = 1",
                change,
                dispute.pk,
            )
            assert "line 1 of the history is not as it was written" in flaw()
            tamper(
                "UPDATE disputes_event SET data = %s WHERE id = %s",
                json.dumps(before.data),
                before.pk,
            )


def test_a_refund_that_is_paid_later(world: World, dispute: Dispute) -> None:
    world.dispute_in(State.RESOLVED)
    assert "all as they were written" in verify()
    with moment(clock.now()):
        outbox.deliver_outbox()
    assert "all as they were written" in verify()
