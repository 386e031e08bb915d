"""The disk for evidence is full: a sentence for the sender, and everything else goes on."""

import random
import resource
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import psutil
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from disputes.models import Attachment, Dispute, Event
from tests.bench.ground import cookie_of
from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_due, file_overdue
from tests.fire.ground import wait_until
from tests.fire.people import Answer, Browser
from tests.fire.site import DELIVERY, SWEEP, Site, Web
from tests.fire.size import cases
from tests.support.world import World

WORDS = "The mug is blue & in one piece."
ROOM = 200_000  # bytes


def large_photo() -> SimpleUploadedFile:
    """Nothing makes it smaller: it is noise, the same each time."""
    noise = Image.frombytes("RGB", (600, 450), random.Random(1).randbytes(600 * 450 * 3))
    file = BytesIO()
    noise.save(file, "JPEG", quality=95)
    return SimpleUploadedFile("noise.jpg", file.getvalue())


def test_a_photo_that_does_not_fit(site: Site, told: Told) -> None:
    world, number = World(), cases(1000, 50)
    [dispute] = file_due(world, 1, first=timedelta(days=1), last=timedelta(days=1))
    web = site.web()
    browser = Browser(web.address, cookie_of(world.seller))

    fill_the_disk(web)
    answer = reject_with_photo(browser, dispute)
    assert answer.status == 200
    assert "cannot be stored at the moment" in answer.text
    assert "The mug is blue &amp; in one piece." in answer.text  # what was typed
    by_script = send_alone(browser, dispute)
    assert by_script.status == 422
    assert "cannot be stored at the moment" in by_script.text
    assert (stored(site), Attachment.objects.count()) == ([], 0)
    assert Event.objects.filter(dispute=dispute).count() == 1

    file_overdue(world, number)
    site.worker()
    site.tick(SWEEP, DELIVERY)
    wait_until(lambda: not counts.waiting())

    make_room(web)
    assert reject_with_photo(browser, dispute).status == 302
    [photo] = Attachment.objects.all()
    assert len(stored(site)) == 3  # as it was sent, the shared copy, and the small one
    assert photo.size > ROOM
    told("disk full for evidence", counts.enforced_and_paid(number, site.folder))


def reject_with_photo(browser: Browser, dispute: Dispute) -> Answer:
    """As from a phone without JavaScript: the words and the photo in one form."""
    path = f"/seller/cases/{dispute.reference}/reject/"
    body = encode_multipart(BOUNDARY, {"text": WORDS, "files": large_photo()})
    return browser.send(path, body, MULTIPART_CONTENT)


def send_alone(browser: Browser, dispute: Dispute) -> Answer:
    """As the page's script does it: the photo first, the form later."""
    token = browser.token(f"/seller/cases/{dispute.reference}/reject/")
    body = encode_multipart(BOUNDARY, {"photo": large_photo()})
    return browser.send(
        f"/files/for/{dispute.reference}-seller-reject/", body, MULTIPART_CONTENT, token
    )


def stored(site: Site) -> list[Path]:
    return [path for path in (site.folder / "evidence").rglob("*") if path.is_file()]


def fill_the_disk(web: Web) -> None:
    """From here on a file can have so many bytes; writing more fails in the middle of it."""
    _limit_files(web, ROOM)


def make_room(web: Web) -> None:
    _limit_files(web, resource.RLIM_INFINITY)


def _limit_files(web: Web, most: int) -> None:
    """First of the process that starts the others: those that come later take it over."""
    first = psutil.Process(web.child.process.pid)
    first.rlimit(psutil.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    for process in first.children():
        process.rlimit(psutil.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
