"""One application names several items of a parcel: a case for each, one form, one set of files."""

import pytest
from django.db import IntegrityError, connection, transaction

from disputes.background.verification import verify
from disputes.errors import Code
from disputes.models import Attachment, CaseGroup, Dispute, Reason
from disputes.rules.solutions import Offer
from disputes.states import Solution, State
from disputes.verbs.applications import Claim, open_disputes
from disputes.wording.history import sentence
from tests.support.groups import apply_for, file_group, items_of_one_parcel
from tests.support.rows import refused
from tests.support.terms import FULL_REFUND, PAID
from tests.support.world import World

pytestmark = pytest.mark.django_db


def flaws() -> list[str]:
    found: list[str] = []
    verify(Dispute.objects.order_by("pk"), lambda _cases: None, found.append)
    return found


def test_each_item_has_a_case_of_its_own(world: World) -> None:
    items = items_of_one_parcel(world)
    disputes = apply_for(world, items)
    assert [dispute.item for dispute in disputes] == items
    [group] = CaseGroup.objects.all()
    assert group.parcel == items[0].parcel
    references = [dispute.reference for dispute in disputes]
    for dispute in disputes:
        assert (dispute.group, dispute.state) == (group, State.AWAITING_SELLER)
        assert dispute.proposals.get().offer == Offer(Solution.REFUND, PAID)
        assert dispute.evidence.get().text == "Nothing came."
        event = dispute.events.get()
        assert event.data["together"] == references
        assert sentence(event).endswith(
            "2 other items of the parcel were applied for together with it."
        )
    assert flaws() == []


def test_one_item_makes_no_group(world: World) -> None:
    [dispute] = apply_for(world, items_of_one_parcel(world)[:1])
    assert dispute.group is None
    assert "together" not in dispute.events.get().data
    assert not CaseGroup.objects.exists()


def test_the_photos_lie_in_each_case_and_once_in_the_store(world: World) -> None:
    items = items_of_one_parcel(world, came=True)
    photo = world.photo(world.buyer)
    disputes = apply_for(world, items, reason="colour", files=[photo])
    files = [dispute.evidence.get().files.get() for dispute in disputes]
    assert files[0] == photo
    assert len({file.public_id for file in files}) == 3
    assert {tuple(file.stored_names) for file in files} == {tuple(photo.stored_names)}
    assert not Attachment.objects.exclude(form_key="").exists()
    assert flaws() == []


def test_what_is_asked_for_is_of_each_its_own(world: World) -> None:
    first, second, _third = items_of_one_parcel(world)
    half = Offer(Solution.REFUND, PAID // 2)
    disputes = open_disputes(
        world.buyer,
        [Claim(first, half), Claim(second, FULL_REFUND)],
        reason=Reason.objects.get(code="in_transit"),
        text="Nothing came.",
    )
    assert [dispute.proposals.get().amount_minor for dispute in disputes] == [PAID // 2, PAID]


def test_a_refusal_names_the_item_and_nothing_is_opened(world: World) -> None:
    items = items_of_one_parcel(world)
    apply_for(world, items[1:2])
    with refused(Code.CASE_EXISTS, says="Mug 2: You have already applied for a refund"):
        apply_for(world, items)


def test_they_are_of_one_parcel_and_named_once(world: World) -> None:
    items = items_of_one_parcel(world, 2)
    elsewhere = items_of_one_parcel(world, 1)
    for named in ([*items, *elsewhere], [items[0], items[0]]):
        with refused(Code.ORDER_INVALID, field="others", says="items of one parcel"):
            apply_for(world, named)


def test_nobody_applies_for_what_somebody_else_bought(world: World) -> None:
    items = items_of_one_parcel(world, 2)
    theirs = items_of_one_parcel(World(), 1)
    with refused(Code.NOT_FOUND):
        apply_for(world, [*items, *theirs])


def test_the_database_keeps_a_group_to_its_parcel_and_a_case_in_its_group(world: World) -> None:
    grouped, _other = file_group(world, 2)
    alone = world.open_dispute()
    law = "stays about the same pieces, in the same group"
    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        Dispute.objects.filter(pk=alone.pk).update(group=grouped.group)
    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        Dispute.objects.filter(pk=grouped.pk).update(group=None)


def test_a_group_that_was_changed_behind_the_history_is_found(world: World) -> None:
    first, second = file_group(world, 2)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE disputes_dispute SET group_id = NULL WHERE id = %s", [second.pk])
        cursor.execute("SET session_replication_role = DEFAULT")
    told = "it was applied for together with other cases than its rows say."
    assert flaws() == [f"Case {each.reference}: {told}" for each in (first, second)]
