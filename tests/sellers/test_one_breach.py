"""One silence about one parcel is one breach, however many cases it leaves unanswered."""

from datetime import timedelta

import pytest
from django.test import Client

from disputes import clock
from disputes.models import Dispute, OrderLine, Reason
from disputes.rules.solutions import Offer
from disputes.states import Solution
from disputes.verbs import late_goods, negotiation, refund_requests, returns
from sellers.background.ledger_sweep import enforce_standing
from sellers.models import Breach, Penalty, Standing
from sellers.states import BreachState, PenaltyState, Trigger
from sellers.verbs.penalties import lower_penalty
from tests.sellers.test_standing_breaches import PLATFORM, finish
from tests.support.moments import enforce_at, moment, settle_at
from tests.support.terms import RETURN_AND_REFUND
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ALL = Offer(Solution.REFUND, 2300)


def lines_of_one_parcel(world: World, number: int, *, came: bool = True) -> list[OrderLine]:
    """The first line of an order, and so many more in the same parcel."""
    first = (
        world.line(lines=number)
        if came
        else world.line(dispatched=16 * DAY, delivered=None, lines=number)
    )
    return list(first.order.lines.order_by("number"))


def counted(store_id: int) -> list[tuple[str, str]]:
    found = Breach.objects.filter(store=store_id).order_by("at", "pk")
    return list(found.values_list("trigger", "state"))


def balance(world: World) -> int:
    return Standing.objects.get(store=world.store).balance


def run_out_all(world: World, *disputes: Dispute) -> None:
    """All of their clocks run out; the ledger follows after each sweep."""
    for due_at in sorted({due for each in disputes if (due := world.again(each).due_at)}):
        enforce_at(due_at)
        settle_at(due_at)


def test_nine_lines_of_one_parcel_and_one_silence_are_one_breach(world: World) -> None:
    disputes = [world.open_dispute(line) for line in lines_of_one_parcel(world, 9)]
    run_out_all(world, *disputes)
    assert (
        counted(world.store.pk)
        == [(Trigger.NO_RESPONSE, BreachState.PENALISED)]
        + [(Trigger.NO_RESPONSE, BreachState.SAME)] * 8
    )
    [penalty] = Penalty.objects.all()
    assert (penalty.points, balance(world)) == (3, 3)
    assert set(Breach.objects.exclude(same_as=None).values_list("same_as", flat=True)) == {
        penalty.breach_id
    }


def test_it_is_one_also_when_all_are_booked_at_once(world: World) -> None:
    disputes = [world.open_dispute(line) for line in lines_of_one_parcel(world, 3)]
    last = max(due for each in disputes if (due := world.again(each).due_at))
    enforce_at(last)
    settle_at(last)
    assert [state for _trigger, state in counted(world.store.pk)] == ["penalised", "same", "same"]
    assert balance(world) == 3


def test_two_parcels_are_two_breaches(world: World) -> None:
    run_out_all(world, world.open_dispute(), world.open_dispute())
    assert [state for _trigger, state in counted(world.store.pk)] == ["penalised", "penalised"]
    assert balance(world) == 3 + 6


def test_a_request_that_comes_after_the_first_ran_out_is_a_new_silence(world: World) -> None:
    first, second = lines_of_one_parcel(world, 2, came=False)
    dispute = world.file_not_received(first)
    run_out_all(world, dispute)
    assert dispute.due_at is not None
    with moment(dispute.due_at + timedelta(minutes=1)):
        later = world.file_not_received(second)
    run_out_all(world, later)
    assert [state for _trigger, state in counted(world.store.pk)] == ["penalised", "penalised"]


def test_one_that_was_open_already_is_the_same_although_its_clock_ran_longer(world: World) -> None:
    first, second = lines_of_one_parcel(world, 2)
    dispute, changed = world.open_dispute(first), world.open_dispute(second)
    with moment(clock.now() + 4 * DAY):
        half = Offer(Solution.REFUND, 1000)
        refund_requests.change_request(world.as_buyer, changed, offer=half)
    run_out_all(world, dispute, changed)
    assert world.again(changed).due_at is None
    assert [state for _trigger, state in counted(world.store.pk)] == ["penalised", "same"]


