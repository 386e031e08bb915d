"""Whoever a thing concerns is told of it, once, in the transaction that did it."""

import pytest

from disputes.errors import Code
from disputes.kernel.notices import tell
from disputes.models import Notice, User
from disputes.rules.notices import concerned
from disputes.rules.solutions import Offer
from disputes.states import EventKind, NoticeKind, Party, Solution, State
from disputes.verbs import appeals, messages, negotiation
from tests.support.moments import enforce_at
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.terms import HALF, PAID
from tests.support.world import World

pytestmark = pytest.mark.django_db


def told(person: User) -> list[tuple[str, str]]:
    """What was told, the oldest first: the event's kind and what it is to the person."""
    rows = Notice.objects.filter(person=person).order_by("id").select_related("event")
    return [(row.event.kind if row.event else "", row.kind) for row in rows]


def test_the_other_side_is_told_and_not_whoever_did_it() -> None:
    world = World()
    dispute = world.open_dispute()
    assert told(world.seller) == [(EventKind.OPENED, NoticeKind.TURN)]
    assert told(world.buyer) == []
    negotiation.reject(world.as_seller, dispute, text="It is blue, as the listing shows it.")
    assert told(world.buyer) == [(EventKind.REJECTED, NoticeKind.TURN)]
    assert told(world.seller) == [(EventKind.OPENED, NoticeKind.TURN)]


def test_all_members_of_a_store_are_told_and_nobody_else() -> None:
    world = World()
    partner, gone = make_user("partner"), make_user("gone")
    for member in (partner, gone):
        world.store.memberships.create(user=member)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    world.open_dispute()
    told_people = set(Notice.objects.values_list("person", flat=True))
    assert told_people == {world.seller.pk, partner.pk}


def test_what_the_platform_does_by_itself_is_told_to_both() -> None:
    world = World()
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    for person in (world.buyer, world.seller):
        assert (EventKind.FORCED, NoticeKind.DECISION) in told(person)
    party = Notice.objects.filter(event__kind=EventKind.FORCED).values_list("party", flat=True)
    assert set(party) == {Party.BUYER, Party.SELLER}


def test_whoever_judges_hears_of_what_comes_in() -> None:
    world = World()
    dispute = world.dispute_in(State.RULED, HALF)
    assert (EventKind.RULED, NoticeKind.DECISION) in told(world.buyer)
    assert (EventKind.RULED, NoticeKind.DECISION) in told(world.seller)
    assert told(world.arbitrator) == [(EventKind.REASSIGNED, NoticeKind.WORK)]
    appeals.appeal(world.as_seller, dispute, text="The photo shows a blue one.")
    assert told(world.buyer)[-1] == (EventKind.APPEALED, NoticeKind.TURN)


def test_nothing_is_told_of_what_was_refused() -> None:
    world = World()
    dispute = world.open_dispute()
    with refused(Code.AMOUNT_INVALID, field="amount"):
        negotiation.propose(world.as_seller, dispute, offer=Offer(Solution.REFUND, PAID + 1))
    assert told(world.buyer) == []


def test_a_key_is_there_once_for_a_person() -> None:
    world = World()
    dispute = world.open_dispute()
    again = Notice.objects.get()
    about = {
        "key": again.key,
        "kind": NoticeKind.NEWS,
        "party": Party.SELLER,
        "at": again.at,
        "dispute_id": dispute.pk,
    }
    tell([about | {"members_of": world.store.pk}, about | {"person_id": world.buyer.pk}])
    assert Notice.objects.get(person=world.seller).kind == NoticeKind.TURN
    assert Notice.objects.get(person=world.buyer).kind == NoticeKind.NEWS


def test_queries_do_not_grow_with_the_cases(django_assert_num_queries: object) -> None:
    world = World()
    about = {"kind": NoticeKind.NEWS, "party": Party.SELLER, "at": world.open_dispute().opened_at}
    keys = [f"news-{number}" for number in range(50)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        tell([about | {"key": key, "members_of": world.store.pk} for key in keys])
    assert Notice.objects.filter(key__in=keys).count() == 50


def test_a_message_is_told_to_whoever_did_not_write_it() -> None:
    world = World()
    dispute = world.open_dispute()
    messages.send_message(world.as_buyer, dispute, text="When will you send it?")
    assert told(world.seller)[-1] == (EventKind.MESSAGE_SENT, NoticeKind.MESSAGE)
    assert told(world.buyer) == []


def test_of_every_event_it_is_said_who_hears_of_it() -> None:
    told_to_nobody = {kind for kind in EventKind if not _concerned(kind)}
    assert told_to_nobody == {
        EventKind.EVIDENCE_SEEN,
        EventKind.MESSAGE_SEEN,
        EventKind.TAKEN,
        EventKind.HANDED_BACK,
        EventKind.RULING_PROPOSED,
        EventKind.NO_JUDGE,  # supervisors hear of it
        EventKind.ERASED,
    }


def _concerned(kind: EventKind) -> bool:
    return any(concerned(kind, party) for party in Party)
