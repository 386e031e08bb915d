"""A side that might appeal accepts the ruling; when all have, it is carried out at once."""

import pytest
from django.test import Client

from disputes.case_pdf.sections.rulings import rulings as printed
from disputes.errors import Code, Outdated
from disputes.models import Dispute, User
from disputes.rules.solutions import Offer
from disputes.selectors import dispute_view
from disputes.states import EventKind, Party, SettledBy, Solution, State
from disputes.verbs import appeals
from disputes.wording import sentence
from sellers.models import Breach
from sellers.states import Trigger
from tests.support.moments import run_out
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND, HALF, PAID, RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db


def ruled(world: World, offer: Offer = HALF) -> Dispute:
    dispute = world.dispute_in(State.AWAITING_RULING)
    world.rule(dispute, offer)
    return world.again(dispute)


def page(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(address, follow=True).text


def test_the_only_one_who_might_appeal_ends_it() -> None:
    """The buyer gets all, so only the seller could appeal."""
    world = World()
    dispute = ruled(world, FULL_REFUND)
    appeals.accept_ruling(world.as_seller, dispute)
    closed, (accepted, final) = world.again(dispute), list(dispute.events.all())[-2:]
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.RULING)
    assert closed.refund.amount_minor == PAID
    assert (accepted.kind, accepted.actor) == (EventKind.RULING_ACCEPTED, world.seller)
    assert (accepted.from_state, accepted.to_state) == (State.RULED, State.RULED)
    assert (final.kind, final.at) == (EventKind.RULING_CARRIED_OUT, accepted.at)
    assert sentence(accepted) == "The seller accepted the ruling."
    assert closed.seller_accepted_ruling_at == accepted.at
    breach = Breach.objects.get()
    assert (breach.trigger, breach.at) == (Trigger.RULING_LOST, accepted.at)


def test_as_long_as_the_other_one_might_it_waits() -> None:
    world = World()
    dispute = ruled(world)
    appeals.accept_ruling(world.as_buyer, dispute)
    waiting = world.again(dispute)
    assert (waiting.state, waiting.due_at) == (State.RULED, dispute.due_at)
    assert (waiting.buyer_may_appeal, waiting.seller_may_appeal) == (False, True)
    assert not hasattr(waiting, "refund")
    appeals.accept_ruling(world.as_seller, dispute)
    closed = world.again(dispute)
    assert (closed.state, closed.refund.amount_minor) == (State.RESOLVED, PAID // 2)


def test_nothing_undoes_it() -> None:
    world = World()
    dispute = ruled(world)
    appeals.accept_ruling(world.as_buyer, dispute)
    with refused(Code.NOT_ALLOWED, says="You have accepted this ruling."):
        appeals.accept_ruling(world.as_buyer, dispute)
    with refused(Code.NOT_ALLOWED, says="You have accepted this ruling."):
        appeals.appeal(world.as_buyer, dispute, text="After all.")


def test_without_an_appeal_there_is_nothing_to_accept() -> None:
    world = World()
    dispute = ruled(world, FULL_REFUND)
    with refused(Code.NOT_ALLOWED, says="gives you what you asked for"):
        appeals.accept_ruling(world.as_buyer, dispute)


def test_a_return_begins_at_once() -> None:
    world = World()
    dispute = ruled(world, RETURN_AND_REFUND)
    for actor in (world.as_buyer, world.as_seller):
        if world.again(dispute).side(actor.party).may_appeal:
            appeals.accept_ruling(actor, dispute)
    assert world.again(dispute).state == State.AWAITING_RETURN


def test_the_other_sides_appeal_opens_it_for_both() -> None:
    """What was accepted falls with the ruling; the new one may be appealed."""
    world = World()
    dispute = ruled(world)
    appeals.accept_ruling(world.as_buyer, dispute)
    appeals.appeal(world.as_seller, dispute, text="It is blue.")
    nothing = Offer(Solution.NO_REFUND)
    third = make_user("arbitrator", "Arbitrators")
    world.rule(dispute, nothing, by=third)
    anew = world.again(dispute)
    assert (anew.state, anew.buyer_accepted_ruling_at) == (State.RULED, None)
    assert (anew.buyer_may_appeal, anew.seller_may_appeal) == (True, False)
    appeals.accept_ruling(world.as_buyer, dispute)
    closed = world.again(dispute)
    assert (closed.state, closed.settled_by) == (State.RESOLVED, SettledBy.APPEAL)


def test_when_the_time_to_appeal_is_over_it_counts_as_accepted_anyhow() -> None:
    world = World()
    dispute = ruled(world)
    due_at = run_out(world, dispute)
    assert world.again(dispute).closed_at is not None
    assert due_at == dispute.due_at
    with refused(Code.WRONG_STATE):
        appeals.accept_ruling(world.as_buyer, dispute)


def test_a_page_of_an_earlier_ruling_does_not_accept_the_new_one() -> None:
    world = World()
    dispute = ruled(world)
    stale = world.again(dispute)
    stale.read_to = stale.event_count
    appeals.appeal(world.as_seller, dispute, text="It is blue.")
    world.rule(dispute, Offer(Solution.REFUND, 100), by=world.supervisor)
    with pytest.raises(Outdated):
        appeals.accept_ruling(world.as_buyer, stale)
    assert world.again(dispute).buyer_accepted_ruling_at is None


def test_it_is_told_before_and_after() -> None:
    world = World()
    dispute = ruled(world)
    case = f"/buyer/cases/{dispute.reference}/"
    assert "Accept this ruling" in page(world.buyer, case)
    shown = page(world.buyer, f"{case}accept-ruling/")
    for part in (
        "You can no longer appeal this ruling. This cannot be taken back.",
        "The seller may appeal until",
        "and you may appeal the new ruling",
        "If nobody appeals, $11.50 is paid to the buyer",
    ):
        assert part in shown
    appeals.accept_ruling(world.as_buyer, dispute)
    shown = page(world.buyer, case)
    for part in (
        "You have accepted the ruling",
        "You accepted it on",
        "The buyer accepted the ruling.",
    ):
        assert part in shown
    assert "Accept this ruling" not in shown
    shown = page(world.seller, f"/seller/cases/{dispute.reference}/accept-ruling/")
    assert "So the ruling is final: $11.50 is paid to the buyer at once" in shown
    assert "No answer" not in shown
    shown = page(world.seller, f"/seller/cases/{dispute.reference}/")
    assert "The buyer accepted it on" in shown
    assert "The buyer has accepted the ruling and cannot appeal it." in shown
    view = dispute_view(world.again(dispute), world.as_seller, dispute.opened_at)
    assert "The buyer accepted it on" in str(printed(view))
    shown = page(world.arbitrator2, f"/admin/disputes/dispute/{dispute.reference}/")
    assert "Accepted by the buyer" in shown


def test_the_form_does_it() -> None:
    world = World()
    dispute = ruled(world, FULL_REFUND)
    client = Client()
    client.force_login(world.seller)
    answer = client.post(f"/seller/cases/{dispute.reference}/accept-ruling/", follow=True)
    assert "You accepted the ruling." in answer.text
    assert world.again(dispute).state == State.RESOLVED
    assert world.again(dispute).side(Party.SELLER).accepted_ruling_at is not None
