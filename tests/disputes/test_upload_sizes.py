"""Photos of the allowed size arrive whole; what is far too large cannot fill the disk."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import RequestFactory

MEGABYTE = 1024 * 1024


def arrived(rf: RequestFactory, *sizes: int) -> list[int]:
    """The sizes of files after they came through the upload handlers, in their order."""
    files = []
    for number, size in enumerate(sizes):
        file = BytesIO(bytes(size))
        file.name = f"photo-{number}.jpg"
        files.append(file)
    return [len(file.read()) for file in rf.post("/", {"files": files}).FILES.getlist("files")]


def test_ten_photos_of_the_largest_allowed_size_arrive_whole(rf: RequestFactory) -> None:
    sizes = [15 * MEGABYTE] * 10
    assert arrived(rf, *sizes) == sizes


@pytest.mark.parametrize("size", [16 * MEGABYTE, 40 * MEGABYTE])
def test_a_file_that_is_too_large_arrives_too_large_and_spares_the_others(
    rf: RequestFactory, size: int
) -> None:
    too_large, other = arrived(rf, size, 1000)
    assert other == 1000
    assert 15 * MEGABYTE < too_large <= settings.UPLOAD_CUT_OFF + 64 * 1024
