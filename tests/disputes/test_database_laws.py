"""What must never be is refused by the database itself, whoever writes to it and how."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from disputes import clock
from disputes.models import (
    Attachment,
    AttachmentOwner,
    BookAccount,
    Dispute,
    Event,
    Evidence,
    Ground,
    Notice,
    OutboxMessage,
    Posting,
    Refund,
)
from disputes.states import ProposalStatus, SettledBy, State
from disputes.verbs import refund_requests
from tests.support.rows import everything
from tests.support.terms import PAID
from tests.support.world import World, parcel_of

pytestmark = pytest.mark.django_db


def run(sql: str, *values: Any) -> None:
    """In a transaction, whose end also looks at what may be wrong until then."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def assert_refused(law: str, sql: str, *values: Any) -> None:
    """This statement breaks this law, and nothing has changed."""
    before = everything()
    with pytest.raises(IntegrityError, match=law):
        run(sql, *values)
    assert everything() == before


def copy(row: Any, **changed: Any) -> tuple[str, list[Any]]:
    """An INSERT of the same row, with some columns changed."""
    values = {
        field.column: field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in row._meta.concrete_fields
        if not (field.primary_key or field.generated)
    } | changed
    columns = ", ".join(f'"{column}"' for column in values)
    places = ", ".join(["%s"] * len(values))
    return f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({places})", list(values.values())


def assert_copy_refused(law: str, row: Any, **changed: Any) -> None:
    sql, values = copy(row, **changed)
    assert_refused(law, sql, *values)


# Cases


@pytest.mark.parametrize("state", [State.AWAITING_SELLER, State.RULED, State.RESOLVED])
def test_a_line_has_one_case_unless_it_was_withdrawn(state: State) -> None:
    dispute = World().dispute_in(state)
    assert_copy_refused("one_case_per_piece", dispute, reference="R-2222-2222")


def test_a_withdrawn_case_cannot_come_back_beside_a_new_one() -> None:
    world = World()
    line = world.line()
    first = world.open_dispute(line)
    refund_requests.withdraw(world.as_buyer, first)
    world.open_dispute(line)
    assert_refused(
        "one_case_per_piece",
        "UPDATE disputes_dispute SET state = %s, due_at = now(), closed_at = NULL WHERE id = %s",
        State.AWAITING_SELLER,
        first.pk,
    )


@pytest.mark.parametrize("state", ["", "open", "RESOLVED"])
def test_a_state_is_a_known_one(state: str) -> None:
    dispute = World().open_dispute()
    sql = "UPDATE disputes_dispute SET state = %s WHERE id = %s"
    assert_refused("state_is_known|open_state_has_a_clock", sql, state, dispute.pk)


def test_an_open_case_has_a_clock_and_a_closed_one_has_none() -> None:
    world = World()
    law = "open_state_has_a_clock"
    for state in State:
        dispute = world.dispute_in(state)
        if dispute.due_at is not None:
            sql = "UPDATE disputes_dispute SET due_at = NULL WHERE id = %s"
            assert_refused(law, sql, dispute.pk)
            sql = "UPDATE disputes_dispute SET closed_at = now() WHERE id = %s"
        else:
            sql = "UPDATE disputes_dispute SET due_at = now() WHERE id = %s"
            assert_refused(law, sql, dispute.pk)
            sql = "UPDATE disputes_dispute SET closed_at = NULL WHERE id = %s"
        assert_refused(law, sql, dispute.pk)


def test_a_settlement_says_how_it_came() -> None:
    world = World()
    settled, talking = world.dispute_in(State.RESOLVED), world.dispute_in(State.NEGOTIATING)
    law = "settlement_says_how"
    assert_refused(law, "UPDATE disputes_dispute SET settled_by = '' WHERE id = %s", settled.pk)
    sql = "UPDATE disputes_dispute SET settlement_id = NULL WHERE id = %s"
    assert_refused(law, sql, settled.pk)
    sql = "UPDATE disputes_dispute SET settled_by = %s WHERE id = %s"
    assert_refused(law, sql, SettledBy.AGREEMENT, talking.pk)


