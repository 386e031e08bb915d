"""An erased case still opens for everybody, and says what is gone and since when."""

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from disputes.background import outbox
from disputes.models import Attachment, Dispute, User
from disputes.rules.instants import instant
from disputes.verbs import negotiation
from tests.support.old_cases import TYPED, erased, full_case, paid_case
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def text_of(user: User, page: str) -> str:
    """What somebody reads there, in one line."""
    response = signed_in(user).get(page)
    assert response.status_code == 200
    main = response.content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", main)).split())


def pages(world: World, dispute: Dispute) -> list[tuple[User, str]]:
    return [
        (world.buyer, reverse("buyers:case", args=[dispute.reference])),
        (world.seller, reverse("sellers:case", args=[dispute.reference])),
        (world.arbitrator, address(dispute)),
    ]


@pytest.mark.parametrize("side", [0, 1, 2])
def test_each_side_reads_what_was_erased_and_what_is_kept(side: int) -> None:
    world = World()
    with erased(full_case(world)) as dispute:
        text = text_of(*pages(world, dispute)[side])
        assert dispute.erased_at is not None
        gone = f"Erased on {instant(dispute.erased_at)}, as the platform's policy says."
        assert f"was erased on {instant(dispute.erased_at)}" in text
        assert f"3 photos were here. {gone}" in text  # of the buyer, beside the listing picture
        assert f"2 photos were here. {gone}" in text  # with the answer to the arbitrator
        for kept in (
            "What was asked, decided and paid is kept.",
            "The item differs from its listing",
            "$23.00",
            "$11.50",
            "Paid on",
            "The buyer sent the item back.",
            "were erased, as the platform's policy says.",
        ):
            assert kept in text, kept
        assert [typed for typed in TYPED if typed in text] == []


def test_where_nothing_stood_nothing_was_erased() -> None:
    """Two rulings, four statements, the photos of one of them beside the listing, the notice."""
    world = World()
    dispute = full_case(world)
    before = [text_of(*page) for page in pages(world, dispute)]
    assert not any("rased on" in text for text in before)
    with erased(dispute) as dispute:
        texts = [text_of(*page) for page in pages(world, dispute)]
        statements = dispute.evidence.count()
        rulings = dispute.rulings.count()
        assert [text.count("Erased on") for text in texts] == [
            statements + rulings + 2,  # of the case, and of its messages
            statements + rulings + 2,
            statements + rulings + 3,  # the photos of each side stand beside the listing
        ]


def test_a_case_without_photos_does_not_speak_of_photos() -> None:
    world = World()
    never_came = world.file_not_received()
    negotiation.accept(world.as_seller, never_came, never_came.proposals.get())
    outbox.deliver_outbox()
    with erased(world.again(never_came)) as dispute:
        for user, page in pages(world, dispute)[:2]:
            text = text_of(user, page)
            assert "were here" not in text
            assert "No photos yet." in text
            assert text.count("Erased on") == 1


@pytest.mark.parametrize("name", ["file", "file-thumbnail"])
def test_the_address_of_an_erased_photo_leads_nowhere(name: str) -> None:
    world = World()
    dispute = full_case(world)
    files = list(Attachment.objects.filter(evidence__dispute=dispute))
    addresses = [reverse(name, args=[photo.public_id]) for photo in files]
    people = [world.buyer, world.seller, world.arbitrator]
    assert statuses(people, addresses) == {200}
    with erased(dispute):
        assert statuses(people, addresses) == {404}


def statuses(people: list[User], addresses: list[str]) -> set[int]:
    return {signed_in(user).get(page).status_code for user in people for page in addresses}


def test_the_lists_show_the_case_without_its_photo() -> None:
    world = World()
    dispute = paid_case(world)
    photo = Attachment.objects.get()
    lists: list[tuple[User, str]] = [
        (world.buyer, reverse("buyers:cases") + "?show=closed"),
        (world.seller, reverse("sellers:queue") + "?tab=closed"),
    ]
    for user, page in lists:
        assert_shown(user, page, dispute, photo, with_photo=True)
    with erased(dispute):
        for user, page in lists:
            assert_shown(user, page, dispute, photo, with_photo=False)


def assert_shown(
    user: User, page: str, dispute: Dispute, photo: Attachment, *, with_photo: bool
) -> None:
    response: Any = signed_in(user).get(page)
    content = response.content.decode()
    assert dispute.reference in content
    assert (str(photo.public_id) in content) is with_photo
