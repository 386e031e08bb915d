"""Evidence in a bucket: the same as in a folder, and when the bucket is away, a sentence."""

import logging
import socket
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import boto3
import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.test import Client
from moto.server import ThreadedMotoServer

from arbitration.background import retention
from config import bucket
from config.checks import evidence_can_be_written
from disputes import clock
from disputes.background import file_sweep, outbox
from disputes.errors import Code
from disputes.models import Attachment, Dispute, User
from disputes.verbs import negotiation, uploads
from tests.support.evidence_stores import names_in, use_store
from tests.support.form_files import picture, upload
from tests.support.moments import moment
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Speaks S3 on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "for-tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture
def store(
    server: str, credentials: None, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> Iterator[Storage]:
    """An empty bucket."""
    there = boto3.resource("s3", endpoint_url=server).Bucket("evidence")
    there.create()
    options = {"bucket_name": "evidence", "location": "redress", "endpoint_url": server}
    yield use_store(monkeypatch, settings, "config.bucket.Bucket", options)
    there.objects.all().delete()
    there.delete()


@pytest.fixture
def world(store: Storage) -> World:
    return World()


def form_of() -> str:
    """Where the seller's files go who rejects the only case."""
    return f"/files/for/{Dispute.objects.get().reference}-seller-reject/"


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_files_are_held_served_and_dropped(world: World, store: Storage) -> None:
    world.open_dispute()
    before, seller = names_in(store), of(world.seller)
    photo = upload(content=picture())
    assert seller.post(form_of(), {"photo": photo}).status_code == 201
    held = Attachment.objects.get(evidence=None)
    assert names_in(store) == sorted([*before, *held.stored_names])
    with held.original.open() as original:
        assert original.read() == picture()
    shown = seller.get(held.url)
    with held.shared.open() as shared:
        assert shown.getvalue() == shared.read()
    assert shown["Content-Type"] == "image/jpeg"
    assert int(shown["Content-Length"]) == held.shared_size
    assert seller.post(held.remove_url).status_code == 204
    assert names_in(store) == before


def test_each_copy_of_a_case_is_served(world: World, store: Storage) -> None:
    dispute = world.open_dispute()
    photo = Attachment.objects.get()
    assert of(world.seller).get(photo.thumbnail_url).status_code == 200
    original = of(world.arbitrator).get(photo.original_url).getvalue()
    assert sha256(original).hexdigest() == photo.sha256
    assert of(world.seller).get(photo.original_url).status_code == 404
    assert of(world.seller).get(dispute.line.picture_url).status_code == 200


def test_there_is_no_public_address_and_nothing_is_written_over(store: Storage) -> None:
    first = store.save("evidence/2026/01/01/one", ContentFile(b"1"))
    second = store.save("evidence/2026/01/01/one", ContentFile(b"2"))
    assert first != second
    assert store.open(first).read() == b"1"
    with pytest.raises(ValueError, match="no public address"):
        store.url(first)


def test_an_object_that_is_gone_is_not_found(
    world: World, store: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    world.open_dispute()
    photo = Attachment.objects.get()
    store.delete(str(photo.shared.name))
    store.delete(str(photo.shared.name))  # gone already, which is fine
    assert of(world.seller).get(photo.url).status_code == 404
    assert caplog.text.count("is missing") == 1
    with pytest.raises(FileNotFoundError):
        store.size(str(photo.shared.name))


def test_erasing_a_case_erases_its_objects(world: World, store: Storage) -> None:
    dispute = world.open_dispute()
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    outbox.deliver_outbox()  # the refund, without which nothing is erased
    kept = names_in(store, "listing/")
    with moment(clock.now() + timedelta(days=731)):
        assert retention.erase_closed() == 1
        outbox.deliver_outbox()
    assert names_in(store) == kept


def test_the_sweep_finds_what_has_no_row(world: World, store: Storage) -> None:
    held = world.photo(world.buyer)
    kept = world.photo(world.seller)
    held.delete()
    lying = sorted(held.stored_names)
    assert file_sweep.sweep_all_files() == file_sweep.Swept(uploads=0, strays=0)
    assert names_in(store) == sorted(lying + kept.stored_names)
    with moment(clock.now() + 2 * DAY):
        assert file_sweep.sweep_all_files() == file_sweep.Swept(uploads=0, strays=len(lying))
    assert names_in(store) == sorted(kept.stored_names)


def test_the_deployment_check_writes_into_the_bucket(
    store: Storage, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    settings.EVIDENCE_ROOT = None
    assert evidence_can_be_written(None) == []
    assert names_in(store) == []
    options = {"bucket_name": "no-such-bucket", "endpoint_url": server}
    use_store(monkeypatch, settings, "config.bucket.Bucket", options)
    [error] = evidence_can_be_written(None)
    assert error.id == "redress.E003"


@pytest.fixture(params=["refuses", "hangs"])
def away(
    request: pytest.FixtureRequest,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
) -> Iterator[World]:
    """A world with one case, whose bucket then is away: nobody listens, or nobody answers."""
    world.open_dispute()
    monkeypatch.setattr(bucket, "ANSWER_SECONDS", 0.2)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        if request.param == "hangs":
            nobody.listen()
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        options = {"bucket_name": "evidence", "endpoint_url": address}
        use_store(monkeypatch, settings, "config.bucket.Bucket", options)
        yield world


def test_while_the_bucket_is_away_nothing_is_held_and_that_is_told(away: World) -> None:
    with refused(Code.FILE_NOT_STORED, says="cannot be stored at the moment"):
        uploads.add_upload(away.buyer, "form", upload())
    answer = of(away.seller).post(form_of(), {"photo": upload()})
    assert answer.status_code == 422
    assert "cannot be stored at the moment" in answer.json()["error"]


def test_while_the_bucket_is_away_a_photo_is_not_there_and_pages_are(
    away: World, caplog: pytest.LogCaptureFixture
) -> None:
    photo = Attachment.objects.select_related("evidence__dispute").get()
    assert photo.evidence is not None
    seller = of(away.seller)
    with caplog.at_level(logging.ERROR):
        answer = seller.get(photo.url)
    assert answer.status_code == 503
    assert "This file cannot be read at the moment" in answer.content.decode()
    assert "cannot be read" in caplog.text
    page = seller.get(f"/seller/cases/{photo.evidence.dispute.reference}/")
    assert page.status_code == 200


def test_while_the_bucket_is_away_a_drop_and_a_sweep_leave_the_object_for_later(
    away: World, caplog: pytest.LogCaptureFixture
) -> None:
    Attachment.objects.update(evidence=None, form_key="form")
    with moment(clock.now() + 31 * DAY), caplog.at_level(logging.WARNING):
        swept = file_sweep.sweep_all_files()
    assert swept == file_sweep.Swept(uploads=1, strays=0)
    assert not Attachment.objects.exists()
    assert "could not be deleted" in caplog.text
    assert "could not be listed" in caplog.text