def test_revoking_the_one_penalty_leaves_no_other_behind(world: World) -> None:
    disputes = [world.open_dispute(line) for line in lines_of_one_parcel(world, 3)]
    run_out_all(world, disputes[0])
    lower_penalty(
        world.supervisor, Penalty.objects.get(), points=0, reasons="The platform was down."
    )
    run_out_all(world, *disputes)
    assert [each.state for each in Penalty.objects.all()] == [PenaltyState.REVOKED]
    assert balance(world) == 0


def test_one_silence_about_returns_of_one_parcel_is_one_breach_too(world: World) -> None:
    disputes = [
        world.open_dispute(line, offer=RETURN_AND_REFUND) for line in lines_of_one_parcel(world, 2)
    ]
    for dispute in disputes:
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
        returns.ship_return(world.as_buyer, dispute, carrier="Correos", tracking="CX123")
        returns.report_return_delivered(PLATFORM, dispute, delivered_at=clock.now())
    run_out_all(world, *disputes)
    assert counted(world.store.pk) == [
        (Trigger.AGREEMENT_BROKEN, BreachState.PENALISED),
        (Trigger.AGREEMENT_BROKEN, BreachState.SAME),
    ]
    assert balance(world) == 6


def test_what_is_wrong_with_goods_that_came_later_is_another_silence(world: World) -> None:
    """The store was asked something else, after the first request had run out."""
    first, second = lines_of_one_parcel(world, 2, came=False)
    dispute, late = world.file_not_received(first), world.file_not_received(second)
    negotiation.reject(world.as_seller, late, text="It is on its way.")
    run_out_all(world, dispute)
    assert dispute.due_at is not None
    with moment(dispute.due_at + timedelta(minutes=1)):
        late_goods.report_arrival(
            world.as_buyer,
            late,
            reason=Reason.objects.get(code="colour"),
            offer=ALL,
            text="It came, and it is green.",
            files=[world.photo(world.buyer)],
        )
    run_out_all(world, late)
    assert [state for _trigger, state in counted(world.store.pk)] == ["penalised", "penalised"]


def lose(world: World, dispute: Dispute) -> None:
    negotiation.reject(world.as_seller, dispute, text="The mug is blue.")
    due_at = world.again(dispute).due_at
    assert due_at is not None
    enforce_at(due_at)  # the talk is over
    with moment(due_at):
        finish(world, dispute)
        world.rule(dispute, ALL)
    run_out_all(world, dispute)


@pytest.mark.parametrize(
    ("came", "states"), [(False, ["penalised", "same"]), (True, ["penalised", "penalised"])]
)
def test_a_parcel_that_never_came_is_lost_once_and_each_item_that_is_wrong(
    came: bool, states: list[str], world: World
) -> None:
    for line in lines_of_one_parcel(world, 2, came=came):
        lose(world, world.open_dispute(line) if came else world.file_not_received(line))
    found = counted(world.store.pk)
    assert [trigger for trigger, _state in found] == [Trigger.RULING_LOST] * 2
    assert [state for _trigger, state in found] == states


def test_the_page_of_the_other_case_and_the_record_say_so(world: World, seller: Client) -> None:
    disputes = [world.open_dispute(line) for line in lines_of_one_parcel(world, 2)]
    run_out_all(world, *disputes)
    penalty = Penalty.objects.get()
    first, other = penalty.breach.dispute, Breach.objects.exclude(same_as=None).get().dispute
    assert first is not None
    assert other is not None
    page = seller.get(f"/seller/cases/{other.reference}/").content.decode()
    said = f"It is one breach with that in case {first.reference}, so it costs no further points."
    assert said in page
    record = seller.get(f"/seller/standing/penalties/{penalty.pk}/").content.decode()
    assert f"It is one breach with the same in case {other.reference}" in record


def test_the_second_silence_is_foretold_to_cost_nothing(world: World, seller: Client) -> None:
    first, second = (world.open_dispute(line) for line in lines_of_one_parcel(world, 2))
    assert first.due_at is not None
    enforce_at(first.due_at)
    enforce_standing()
    page = seller.get(f"/seller/cases/{second.reference}/")
    [idle] = [
        each for each in page.context["choice_previews"] if each.choice == "If you do nothing"
    ]
    assert list(idle.sentences) == [
        "No further points, since it is one breach with another that was counted."
    ]
