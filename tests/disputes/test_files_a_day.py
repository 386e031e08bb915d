"""How many files of one person are opened in a day, whatever becomes of them."""

from datetime import timedelta

import pytest
from django.test import Client

from disputes import clock
from disputes.errors import Code
from disputes.files import sandbox
from disputes.kernel import upload_counts
from disputes.models import Attachment, RefusedUploads, User
from disputes.verbs import uploads
from tests.support.form_files import picture, upload
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db
FORM = "form"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(upload_counts, "MAX_OPENED", 4)
    monkeypatch.setattr(upload_counts, "MAX_OPENED_OF_STORE", 6)
    return World()


def hold_and_remove(user: User) -> None:
    uploads.remove_upload(user, uploads.add_upload(user, FORM, upload()).public_id)


def opened(user: User) -> int:
    return RefusedUploads.objects.get(user=user).opened


def test_what_is_removed_again_counts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        hold_and_remove(world.buyer)
    monkeypatch.setattr(uploads, "check", None)  # nothing more is opened
    with clock.shifted(_until_hour(21)), refused(
        Code.TOO_MANY_FILES,
        says="You have sent 4 files today, with those that you removed again, and that is as many "
        "as can be looked at for one person. You can send more in 3 hours, at midnight UTC.",
    ):  # fmt: skip
        hold_and_remove(world.buyer)
    monkeypatch.undo()
    with clock.shifted(_until_hour(24)):
        hold_and_remove(world.buyer)
        assert opened(world.buyer) == 1
    hold_and_remove(world.other_buyer)  # nobody else has less of it


def test_people_of_a_store_answer_more_cases(world: World) -> None:
    for _ in range(6):
        hold_and_remove(world.seller)
    with refused(Code.TOO_MANY_FILES, says="You have sent 6 files today"):
        hold_and_remove(world.seller)


def test_the_same_file_again_and_what_waits_in_vain_are_not_opened(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        uploads.add_upload(world.buyer, FORM, upload(content=picture("green")))
    assert opened(world.buyer) == 1
    monkeypatch.setattr(sandbox, "_QUEUE", 0.01)
    busy = sandbox._zygote.at_once
    taken = 0
    while busy.acquire(blocking=False):
        taken += 1
    with refused(Code.BUSY):
        uploads.add_upload(world.buyer, FORM, upload())
    for _ in range(taken):
        busy.release()
    assert opened(world.buyer) == 1


def test_the_script_of_a_page_gets_the_sentence_and_what_lies_in_the_form_stays(
    world: World,
) -> None:
    client = Client()
    client.force_login(world.buyer)
    line = world.line()
    hold = f"/files/for/apply-{line.order.reference}-{line.number}/"
    answers = [client.post(hold, {"photo": upload()}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [201] * 4 + [422]
    assert answers[-1].json()["error"].startswith("You have sent 4 files today")
    assert Attachment.objects.filter(uploader=world.buyer).count() == 4


def test_the_limits_are_those_of_the_manual() -> None:
    assert (upload_counts.MAX_OPENED, upload_counts.MAX_OPENED_OF_STORE) == (300, 1_500)
    assert upload_counts.MAX_REFUSED == 60


def _until_hour(hour: int) -> timedelta:
    """To a minute after this hour of today, in UTC."""
    now = clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=hour, minutes=1) - now
