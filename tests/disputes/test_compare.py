"""Side by side: two pictures of one case, chosen by the address, for whoever may see the case."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.models import Attachment, Dispute, User
from disputes.rules.instants import instant
from disputes.states import State
from disputes.verbs import evidence, uploads
from disputes.verbs.evidence_revisions import change_evidence
from tests.support.form_files import upload
from tests.support.old_cases import erased, full_case
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

# The smallest that opens: one empty page.
LETTER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def pages(world: World, dispute: Dispute) -> list[tuple[User, str]]:
    return [
        (world.buyer, f"/buyer/cases/{dispute.reference}/compare/"),
        (world.seller, f"/seller/cases/{dispute.reference}/compare/"),
        (world.arbitrator, address(dispute, "compare/")),
    ]


def photos(dispute: Dispute) -> list[Attachment]:
    return list(Attachment.objects.filter(evidence__dispute=dispute))


def panes(user: User, page: str, **chosen: str) -> list[Any]:
    response = signed_in(user).get(page, chosen)
    assert response.status_code == 200
    return list(response.context["panes"])


def shown(user: User, page: str, **chosen: str) -> list[str]:
    return [pane.shown.key for pane in panes(user, page, **chosen)]


def two_sided(world: World) -> tuple[Dispute, str, str]:
    """A case with a photo of the seller's, too, and the keys of both photos."""
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(world.as_seller, dispute, text="Ours.", files=[world.photo(world.seller)])
    of_buyer, of_seller = photos(dispute)
    return dispute, str(of_buyer.public_id), str(of_seller.public_id)


def test_the_listing_stands_beside_the_first_photo_of_the_buyer(world: World) -> None:
    dispute, of_buyer, _ = two_sided(world)
    for user, page in pages(world, dispute):
        assert shown(user, page) == ["listing", of_buyer]
        text = signed_in(user).get(page).text
        assert text.count(f'src="{dispute.snapshot.picture_url}" alt="Listing picture"') == 1
        assert text.count(f'src="/files/{of_buyer}/" alt="photo.jpg"') == 1


def test_each_pane_offers_all_pictures_and_leaves_the_other_pane_alone(world: World) -> None:
    dispute, of_buyer, of_seller = two_sided(world)
    for user, page in pages(world, dispute):
        left, right = panes(user, page, left=of_seller)
        assert [(each.picture.key, each.current, each.address) for each in left.choices] == [
            ("listing", False, f"?left=listing&right={of_buyer}"),
            (of_buyer, False, f"?left={of_buyer}&right={of_buyer}"),
            (of_seller, True, f"?left={of_seller}&right={of_buyer}"),
        ]
        assert [each.address for each in right.choices] == [
            f"?left={of_seller}&right={key}" for key in ("listing", of_buyer, of_seller)
        ]


