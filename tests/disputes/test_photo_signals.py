"""What an arbitrator is told of the photos beside their pixels, and what nobody else is."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from arbitration.photo_signals import Signal, photo_signals
from disputes import clock
from disputes.models import Attachment, Dispute, OrderLine, Reason, User
from disputes.permissions import Actor
from disputes.selectors import dispute_view
from disputes.states import Party
from disputes.verbs import applications, evidence
from disputes.verbs.evidence_revisions import change_evidence
from disputes.verbs.uploads import add_upload
from tests.support.form_files import upload
from tests.support.groups import apply_for, items_of_one_parcel
from tests.support.pictures import as_photo, scene
from tests.support.terms import FULL_REFUND
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

TOLD = {"Make": "Canon", "Model": "EOS R6"}
LEAVES_NOTHING_TO_SAY = "Nothing was found that calls for a closer look."


def opened(world: World, *photos: bytes, line: OrderLine | None = None) -> Dispute:
    """A case with these photos of the buyer."""
    line = line or world.line()
    buyer = line.order.buyer
    return applications.open_dispute(
        buyer,
        line.items.get(),
        reason=Reason.objects.get(code="colour"),
        offer=FULL_REFUND,
        text="It is green.",
        files=[
            add_upload(buyer, "form", upload(f"{n}.jpg", data)) for n, data in enumerate(photos)
        ],
    )


def add(actor: Actor, dispute: Dispute, data: bytes, name: str = "theirs.jpg") -> None:
    assert actor.user is not None
    held = add_upload(actor.user, "form", upload(name, data))
    evidence.add_evidence(actor, dispute, text="See this.", files=[held])


def signals(world: World, dispute: Dispute, viewer: User | None = None) -> list[Signal]:
    viewer = viewer or world.arbitrator
    file = dispute_view(world.again(dispute), Actor(viewer, Party.PLATFORM), clock.now())
    return photo_signals(file, viewer)


def found(world: World, dispute: Dispute) -> list[tuple[str, str]]:
    return [(str(signal.sureness), str(signal.title)) for signal in signals(world, dispute)]


def exif_time(at: datetime) -> str:
    return at.strftime("%Y:%m:%d %H:%M:%S")


def taken(at: datetime) -> bytes:
    told = {"DateTimeOriginal": exif_time(at), "OffsetTimeOriginal": "+00:00"}
    return as_photo(scene(), TOLD | told)


def test_an_honest_photo_gives_no_signal() -> None:
    world = World()
    dispute = opened(world, taken(clock.now() - timedelta(hours=2)))
    assert found(world, dispute) == []
    page = signed_in(world.arbitrator).get(address(dispute)).content.decode()
    assert LEAVES_NOTHING_TO_SAY in page
    assert "Camera: Canon EOS R6." in page


def test_the_same_file_in_another_case() -> None:
    world, data = World(), as_photo(scene(), TOLD)
    first, second = opened(world, data), opened(world, data)
    [signal] = signals(world, second)
    assert (signal.sureness, signal.title) == ("certain", "The very same file is in another case")
    [other] = signal.others
    assert (other.dispute, other.sentence) == (first, "By the same buyer, about the same store.")
    page = signed_in(world.arbitrator).get(address(second)).content.decode()
    assert f'href="{address(first)}"' in page


def test_what_one_application_shows_in_several_cases_is_no_sign_of_anything() -> None:
    world, data = World(), as_photo(scene(), TOLD)
    items = items_of_one_parcel(world, 2, came=True)
    photo = add_upload(world.buyer, "form", upload("1.jpg", data))
    first, _second = apply_for(world, items, reason="colour", files=[photo])
    assert signals(world, first) == []
    alone = opened(world, data)
    [signal] = signals(world, first)
    assert [other.dispute for other in signal.others] == [alone]


def test_a_mirrored_copy_in_a_case_of_somebody_else() -> None:
    world, stranger = World(), World()
    first = opened(stranger, as_photo(scene(), TOLD))
    mirrored = scene().transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((400, 300))
    dispute = opened(world, as_photo(mirrored, TOLD, quality=60))
    [signal] = signals(world, dispute)
    assert signal.title == "Nearly the same picture is in another case"
    assert signal.sureness in ("likely", "weak")
    [other] = signal.others
    assert other.dispute == first
    assert other.sentence == "By another buyer, about another store; there it is mirrored."


def test_a_case_that_the_viewer_is_involved_in_is_not_named() -> None:
    world, data = World(), as_photo(scene(), TOLD)
    line = world.line()
    line.order.buyer = world.arbitrator
    line.order.save()
    own = opened(world, data, line=line)
    dispute = opened(world, data)
    [signal] = signals(world, dispute)
    [other] = signal.others
    assert (other.dispute, other.sentence) == (None, "In a case that you are involved in yourself.")
    page = signed_in(world.arbitrator).get(address(dispute)).content.decode()
    assert own.reference not in page
    assert signals(world, dispute, world.arbitrator2)[0].others[0].dispute == own


def test_what_only_waits_in_a_form_or_was_erased_is_not_found() -> None:
    world, data = World(), as_photo(scene(), TOLD)
    add_upload(world.other_buyer, "form", upload("held.jpg", data))
    erased = opened(world, data)
    Attachment.objects.filter(evidence__dispute=erased).update(
        original="", shared="", thumbnail="", perceptual_hash=None
    )
    assert found(world, opened(world, data)) == []


def test_the_picture_of_the_listing_itself() -> None:
    world, line = World(), World().line()
    line.picture.save("listing/scene.jpg", ContentFile(as_photo(scene(3))), save=True)
    dispute = opened(world, as_photo(scene(3).resize((400, 300)), TOLD, quality=70), line=line)
    [(sureness, title)] = found(world, dispute)
    assert (sureness, title) == ("likely", "Nearly the same picture as in the listing")


def test_a_lost_listing_picture_is_nothing_to_compare_with() -> None:
    world, line = World(), World().line()
    line.picture.storage.delete(str(line.picture.name))
    assert found(world, opened(world, as_photo(scene(3), TOLD), line=line)) == []


def test_both_sides_with_one_picture_and_one_camera() -> None:
    world = World()
    camera = {**TOLD, "BodySerialNumber": "0123456789"}
    dispute = opened(world, as_photo(scene(), camera))
    add(world.as_seller, dispute, as_photo(scene(), camera, quality=60))
    assert found(world, dispute) == [
        ("likely", "Both sides show the same picture, or nearly"),
        ("likely", "Photos of both sides come from one camera"),
    ]
    assert [photo.number for photo in signals(world, dispute)[1].photos] == [1, 2]


def test_a_replaced_photo_gives_no_signals() -> None:
    world = World()
    dispute = opened(world, as_photo(scene(), {"Software": "Adobe Photoshop 26.1"}))
    evidence = dispute.evidence.get()
    new = add_upload(world.buyer, "new", upload("new.jpg", as_photo(scene(1), TOLD)))
    change_evidence(
        world.as_buyer,
        dispute,
        evidence,
        text=evidence.text,
        replacements={evidence.files.get(): new},
    )
    assert found(world, dispute) == []


@pytest.mark.parametrize(
    ("exif", "title", "sureness"),
    [
        ({"Software": "Adobe Photoshop 26.1"}, "Went through Photoshop", "likely"),
        (
            {"Software": "Midjourney"},
            "Says that software made it up (Midjourney)",
            "likely",
        ),
        ({"UserComment": "Screenshot"}, "A screenshot", "likely"),
        ({}, "Tells nothing of where it comes from", "weak"),
    ],
    ids=["edited", "made up", "screenshot", "nothing"],
)
def test_what_made_the_file(exif: dict[str, str], title: str, sureness: str) -> None:
    world = World()
    assert (sureness, title) in found(world, opened(world, as_photo(scene(), exif)))


@pytest.mark.parametrize(
    ("ago", "title"),
    [
        (timedelta(days=30), "Taken before the order"),
        (timedelta(days=5), "Taken after the order, before the delivery"),
        (timedelta(hours=1), None),
    ],
)
def test_when_it_was_taken(ago: timedelta, title: str | None) -> None:
    """Ordered 21 days ago, delivered a day ago."""
    world = World()
    dispute = opened(world, taken(clock.now() - ago))
    assert found(world, dispute) == ([("likely", title)] if title else [])


def test_a_clock_without_a_zone_gets_the_benefit_of_the_doubt() -> None:
    world = World()
    ordered_at = world.line().order.placed_at

    def case_with(at: datetime) -> Dispute:
        return opened(world, as_photo(scene(), TOLD | {"DateTimeOriginal": exif_time(at)}))

    assert found(world, case_with(ordered_at - timedelta(hours=11))) != [
        ("likely", "Taken before the order")
    ]
    assert ("likely", "Taken before the order") in found(
        world, case_with(ordered_at - timedelta(hours=13))
    )


ENDS_OF_THE_CALENDAR = [
    ("0001:01:01 00:00:00", "+14:00"),
    ("9999:12:31 23:59:59", "-12:00"),
    ("9999:12:31 23:59:59", "Z"),
    ("9999:12:31 23:59:59", ""),
]


@pytest.mark.parametrize(("at", "zone"), ENDS_OF_THE_CALENDAR)
def test_a_time_at_the_ends_of_the_calendar_is_none(at: str, zone: str) -> None:
    """In another zone there is no such time."""
    told = {"DateTimeOriginal": at, "OffsetTimeOriginal": zone}
    world = World()
    dispute = opened(world, as_photo(scene(), TOLD | told))
    assert "taken_at" not in Attachment.objects.get(evidence__dispute=dispute).photo_metadata
    assert found(world, dispute) == []


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_nor_does_one_that_is_stored_keep_the_platform_from_the_case(at: str) -> None:
    world = World()
    dispute = opened(world, as_photo(scene(), TOLD))
    photo = Attachment.objects.get(evidence__dispute=dispute)
    Attachment.objects.filter(pk=photo.pk).update(
        photo_metadata=photo.photo_metadata | {"taken_at": at}
    )
    shown = signed_in(world.arbitrator).get(address(dispute))
    assert shown.status_code == 200
    assert "Taken on" not in shown.text


def test_long_after_the_delivery() -> None:
    world = World()
    dispute = opened(world, taken(clock.now() + timedelta(days=40)))  # so its camera says
    assert found(world, dispute) == [("weak", "Taken long after the delivery")]


def test_a_place_is_told_coarsely_and_only_to_the_platform() -> None:
    world = World()
    image, tags = scene(), Image.Exif()
    tags.get_ifd(0x8825).update({1: "N", 2: (40.0, 25.0, 7.0), 3: "W", 4: (3.0, 42.0, 9.0)})
    out = BytesIO()
    image.save(out, "JPEG", exif=tags)
    dispute = opened(world, out.getvalue())
    page = signed_in(world.arbitrator).get(address(dispute)).content.decode()
    assert "Near 40.4, -3.7, give or take 11 km." in page
    for user, portal in ((world.buyer, "buyer"), (world.seller, "seller")):
        theirs = signed_in(user).get(f"/{portal}/cases/{dispute.reference}/").content.decode()
        assert "Signals" not in theirs
        assert "40.4" not in theirs


def test_the_surest_comes_first_and_the_page_asks_a_fixed_number_of_queries() -> None:
    world, other = World(), World()
    data = [as_photo(scene(seed)) for seed in range(6)]
    opened(other, *data)
    few, many = opened(world, data[0]), opened(world, *data)

    def queries(dispute: Dispute) -> int:
        client: Any = signed_in(world.arbitrator)
        client.get(address(dispute))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(dispute)).status_code == 200
        return len(asked)

    assert queries(few) == queries(many)
    surenesses = [signal.sureness.rank for signal in signals(world, many)]
    assert surenesses == sorted(surenesses)
    assert surenesses.count(0) == 6
