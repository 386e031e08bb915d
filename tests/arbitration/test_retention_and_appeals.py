"""What was said and shown is kept while a store can say something against a penalty about it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from disputes.background import outbox
from disputes.errors import Code
from disputes.models import Dispute
from disputes.states import State
from disputes.verbs import refund_requests
from sellers.background.rates import count_rates
from sellers.models import Penalty
from sellers.states import BreachState, Trigger
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from sellers.verbs.penalties import decline_penalty, penalise
from tests.sellers.test_one_breach import lines_of_one_parcel, run_out_all
from tests.support.given_penalties import given_by_hand, left_unanswered
from tests.support.moments import moment, settle_at
from tests.support.old_cases import erase_at, expires, paid_case
from tests.support.policies import publish
from tests.support.rows import refused
from tests.support.standing_pages import LARGE, other_supervisor, rule
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def world() -> World:
    """Words are kept as short as the policy allows beside appeals: half a year."""
    world = World()
    publish(world, keep_days=183)
    return world


def forced(world: World) -> tuple[Dispute, Penalty]:
    """A silent store: the case is closed and paid, and its penalty is given."""
    penalty = left_unanswered(world)
    with moment(penalty.given_at + DAY):
        outbox.deliver_outbox()
    assert penalty.breach.dispute is not None
    return world.again(penalty.breach.dispute), penalty


def by_hand(world: World, at: datetime, dispute: Dispute) -> Penalty:
    with moment(at):
        return given_by_hand(world, "off_platform", dispute=dispute, cites=[1])


def test_words_stay_while_an_appeal_is_open_and_go_once_it_is_decided(world: World) -> None:
    dispute, penalty = forced(world)
    with moment(penalty.appeal_until - timedelta(minutes=1)):
        appeal = appeal_penalty(world.seller, penalty, text="The platform was down that day.")
    assert erase_at(expires(dispute) + DAY) == 0
    assert dispute.evidence.get(number=1).text != ""
    with moment(expires(dispute) + 2 * DAY):
        decide_appeal(world.supervisor, appeal, points=3, reasons="It was not down at all.")
    assert erase_at(expires(dispute) + 3 * DAY) == 1
    assert dispute.evidence.get(number=1).text == ""


def test_they_stay_while_a_later_penalty_can_still_be_appealed(world: World) -> None:
    dispute = paid_case(world)
    penalty = by_hand(world, expires(dispute) - DAY, dispute)
    assert penalty.appeal_until > expires(dispute)
    assert erase_at(penalty.appeal_until - timedelta(minutes=1)) == 0
    assert erase_at(penalty.appeal_until + SECOND) == 1


def test_they_stay_while_a_penalty_waits_for_a_second_person(world: World) -> None:
    dispute = paid_case(world)
    with moment(expires(dispute) - DAY):
        breach = penalise(
            world.supervisor,
            world.store,
            rule=rule(LARGE),
            reasons="The photo shows another parcel.",
            dispute=dispute,
            idempotency_key=uuid4(),
        )
    assert breach.state == BreachState.PROPOSED
    assert erase_at(expires(dispute) + DAY) == 0
    with moment(expires(dispute) + 2 * DAY):
        decline_penalty(other_supervisor(), breach, reasons="It is the same parcel.")
    assert erase_at(expires(dispute) + 3 * DAY) == 1


def test_a_penalty_for_one_silence_keeps_all_cases_that_it_stands_for(world: World) -> None:
    disputes = [world.open_dispute(line) for line in lines_of_one_parcel(world, 2)]
    run_out_all(world, *disputes)
    penalty = Penalty.objects.get()
    with moment(penalty.given_at + DAY):
        outbox.deliver_outbox()
    with moment(penalty.appeal_until - timedelta(minutes=1)):
        appeal_penalty(world.seller, penalty, text="The platform was down that day.")
    assert erase_at(max(expires(world.again(each)) for each in disputes) + DAY) == 0


def test_a_penalty_for_a_rate_keeps_the_cases_that_were_counted(world: World) -> None:
    publish(world, least_orders=1, most_cases=1)
    dispute = paid_case(world)
    with moment(dispute.opened_at + 60 * DAY):
        count_rates()
    settle_at(dispute.opened_at + 60 * DAY)
    penalty = Penalty.objects.get(breach__trigger=Trigger.MANY_CASES)
    assert erase_at(penalty.appeal_until - timedelta(minutes=1)) == 0
    assert erase_at(penalty.appeal_until + SECOND) == 1


def test_an_earlier_case_stays_while_a_later_one_about_the_same_line_is_open(world: World) -> None:
    line = world.line()
    first = world.open_dispute(line)
    refund_requests.withdraw(world.as_buyer, first)
    second = world.open_dispute(line)
    first = world.again(first)
    assert erase_at(expires(first)) == 0
    assert world.again(second).state == State.AWAITING_SELLER


# The numbers


@pytest.mark.parametrize(
    ("numbers", "field", "says"),
    [
        ({"keep_days": 180, "penalty_appeal_days": 365}, "keep_days", "Enter at least 365"),
        ({"restrict_days": 15}, "restrict_longer_days", "Enter at least 15"),
        ({"warning_points": 12}, "restrict_points", "Enter more than 12"),
        ({"files_per_side": 9}, "files_per_side", "One statement alone"),
        ({"notice_hours": 48}, "notice_hours", "could end before"),
    ],
)
def test_numbers_that_do_not_go_together_are_refused_whoever_publishes(
    numbers: dict[str, Any], field: str, says: str
) -> None:
    world = World()
    with refused(Code.AMOUNT_INVALID, field=field, says=says):
        publish(world, **numbers)