def test_a_photo_is_named_by_its_caption_and_says_whose_it_is(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    evidence.add_evidence(world.as_seller, dispute, text="Ours.", files=[world.photo(world.seller)])
    item = dispute.evidence.latest("number")
    captions = {item.files.get(): "Ours <b>is</b> blue"}
    change_evidence(world.as_seller, dispute, item, text="Ours.", captions=captions)
    of_buyer, of_seller, admin = (
        [(each.picture.name, each.picture.source) for each in panes(*page)[0].choices]
        for page in pages(world, dispute)
    )
    listing = ("Listing picture", world.store.name)
    assert of_buyer == [
        listing,
        ("photo.jpg", "You, evidence 1"),
        ("Ours <b>is</b> blue", f"Seller, evidence {item.number}"),
    ]
    assert of_seller[1:] == [
        ("photo.jpg", "Buyer, evidence 1"),
        ("Ours <b>is</b> blue", f"You, evidence {item.number}"),
    ]
    assert [source for _, source in admin[1:]] == [
        "Buyer, evidence 1",
        f"Seller, evidence {item.number}",
    ]
    page = signed_in(world.buyer).get(pages(world, dispute)[0][1]).text
    assert "Ours &lt;b&gt;is&lt;/b&gt; blue" in page
    assert "<b>is</b>" not in page


def test_what_this_case_does_not_have_falls_back_to_the_default(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    [photo] = photos(dispute)
    default = ["listing", str(photo.public_id)]
    [of_another_case] = photos(world.open_dispute())
    held = world.photo(world.buyer)
    for odd in (
        str(of_another_case.public_id),
        str(held.public_id),
        str(uuid.uuid4()),
        str(photo.pk),
        "",
        "LISTING",
        "../listing",
        "\0",
        "'\"><script>",
        "x" * 5000,
    ):
        for user, page in pages(world, dispute):
            assert shown(user, page, left=odd, right=odd) == default, odd
            text = signed_in(user).get(page, {"left": odd}).text
            assert str(of_another_case.public_id) not in text
            assert str(held.public_id) not in text


def test_a_replaced_photo_and_a_document_cannot_stand_there(world: World) -> None:
    dispute = world.dispute_in(State.HEARING)
    [old] = photos(dispute)
    new = world.photo(world.buyer)
    letter = uploads.add_upload(world.buyer, "form", upload("letter.pdf", LETTER))
    change_evidence(
        world.as_buyer,
        dispute,
        dispute.evidence.get(number=1),
        text="It is green.",
        replacements={old: new},
        files=[letter],
    )
    for user, page in pages(world, dispute):
        first, _ = panes(user, page, left=str(old.public_id), right=str(letter.public_id))
        assert [each.picture.key for each in first.choices] == ["listing", str(new.public_id)]
        assert shown(user, page, left=str(letter.public_id)) == ["listing", str(new.public_id)]


def test_without_photos_the_page_says_so(world: World) -> None:
    dispute = world.file_not_received()
    for user, page in pages(world, dispute):
        text = signed_in(user).get(page).text
        assert "There are no photos to compare yet" in text
        assert "<figure" not in text


def test_photos_of_the_seller_alone_can_be_compared(world: World) -> None:
    dispute = world.file_not_received()
    evidence.add_evidence(world.as_seller, dispute, text="Ours.", files=[world.photo(world.seller)])
    [photo] = photos(dispute)
    for page in pages(world, dispute):
        assert shown(*page) == ["listing", str(photo.public_id)]


def test_of_an_erased_case_the_page_says_what_was_there(world: World) -> None:
    with erased(full_case(world)) as dispute:
        number = len(photos(dispute))
        assert dispute.erased_at is not None
        for user, page in pages(world, dispute):
            text = " ".join(re.sub(r"<[^>]+>", "", signed_in(user).get(page).text).split())
            gone = f"Erased on {instant(dispute.erased_at)}, as the platform's policy says."
            assert f"{number} photos were here. {gone}" in text


def test_whoever_cannot_open_the_case_cannot_compare(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    (_, of_buyer), (_, of_seller), (_, of_platform) = pages(world, dispute)
    for stranger in (world.other_buyer, world.seller, world.arbitrator):
        assert signed_in(stranger).get(of_buyer).status_code == 404
    for stranger in (world.other_seller, world.buyer, world.arbitrator):
        assert signed_in(stranger).get(of_seller).status_code == 404
    assert signed_in(world.buyer).get(of_platform).status_code == 403
    world.store.memberships.create(user=world.arbitrator)
    refused = signed_in(world.arbitrator).get(of_platform)
    assert refused.status_code == 403
    assert "so somebody else looks after this case" in refused.text
    assert "/files/" not in refused.text


def test_the_page_only_reads(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    for user, page in pages(world, dispute):
        assert signed_in(user).post(page).status_code == 405


@pytest.mark.parametrize(("side", "number"), [(0, 7), (1, 8), (2, 11)])
def test_a_fixed_number_of_queries_however_many_photos(
    world: World, side: int, number: int
) -> None:
    dispute = world.dispute_in(State.HEARING)
    user, page = pages(world, dispute)[side]
    client = signed_in(user)
    for round_ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        assert len(queries) == number
        more = [world.photo(world.buyer, f"form{each}") for each in range(3)]
        evidence.add_evidence(world.as_buyer, dispute, text=f"More {round_}.", files=more)


def test_the_case_pages_lead_there_where_there_is_something_to_compare(world: World) -> None:
    dispute, bare = world.dispute_in(State.NEGOTIATING), world.file_not_received()
    for user, page in pages(world, dispute):
        link = f'href="{page}'
        assert link in signed_in(user).get(page.removesuffix("compare/")).text
    for user, page in pages(world, bare)[:2]:
        assert "compare/" not in signed_in(user).get(page.removesuffix("compare/")).text
