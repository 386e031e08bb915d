"""Whatever became of the money of an order, a case about it can be ended by its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from arbitration.models import SetAside
from arbitration.verbs import stuck_deadlines
from disputes import clock
from disputes.background import outbox
from disputes.errors import Code
from disputes.models import Dispute, Event, OrderLine, Posting, Reason, Refund
from disputes.rules.solutions import Offer
from disputes.states import EventKind, ProposalStatus, Solution, State
from disputes.verbs import applications, negotiation, refund_requests, returns
from disputes.wording.history import sentence
from tests.support.moments import enforce_at, moment
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND, PAID
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

LEFT = 2000


@contextmanager
def no_law() -> Iterator[None]:
    """As whoever owns the database can switch it off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        law = "pgtrigger_paid_covers_open_cases"
        cursor.execute(f"ALTER TABLE disputes_orderline DISABLE TRIGGER {law}")
        yield
        cursor.execute(f"ALTER TABLE disputes_orderline ENABLE TRIGGER {law}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def only(left: int, dispute: Dispute) -> None:
    with no_law():
        OrderLine.objects.filter(pk=dispute.line_id).update(paid_minor=left)


def due_at(world: World, dispute: Dispute) -> datetime:
    at = world.again(dispute).due_at
    assert at is not None
    return at


def assert_cut(dispute: Dispute, paid: int) -> None:
    """The refund is what was left, the history says so, and the books are right."""
    assert [refund.amount_minor for refund in Refund.objects.filter(dispute=dispute)] == [paid]
    cut = dispute.events.get(kind=EventKind.REFUND_CUT)
    assert cut.data == {"asked_minor": PAID, "amount_minor": paid, "currency": "USD"}
    assert "Only $20.00 of the $23.00 could be refunded" in sentence(cut)
    dispute.line.refresh_from_db()
    assert dispute.line.refunded_minor == paid
    outbox.deliver_outbox()
    assert sum(Posting.objects.values_list("amount_minor", flat=True)) == 0
    call_command("verify_history")


def test_a_silent_sellers_case_ends_with_what_is_left(world: World) -> None:
    dispute = world.open_dispute()
    only(LEFT, dispute)
    assert enforce_at(due_at(world, dispute)) == 1
    assert not SetAside.objects.exists()
    dispute = world.again(dispute)
    assert dispute.state == State.RESOLVED
    assert list(dispute.events.values_list("kind", flat=True)) == ["opened", "forced", "refund_cut"]
    assert_cut(dispute, LEFT)


def test_and_without_a_refund_where_nothing_is(world: World) -> None:
    dispute = world.open_dispute()
    only(0, dispute)
    assert enforce_at(due_at(world, dispute)) == 1
    dispute = world.again(dispute)
    assert (dispute.state, Refund.objects.exists()) == (State.RESOLVED, False)
    assert "Nothing of the $23.00 could be refunded" in sentence(dispute.events.latest("number"))
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        page = signed_in(user).get(f"/{portal}/cases/{dispute.reference}/").text
        assert "Nothing is left of what was paid for this item" in page
        assert "not sent back" not in page


def test_a_seller_who_accepts_is_told_what_can_be_paid(world: World) -> None:
    dispute = world.open_dispute()
    only(LEFT, dispute)
    with refused(Code.AMOUNT_INVALID, says="Only $20.00 of what was paid for this item can still"):
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    client = signed_in(world.seller)
    page = client.post(f"/seller/cases/{dispute.reference}/accept/", {"version": 1})
    assert "Only $20.00 of what was paid for this item can still be refunded" in page.text
    # And can end it by pages, with the buyer.
    client.post(
        f"/seller/cases/{dispute.reference}/propose/",
        {"solution": "refund", "amount": "20.00", "text": "All that is left."},
    )
    signed_in(world.buyer).post(f"/buyer/cases/{dispute.reference}/accept/", {"version": 1})
    dispute = world.again(dispute)
    assert dispute.state == State.RESOLVED
    assert Refund.objects.get().amount_minor == LEFT


def test_nobody_asks_for_more_than_is_left(world: World) -> None:
    dispute = world.open_dispute()
    only(LEFT, dispute)
    more = Offer(Solution.REFUND, LEFT + 1)
    with refused(Code.AMOUNT_INVALID, field="amount", says="Only $20.00"):
        negotiation.propose(world.as_seller, dispute, offer=more)
    with refused(Code.AMOUNT_INVALID, field="amount", says="Only $20.00"):
        refund_requests.change_request(world.as_buyer, dispute, offer=more, text="This then.")
    only(0, dispute)
    with refused(Code.AMOUNT_INVALID, field="amount", says="Nothing of what was paid"):
        negotiation.propose(world.as_seller, dispute, offer=more)


def test_an_application_for_what_was_refunded_already_is_refused(world: World) -> None:
    line = world.line()
    OrderLine.objects.filter(pk=line.pk).update(refunded_minor=PAID - 100)
    with refused(Code.AMOUNT_INVALID, field="amount", says="Only $1.00"):
        filing_of(world, line)
    OrderLine.objects.filter(pk=line.pk).update(refunded_minor=PAID)
    with refused(Code.WINDOW_CLOSED, says="has been refunded already"):
        filing_of(world, line)


def filing_of(world: World, line: OrderLine) -> Dispute:
    return applications.open_dispute(
        world.buyer,
        line.items.get(),
        reason=Reason.objects.get(code="in_transit"),
        offer=FULL_REFUND,
        text="It never came.",
    )


def test_an_arbitrator_rules_what_is_left(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    only(LEFT, dispute)
    with pytest.raises(Exception, match=r"Only \$20\.00"):
        world.rule(dispute, FULL_REFUND)
    world.rule(dispute, Offer(Solution.REFUND, LEFT), by=world.arbitrator2)
    enforce_at(due_at(world, dispute))
    assert world.again(dispute).state == State.RESOLVED
    assert Refund.objects.get().amount_minor == LEFT


def test_a_ruling_of_before_is_carried_out_as_far_as_it_can_be(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, FULL_REFUND)
    only(LEFT, dispute)
    assert enforce_at(due_at(world, dispute)) == 1
    assert_cut(world.again(dispute), LEFT)


def test_so_are_returns_confirmed_or_not(world: World) -> None:
    for confirm in (True, False):
        dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
        only(LEFT, dispute)
        if confirm:
            returns.confirm_return(world.as_seller, dispute)
        else:
            assert enforce_at(due_at(world, dispute)) == 1
        assert_cut(world.again(dispute), LEFT)


# Cases whose deadline cannot be enforced for another reason


def one_set_aside(world: World, state: State = State.AWAITING_SELLER) -> Dispute:
    """The sweep fails with it again and again: its request is gone from the table."""
    dispute = world.dispute_in(state)
    dispute.proposals.update(status=ProposalStatus.LAPSED)
    assert enforce_at(due_at(world, dispute)) == 0
    assert SetAside.objects.get().dispute == dispute
    return world.again(dispute)


@pytest.mark.parametrize("state", [State.AWAITING_SELLER, State.RULED])
def test_a_supervisor_lets_an_arbitrator_decide_it(world: World, state: State) -> None:
    dispute = one_set_aside(world, state)
    at = due_at(world, dispute) + timedelta(minutes=5)
    with moment(at):
        client = signed_in(world.supervisor)
        page = f"/admin/status/cases/{dispute.reference}/decide/"
        assert f'href="{page}"' in client.get("/admin/status/").text
        shown = client.get(page).text
        assert "An arbitrator rules on what is in the file, within 2 days" in shown
        assert client.post(page, {"confirm": "yes"}).status_code == 302
        dispute = world.again(dispute)
        assert (dispute.state, dispute.settled_by) == (State.AWAITING_RULING, "")
        assert not SetAside.objects.exists()
        assert "An arbitrator decides instead" in sentence(dispute.events.latest("number"))
        world.rule(dispute, Offer(Solution.REFUND, LEFT), by=world.arbitrator2)
    enforce_at(due_at(world, dispute))
    assert world.again(dispute).state == State.RESOLVED
    assert Refund.objects.get().amount_minor == LEFT
    call_command("verify_history")


def test_nobody_else_and_not_without_need(world: World) -> None:
    dispute = one_set_aside(world)
    with refused(Code.NOT_ALLOWED):
        stuck_deadlines.let_arbitrator_decide(world.arbitrator, dispute)
    assert (
        signed_in(world.arbitrator)
        .post(f"/admin/status/cases/{dispute.reference}/decide/")
        .status_code
        == 403
    )
    other = world.open_dispute()
    with refused(Code.STALE):
        stuck_deadlines.let_arbitrator_decide(world.supervisor, other)


def test_goods_that_went_back_bar_the_buyer_from_withdrawing(world: World) -> None:
    dispute = world.dispute_in(State.RETURN_IN_TRANSIT)
    assert Event.objects.filter(dispute=dispute).exists()
    SetAside.objects.create(
        dispute=dispute,
        due_at=due_at(world, dispute),
        error="KeyError",
        first_failed_at=clock.now(),
        retry_at=clock.now(),
    )
    stuck_deadlines.let_arbitrator_decide(world.supervisor, dispute)
    dispute = world.again(dispute)
    assert (dispute.state, dispute.settlement) == (State.AWAITING_RULING, None)
    with refused(Code.NOT_ALLOWED, says="gone back already"):
        refund_requests.withdraw(world.as_buyer, dispute)
