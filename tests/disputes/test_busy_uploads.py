"""Many files at once: few are checked, the rest are asked to come back, and pages are answered."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory

from disputes import clock
from disputes.errors import Code, Refused
from disputes.files import sandbox
from disputes.files.kinds import FileKind
from disputes.files.limits import Limits
from disputes.files.slots import NoSlotLeft, Slots
from disputes.forms import UploadBox
from disputes.kernel import upload_counts
from disputes.models import Attachment
from disputes.verbs import uploads
from tests.support.form_files import picture, upload
from tests.support.rows import refused
from tests.support.world import World

BUSY = "Too many files are being checked just now. Try again in a moment."


@contextmanager
def all_cores_taken() -> Iterator[None]:
    with ExitStack() as taken:
        busy = sandbox._zygote.at_once
        while busy.acquire(blocking=False):
            taken.callback(busy.release)
        yield


def test_a_line_takes_few_and_few_of_each() -> None:
    line = Slots(places=3, each=2)
    with line.place("a"), line.place("a"):
        with pytest.raises(NoSlotLeft), line.place("a"):
            pass
        with line.place("b"), pytest.raises(NoSlotLeft), line.place("c"):
            pass
        with line.place("c"):
            pass
    with ExitStack() as inside:
        for account in "abc":
            inside.enter_context(line.place(account))
    assert not line._inside


def test_of_seventy_two_photos_at_once_few_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """While no core is to be had, nobody waits longer than a moment."""
    monkeypatch.setattr(sandbox, "_QUEUE", 0.2)
    limits = Limits(megabytes=15, megapixels=64, at_once=10, per_side=60)

    def told(_number: int) -> Code:
        with pytest.raises(Refused) as caught:
            sandbox.draw(picture(), FileKind.JPEG, limits)
        return caught.value.code

    began = time.monotonic()
    with all_cores_taken(), ThreadPoolExecutor(72) as people:
        assert set(people.map(told, range(72))) == {Code.BUSY}
    assert time.monotonic() - began < 72 * 0.2  # what it would take one after the other
    assert sandbox.draw(picture(), FileKind.JPEG, limits).width == 64


@pytest.mark.django_db
def test_a_script_is_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_QUEUE", 0.01)
    world, client = World(), Client()
    client.force_login(world.buyer)
    line = world.line()
    hold = f"/files/for/apply-{line.order.reference}-{line.number}/"
    with all_cores_taken():
        answer = client.post(hold, {"photo": upload()})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json() == {"error": BUSY}
    assert not Attachment.objects.exists()
    assert client.post(hold, {"photo": upload()}).status_code == 201


@pytest.mark.django_db
def test_one_person_has_few_checked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    world, line = World(), Slots(places=8, each=1)
    monkeypatch.setattr(uploads, "_checking", line)
    with line.place(world.buyer.pk):
        with refused(Code.BUSY, says=BUSY):
            world.photo(world.buyer)
        assert world.photo(world.seller).is_photo
    assert world.photo(world.buyer).is_photo


@pytest.mark.django_db
def test_a_form_without_a_script_waits_once_and_names_all_that_were_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "_QUEUE", 0.2)
    slot, waits = sandbox._slot, []

    def counted() -> AbstractContextManager[None]:
        waits.append(slot)
        return slot()

    monkeypatch.setattr(sandbox, "_slot", counted)
    world = World()
    early = world.photo(world.buyer, "form")
    sent = [upload("one.jpg"), upload("two.jpg"), upload("three.jpg")]
    posted = {"files": sent, "held-files": str(early.public_id)}
    box = UploadBox(world.buyer, "form")
    waits.clear()
    with all_cores_taken():
        assert box.take_from(RequestFactory().post("/", posted))
    assert len(waits) == 1
    assert [(error.name, error.sentence) for error in box.errors] == [
        (name, BUSY) for name in ("one.jpg", "two.jpg", "three.jpg")
    ]
    assert box.uploads == [early]


@pytest.mark.django_db
def test_refused_files_count_and_honest_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    monkeypatch.setattr(upload_counts, "MAX_REFUSED", 3)

    def broken() -> None:
        with pytest.raises(Refused) as caught:
            uploads.add_upload(world.buyer, "form", upload(content=b"\xff\xd8\xffno photo"))
        assert caught.value.code == Code.PHOTO_BROKEN

    for number in range(3):
        world.photo(world.buyer, f"form-{number}")
        broken()
    with refused(Code.TOO_MANY_FILES, says="3 of the files that you sent today could not be taken"):
        world.photo(world.buyer, "form")
    assert world.photo(world.seller).is_photo
    with clock.shifted(timedelta(days=1)):
        broken()
        assert world.photo(world.buyer, "form").is_photo


@pytest.mark.django_db
def test_what_was_our_fault_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    monkeypatch.setattr(upload_counts, "MAX_REFUSED", 1)
    monkeypatch.setattr(sandbox, "_QUEUE", 0.01)
    with all_cores_taken(), refused(Code.BUSY):
        world.photo(world.buyer)
    assert world.photo(world.buyer).is_photo