# What hangs on a case


def test_a_side_has_one_live_proposal() -> None:
    dispute = World().dispute_in(State.NEGOTIATING)
    request = dispute.proposals.get()
    assert_copy_refused("one_live_proposal_per_side", request, version=2)
    assert_copy_refused("proposal_version", request, status=ProposalStatus.REPLACED)


def test_a_proposals_parts_fit_together() -> None:
    request = World().open_dispute().proposals.get()
    for law, change in [
        ("no_refund_means_no_amount", "amount_minor = 0"),
        ("no_refund_means_no_amount", "solution = 'no_refund'"),
        ("only_a_return_has_freight", "freight_payer = 'seller'"),
        ("only_a_return_has_freight", "solution = 'return_and_refund'"),
        ("amount_minor_check", "amount_minor = -1"),
    ]:
        assert_refused(law, f"UPDATE disputes_proposal SET {change} WHERE id = %s", request.pk)


def test_evidence_is_numbered_and_a_photo_is_in_one_place() -> None:
    world = World()
    dispute = world.open_dispute()
    assert_copy_refused("evidence_number_in_case", Evidence.objects.get(dispute=dispute))
    shown, held = Attachment.objects.get(), world.photo(world.buyer)
    kept = f"kept_for_id = {AttachmentOwner.objects.create().pk}"
    for file, change in (
        (shown, "form_key = 'form'"),
        (shown, kept),
        (shown, "evidence_id = NULL"),
        (held, "form_key = ''"),
        (held, kept),
    ):
        sql = f"UPDATE disputes_attachment SET {change} WHERE id = %s"
        assert_refused("file_has_one_home", sql, file.pk)


def test_nothing_is_delivered_before_it_is_dispatched() -> None:
    parcel = parcel_of(World().line())
    law = "delivered_after_dispatch"
    for change in ("dispatched_at = NULL", "delivered_at = dispatched_at - interval '1 second'"):
        assert_refused(law, f"UPDATE disputes_parcel SET {change} WHERE id = %s", parcel.pk)


# Money


def refund_of(dispute: Dispute, amount_minor: int) -> Refund:
    return Refund(
        dispute=dispute,
        line=dispute.line,
        key=f"refund-{dispute.reference}",
        amount_minor=amount_minor,
        currency="USD",
        decided_at=clock.now(),
    )


def test_a_refund_lies_within_what_was_paid() -> None:
    dispute = World().open_dispute()
    assert_copy_refused("refunds_within_paid", refund_of(dispute, PAID + 1))
    assert_copy_refused("refund_is_positive", refund_of(dispute, 0))
    assert_copy_refused("amount_minor_check", refund_of(dispute, -1))
    refund_of(dispute, PAID).save()
    dispute.line.refresh_from_db()
    assert dispute.line.refunded_minor == PAID


def test_so_does_the_sum_of_all_refunds_of_a_line() -> None:
    world = World()
    line = world.line()
    withdrawn = world.open_dispute(line)
    refund_requests.withdraw(world.as_buyer, withdrawn)
    second = world.open_dispute(line)
    refund_of(withdrawn, PAID - 100).save()
    assert_copy_refused("refunds_within_paid", refund_of(second, 101))
    refund_of(second, 100).save()
    line.refresh_from_db()
    assert line.refunded_minor == PAID


def test_two_refunds_of_one_statement_add_up_too() -> None:
    world = World()
    line = world.line()
    first = world.open_dispute(line)
    refund_requests.withdraw(world.as_buyer, first)
    second = world.open_dispute(line)
    before = everything()
    with pytest.raises(IntegrityError, match="refunds_within_paid"), transaction.atomic():
        Refund.objects.bulk_create([refund_of(first, PAID), refund_of(second, 1)])
    assert everything() == before


