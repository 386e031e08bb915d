"""Cases that were applied for together can be acted on in one go: on each of them, or on none."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from disputes.errors import Code
from disputes.models import Attachment, Dispute, Refund
from disputes.states import EventKind, Party, SettledBy, State
from disputes.verbs import evidence, late_goods, negotiation, refund_requests
from disputes.verbs.order_corrections import correct_order
from tests.support.groups import apply_for, file_group, items_of_one_parcel
from tests.support.rows import refused
from tests.support.terms import PAID
from tests.support.world import World

pytestmark = pytest.mark.django_db

WORDS = "The carrier has a signature."


def states(disputes: Sequence[Dispute]) -> list[str]:
    return [Dispute.objects.get(pk=dispute.pk).state for dispute in disputes]


def accept_all(world: World, disputes: Sequence[Dispute]) -> None:
    asked = {each: each.proposals.get(party=Party.BUYER) for each in disputes}
    negotiation.accept_all(world.as_seller, asked)


def escalated(world: World, disputes: Sequence[Dispute]) -> None:
    negotiation.reject(world.as_seller, *disputes, text=WORDS)
    negotiation.escalate(world.as_buyer, *disputes)


ACTS: dict[str, tuple[Callable[[World, Sequence[Dispute]], None], State]] = {
    "accept": (accept_all, State.RESOLVED),
    "reject": (lambda w, d: negotiation.reject(w.as_seller, *d, text=WORDS), State.NEGOTIATING),
    "escalate": (escalated, State.HEARING),
    "withdraw": (lambda w, d: refund_requests.withdraw(w.as_buyer, *d), State.WITHDRAWN),
}


@pytest.mark.parametrize("act", ACTS)
def test_it_is_done_in_each_of_them(world: World, act: str) -> None:
    disputes = file_group(world)
    do, state = ACTS[act]
    do(world, disputes)
    assert states(disputes) == [state] * 3


@pytest.mark.parametrize("act", ACTS)
def test_where_one_cannot_be_none_is(world: World, act: str) -> None:
    disputes = file_group(world)
    accept_all(world, disputes[1:2])
    with refused(Code.WRONG_STATE, says="Mug 2: "):
        ACTS[act][0](world, disputes)
    assert states(disputes) == [State.AWAITING_SELLER, State.RESOLVED, State.AWAITING_SELLER]


def test_each_is_paid_by_itself(world: World) -> None:
    disputes = file_group(world)
    accept_all(world, disputes)
    refunds = Refund.objects.order_by("pk")
    assert [(refund.dispute, refund.amount_minor) for refund in refunds] == [
        (dispute, PAID) for dispute in disputes
    ]
    assert {world.again(each).settled_by for each in disputes} == {SettledBy.AGREEMENT}


def test_one_can_be_answered_by_itself(world: World) -> None:
    disputes = file_group(world)
    accept_all(world, disputes[:1])
    negotiation.reject(world.as_seller, *disputes[1:], text=WORDS)
    assert states(disputes) == [State.RESOLVED, State.NEGOTIATING, State.NEGOTIATING]


def test_a_parcel_on_its_way_is_waited_for_in_each(world: World) -> None:
    # Dispatched 16 days ago, promised within 20: silence would end before that.
    disputes = apply_for(world, items_of_one_parcel(world, promised_days=25))
    late_goods.hold(world.as_seller, *disputes)
    for dispute in disputes:
        held = world.again(dispute)
        assert held.due_at == held.blocked_until
        assert held.events.latest("number").kind == EventKind.HELD


def test_the_same_photos_are_shown_in_each(world: World) -> None:
    disputes = file_group(world)
    photo = world.photo(world.seller)
    negotiation.reject(world.as_seller, *disputes, text=WORDS, files=[photo])
    negotiation.escalate(world.as_buyer, *disputes)
    more = world.photo(world.seller, "more")
    evidence.add_evidence(world.as_seller, *disputes, text="And more.", files=[more])
    for dispute in disputes:
        of_seller = dispute.evidence.filter(party=Party.SELLER).order_by("number")
        assert [each.text for each in of_seller] == [WORDS, "And more."]
        assert [each.files.get().sha256 for each in of_seller] == [photo.sha256, more.sha256]
    assert Attachment.objects.filter(form_key="").count() == 6


def test_what_was_not_read_in_one_turns_all_back(world: World) -> None:
    disputes = file_group(world)
    asked = {each: each.proposals.get() for each in disputes}
    for each in disputes:
        each.read_to = 1
    correct_order(disputes[2].item.order, source="shop", refunded_elsewhere_minor={3: 1})
    with refused(Code.STALE, says="Mug 3: "):
        negotiation.accept_all(world.as_seller, asked)


def test_an_amount_that_is_not_left_turns_all_back(world: World) -> None:
    disputes = file_group(world)
    correct_order(disputes[1].item.order, source="shop", refunded_elsewhere_minor={2: 1})
    with refused(Code.AMOUNT_INVALID, says="Mug 2: Only $"):
        accept_all(world, disputes)


def test_a_silent_seller_is_forced_in_each_at_the_same_time(world: World) -> None:
    disputes = file_group(world)
    assert {each.due_at for each in disputes} == {disputes[0].opened_at + timedelta(days=5)}
