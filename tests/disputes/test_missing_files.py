"""A picture whose file is gone is not found: a page without it, and a line in the log."""

import logging

import pytest
from django.test import Client

from disputes.models import Attachment
from tests.support.world import World

pytestmark = pytest.mark.django_db


def test_a_photo_or_a_listing_picture_without_its_file_is_not_found(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    world = World()
    dispute = world.open_dispute()
    photo, line = Attachment.objects.get(), dispute.line
    client.force_login(world.seller)
    addresses = [photo.url, photo.thumbnail_url, line.picture_url]
    addresses.append(dispute.snapshot.picture_url)
    assert [client.get(address).status_code for address in addresses] == [200] * 4
    for file in (photo.original, photo.shared, photo.thumbnail, line.picture):
        file.storage.delete(str(file.name))
    with caplog.at_level(logging.ERROR):
        assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert caplog.text.count("is missing") == 4
    page = client.get(f"/seller/cases/{dispute.reference}/")
    assert page.status_code == 200
