"""The case PDF shows the shared copies of photos, and says so where it cannot."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image
from pypdf import PdfReader

from disputes.case_pdf.press import PICTURES, shrink
from disputes.models import Attachment, Dispute
from disputes.verbs import evidence
from tests.support.case_pdfs import file_of, page_text, text_of
from tests.support.form_files import picture
from tests.support.world import World

pytestmark = pytest.mark.django_db

COULD_NOT_BE_READ = (
    "This picture could not be read while this file was made. It is still in the case."
)
SOME_MISSING = "Some pictures could not be shown. A sentence stands in the place of each"


def photo_of(dispute: Dispute) -> Attachment:
    return Attachment.objects.get(evidence__dispute=dispute)


def replaced(photo: Attachment, data: bytes) -> None:
    """Something else lies in the store under its name."""
    storage: Storage = photo.shared.storage
    storage.delete(str(photo.shared))
    assert storage.save(str(photo.shared), ContentFile(data)) == str(photo.shared)


def said(world: World, dispute: Dispute) -> str:
    """The file is whole: the listing's picture is there, and what follows the one that is not."""
    file = file_of(world, dispute)
    text = text_of(file)
    assert sum(len(page.images) for page in file.pages) == 1
    assert SOME_MISSING in page_text(file, 1)
    assert photo_of(dispute).shared_sha256 in text
    assert "How to check this file" in text
    return text


def test_one_that_is_missing_is_said_to_be(world: World, dispute: Dispute) -> None:
    assert SOME_MISSING not in text_of(file_of(world, dispute))
    photo = photo_of(dispute)
    photo.shared.storage.delete(str(photo.shared))
    assert "This picture is missing from the store." in said(world, dispute)


def test_one_that_is_no_longer_what_it_was_is_not_shown(world: World, dispute: Dispute) -> None:
    replaced(photo_of(dispute), picture("red"))
    told = "The stored picture no longer matches its hash, so it is not shown here."
    assert told in said(world, dispute)


@pytest.mark.parametrize("data", [b"", b"no picture at all", picture()[:300], b"GIF89a" * 99])
def test_one_that_cannot_be_drawn_does_not_stop_the_file(
    world: World, dispute: Dispute, data: bytes
) -> None:
    photo = photo_of(dispute)
    replaced(photo, data)
    Attachment.objects.update(shared_sha256=sha256(data).hexdigest())
    assert "This picture could not be drawn. It is still in the case." in said(world, dispute)


def test_one_that_cannot_be_read_now_is_said_to_be_there(world: World, dispute: Dispute) -> None:
    photo = photo_of(dispute)
    path = Path(photo.shared.storage.path(str(photo.shared)))
    path.unlink()
    path.mkdir()  # a folder opens as badly as a file on a broken disk
    assert COULD_NOT_BE_READ in said(world, dispute)


def test_a_slow_store_does_not_keep_the_reader_waiting(
    world: World, dispute: Dispute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disputes.case_pdf.pictures.PATIENCE", 0.0)
    file = file_of(world, dispute)
    assert text_of(file).count(COULD_NOT_BE_READ) == 2  # the listing's, too
    assert [image for page in file.pages for image in page.images] == []


def test_each_picture_is_described_for_those_who_do_not_see_it(
    world: World, dispute: Dispute
) -> None:
    captioned, plain = world.photo(world.seller), world.photo(world.seller)
    evidence.add_evidence(world.as_seller, dispute, text="See.", files=[captioned, plain])
    Attachment.objects.filter(pk=captioned.pk).update(caption="By the (window)")
    assert described(file_of(world, dispute)) == [
        "Listing picture of Blue mug",
        "Photo photo.jpg",
        "By the (window)",
        "Photo photo.jpg",
    ]


def test_a_large_photo_is_drawn_small_enough_to_print() -> None:
    large = picture("red", size=(5000, 4000))
    for pictures, edge in ((1, 1400), (120, 900), (1000, 480)):
        small = shrink(large, PICTURES // pictures)
        assert small is not None
        assert len(small) <= PICTURES // pictures
        assert edge_of(small) == edge


def edge_of(data: bytes) -> int:
    return max(Image.open(BytesIO(data)).size)


def described(file: PdfReader) -> list[str]:
    """What stands for each figure, in the order in which the file is read aloud."""
    root: Any = file.trailer["/Root"]
    return list(_alternatives(root["/StructTreeRoot"]))


def _alternatives(node: Any) -> Iterator[str]:
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from _alternatives(each)
    elif isinstance(node, dict):
        if node.get("/S") == "/Figure":
            yield node["/Alt"]
        if "/K" in node:
            yield from _alternatives(node["/K"])