def test_a_case_has_one_refund_under_one_key() -> None:
    world = World()
    world.dispute_in(State.RESOLVED)
    other = world.open_dispute(world.line())
    refund = Refund.objects.get()
    assert_copy_refused("dispute_id", refund, key="another", amount_minor=1)
    assert_copy_refused("one_refund_a_key", refund_of(other, 1), key=refund.key)


def test_a_refund_is_of_the_line_of_its_case() -> None:
    """Else the cap of another line, with more paid for it, would let it pass."""
    world = World()
    dispute, dear = world.open_dispute(), world.line(paid_minor=1_000_000)
    assert_copy_refused("line", refund_of(dispute, PAID + 1), line_id=dear.pk)


def test_a_refund_keeps_what_was_decided() -> None:
    world = World()
    world.dispute_in(State.RESOLVED)
    refund, other = Refund.objects.get(), world.line()
    law = "a refund keeps its case, line, key and amount"
    for change in ("amount_minor = 1", "key = 'x'", "currency = 'EUR'", f"line_id = {other.pk}"):
        assert_refused(law, f"UPDATE disputes_refund SET {change} WHERE id = %s", refund.pk)
    assert_refused(
        "a refund keeps|violates foreign key",
        "DELETE FROM disputes_refund WHERE id = %s",
        refund.pk,
    )
    refund.gateway_reference = "ESC-1"
    refund.save(update_fields=["gateway_reference"])


@pytest.mark.parametrize("table", ["disputes_event", "disputes_posting"])
def test_history_and_books_are_append_only(table: str) -> None:
    World().dispute_in(State.RESOLVED)
    assert Event.objects.count() == Posting.objects.count() == 2
    assert_refused("append-only", f"DELETE FROM {table}")
    assert_refused("append-only", f"UPDATE {table} SET id = id")
    Notice.objects.all().delete()  # which hold on to the events that they tell
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.all().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(kind="opened")


def test_an_event_has_its_number_for_itself() -> None:
    event = World().open_dispute().events.get()
    assert_copy_refused("event_number_in_case", event)


def test_the_postings_of_a_refund_sum_to_zero_after_every_statement() -> None:
    World().dispute_in(State.RESOLVED)
    posting = Posting.objects.get(account=BookAccount.OWED)
    assert_copy_refused("do not sum to zero", posting)
    assert_copy_refused("do not sum to zero", posting, amount_minor=-1)
    assert_copy_refused("do not sum to zero", posting, amount_minor=PAID - 1)


def test_so_both_sides_come_together() -> None:
    World().dispute_in(State.RESOLVED)
    posting = Posting.objects.get(account=BookAccount.OWED)
    insert, minus = copy(posting, account=BookAccount.OWED, amount_minor=-PAID)
    _insert, plus = copy(posting, account=BookAccount.BUYER, amount_minor=PAID)
    with connection.cursor() as cursor:
        cursor.execute(f"{insert}, ({', '.join(['%s'] * len(plus))})", [*minus, *plus])
    assert Posting.objects.count() == 4


def test_an_outbox_key_is_used_once() -> None:
    World().dispute_in(State.RESOLVED)
    assert_copy_refused("one_message_a_key", OutboxMessage.objects.get())


def test_what_both_sides_read_of_a_ground_stays() -> None:
    world = World()
    used = Ground.objects.get(code="differs_from_listing")
    Ground.objects.filter(pk=used.pk).update(title="It differs")  # nobody has ruled on it yet
    world.dispute_in(State.RULED)
    for change in ("title = 'x'", "text = 'x'", "article = '9'", "code = 'x'", "outcomes = '{}'"):
        assert_refused(
            "keeps its words", f"UPDATE disputes_ground SET {change} WHERE id = %s", used.pk
        )
    run("UPDATE disputes_ground SET position = 9, active = false WHERE id = %s", used.pk)
