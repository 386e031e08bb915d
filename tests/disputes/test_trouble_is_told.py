"""What came to a standstill is told as it is on every page: since when, what is done about it, and
that nobody need do anything."""

from datetime import timedelta
from html import unescape

import pytest
from django.conf import LazySettings

from disputes import clock
from disputes.background import outbox
from disputes.errors import Code
from disputes.models import Dispute, OutboxMessage
from disputes.rules.instants import instant
from disputes.states import State
from disputes.verbs import negotiation
from tests.arbitration.test_set_aside import damage
from tests.support.case_pdfs import file_of, text_of
from tests.support.moments import enforce_at, moment
from tests.support.rows import refused
from tests.support.workspace import address, signed_in
from tests.support.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NEED_NOT = "You need not do anything: the refund stays decided."


@pytest.fixture
def unpaid(world: World, settings: LazySettings) -> Dispute:
    settings.ESCROW_GATEWAY = "tests.disputes.test_outbox_dead_letters.DownEscrow"
    return world.dispute_in(State.RESOLVED)


def pages(world: World, dispute: Dispute) -> dict[str, str]:
    found = {
        "buyer": signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text,
        "seller": signed_in(world.seller).get(f"/seller/cases/{dispute.reference}/").text,
        "platform": signed_in(world.supervisor).get(address(dispute)).text,
    }
    texts = {name: " ".join(unescape(text).split()) for name, text in found.items()}
    return texts | {"paper": text_of(file_of(world, dispute))}


def assert_told(world: World, dispute: Dispute, *sentences: str) -> None:
    for name, text in pages(world, dispute).items():
        for sentence in sentences:
            assert sentence in text, (name, sentence)
        assert (NEED_NOT in text) == (name != "platform"), name
        assert "few moments" not in text, name


def test_at_first_it_is_work(world: World, unpaid: Dispute) -> None:
    for text in pages(world, unpaid).values():
        assert "Being paid. This takes a few moments." in text
        assert NEED_NOT not in text


def test_a_payment_that_nobody_has_tried(world: World, unpaid: Dispute) -> None:
    with clock.shifted(timedelta(minutes=3)):
        since = f"Decided on {instant(unpaid.refund.decided_at)}, not paid yet."
        assert_told(world, unpaid, since, "Payments are late at the moment.")


def test_a_payment_that_failed(world: World, unpaid: Dispute) -> None:
    outbox.deliver_outbox()
    message = OutboxMessage.objects.get()
    again = f"It is tried again by itself, next on {instant(message.next_attempt_at)}."
    assert_told(world, unpaid, "The payment did not succeed so far.", again)


def test_a_payment_that_was_given_up(world: World, unpaid: Dispute) -> None:
    for _attempt in range(outbox.MAX_ATTEMPTS):
        OutboxMessage.objects.update(next_attempt_at=clock.now())
        outbox.deliver_outbox()
    given_up_at = OutboxMessage.objects.get().given_up_at
    assert given_up_at is not None
    assert_told(
        world,
        unpaid,
        "The payment failed 20 times and is not tried by itself any more",
        instant(given_up_at),
        "The platform's supervisors have it in their list",
    )


def test_a_case_that_was_set_aside(world: World) -> None:
    dispute = world.open_dispute()
    damage(dispute)
    assert dispute.due_at is not None
    enforce_at(dispute.due_at)
    with moment(dispute.due_at + timedelta(days=3)):
        since = f"What follows could not be carried out since {instant(dispute.due_at)}"
        for page in (f"/buyer/cases/{dispute.reference}/", f"/seller/cases/{dispute.reference}/"):
            client = signed_in(world.buyer if "buyer" in page else world.seller)
            text = " ".join(client.get(page).text.split())
            assert "What follows could not be carried out yet" in text
            assert since in text
            assert "You need not do anything." in text
        queue = signed_in(world.seller).get("/seller/?tab=waiting").text
        assert "What follows could not be carried out yet" in queue
        with refused(Code.TOO_LATE, says=since):
            negotiation.reject(world.as_seller, dispute, text="It is blue.")


def test_a_case_that_waits_for_the_workers(world: World) -> None:
    dispute = world.open_dispute()
    assert dispute.due_at is not None
    with moment(dispute.due_at):
        text = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
        assert "The platform carries out what follows" in text
        with refused(Code.TOO_LATE, says="look at this page again in a minute"):
            negotiation.reject(world.as_seller, dispute, text="It is blue.")
    with moment(dispute.due_at + timedelta(hours=2)):
        text = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
        assert "What follows is late" in text
        says = f"should have been carried out on {instant(dispute.due_at)}"
        assert says in " ".join(text.split())
        with refused(Code.TOO_LATE, says=says):
            negotiation.reject(world.as_seller, dispute, text="It is blue.")


def test_the_queue_promises_nothing_that_does_not_happen(world: World) -> None:
    text = signed_in(world.arbitrator).get("/admin/disputes/dispute/").text
    assert "Open this page again to see what has come in since" in text
    assert "by itself" not in text
