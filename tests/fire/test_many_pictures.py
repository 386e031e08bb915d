"""One account that sends 72 large photos at once keeps nobody else waiting."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from urllib.request import urlopen

import pillow_heif
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from disputes.models import Attachment
from tests.bench.ground import cookie_of
from tests.fire.people import Browser
from tests.fire.site import Site
from tests.support.form_files import upload
from tests.support.world import World

NUMBER = 72
PIXELS = 48_000_000
PATIENCE = 2.0  # seconds for a page, on two cores that are both busy with photos


def heic(pixels: int) -> bytes:
    """Blurred noise: every block of it must be worked out."""
    pillow_heif.register_heif_opener()
    width = int((pixels * 4 / 3) ** 0.5)
    noise = Image.frombytes("L", (64, 48), os.urandom(64 * 48))
    out = BytesIO()
    noise.resize((width, width * 3 // 4)).convert("RGB").save(out, "HEIF", quality=60)
    return out.getvalue()


def waits(address: str, until: list[Future[int]]) -> Iterator[float]:
    """How long the web process took to say that it is alive, again and again."""
    while not all(each.done() for each in until):
        asked = time.monotonic()
        with urlopen(f"{address}/healthz", timeout=60) as answer:
            assert answer.status == 200
        yield time.monotonic() - asked


def test_pages_are_answered_meanwhile(site: Site) -> None:
    world, web = World(), site.web()
    line = world.line()
    buyer = Browser(web.address, cookie_of(world.buyer))
    key = f"apply-{line.order.reference}-{line.number}"
    token = buyer.token("/settings/")
    data = heic(PIXELS)

    def send(number: int) -> int:
        photo = upload(f"IMG_{number}.HEIC", content=data + bytes(number))
        body = encode_multipart(BOUNDARY, {"photo": photo})
        return buyer.send(f"/files/for/{key}/", body, MULTIPART_CONTENT, token).status

    with ThreadPoolExecutor(NUMBER) as hands:
        sent = [hands.submit(send, number) for number in range(NUMBER)]
        longest = max(waits(web.address, sent))
    statuses = Counter(each.result() for each in sent)
    assert longest < PATIENCE
    assert set(statuses) <= {201, 422, 503}  # a form takes ten
    assert statuses[201] == Attachment.objects.count() > 0
    assert statuses[503] > NUMBER / 2  # three of one account at a time
