"""The process that sends mails: told to end, killed, and in front of a server that hangs."""

import signal
from collections.abc import Iterator

import pytest
from celery import Celery

from config.local.children import Child
from disputes import clock
from disputes.background import mails
from disputes.models import Mail
from disputes.verbs import mail_addresses, negotiation
from tests.fire.ground import wait_until
from tests.fire.site import DELIVERY, Site
from tests.support.mail_server import MailServer, running
from tests.support.world import World

TASK = "disputes.tasks.send_mails"
NUMBER = 4


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running() as found:
        yield found


@pytest.fixture
def world(site: Site) -> World:
    """With some mails to send."""
    world = World()
    for number in range(NUMBER):
        mail_addresses.ask_for_address(world.buyer, f"a{number}@example.org")
    return world


def mailer(site: Site, server: MailServer) -> Child:
    name = f"mailer{len(site.started)}"
    celery = ["-m", "celery", "--app", "config.celery", "worker", "--queues=mail"]
    child = site.start(
        name,
        [*celery, "--concurrency=1", f"--hostname={name}", "-lINFO"],
        variables={
            "MAIL_SERVER": f"smtp://127.0.0.1:{server.port}",
            "MAIL_FROM": "Redress <no-reply@redress.example>",
            "SITE_ADDRESS": "http://localhost:8000",
        },
    )
    site.await_words(child, "ready.")
    return child


def tick(site: Site) -> None:
    with Celery(broker=site.ground.redis_url, set_as_current=False) as app:
        app.send_task(TASK, queue="mail")


def sent() -> int:
    return Mail.objects.filter(sent_at__isnull=False).count()


def test_told_to_end_it_sends_the_mail_in_hand_first(
    site: Site, server: MailServer, world: World
) -> None:
    server.holds = True
    first = mailer(site, server)
    tick(site)
    wait_until(lambda: len(server.got) == 1)
    first.process.send_signal(signal.SIGTERM)
    site.await_words(first, "Warm shutdown")
    assert sent() == 0
    server.holds = False
    assert first.wait() == 0, first.last_words()
    assert sent() >= 1
    mailer(site, server)
    tick(site)
    wait_until(lambda: sent() == NUMBER)
    assert sorted(server.ids) == sorted(Mail.objects.values_list("message_id", flat=True))


def test_killed_with_a_mail_in_hand_it_repeats_that_one_under_its_id(
    site: Site, server: MailServer, world: World
) -> None:
    server.holds = True
    first = mailer(site, server)
    tick(site)
    wait_until(lambda: len(server.got) == 1)
    [in_hand] = server.ids
    first.process.send_signal(signal.SIGKILL)
    first.stop()
    server.holds = False
    mailer(site, server)
    mailer(site, server)
    tick(site)
    tick(site)
    wait_until(lambda: sent() == NUMBER - 1)
    clock.skip(mails.LEASE)
    tick(site)
    wait_until(lambda: sent() == NUMBER)
    ids = list(Mail.objects.values_list("message_id", flat=True))
    assert sorted(server.ids) == sorted([*ids, in_hand])


def test_a_mail_server_that_hangs_holds_up_no_payment(
    site: Site, server: MailServer, world: World
) -> None:
    server.hangs = True
    mailer(site, server)
    tick(site)
    wait_until(lambda: server.hanging)
    dispute = world.open_dispute()
    negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
    site.worker()
    site.tick(DELIVERY)

    def paid() -> bool:
        dispute.refund.refresh_from_db()
        return dispute.refund.paid_at is not None

    wait_until(paid)
    assert sent() == 0
