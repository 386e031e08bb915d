"""A side reports a message to the platform: its people read it beside the message, nobody else."""

import pytest

from disputes.errors import Code
from disputes.models import MessageReport
from disputes.permissions import Actor
from disputes.states import Party, ReportReason, State
from disputes.verbs.message_reports import report_message
from disputes.verbs.messages import send_message
from tests.support.rows import everything, refused
from tests.support.workspace import CASES, nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

RUDE = ReportReason.RUDE


def address(portal: str, reference: str, number: int = 1) -> str:
    return f"/{portal}/cases/{reference}/messages/{number}/report/"


def test_a_report_changes_nothing_in_the_case(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="You crook!")
    before = everything()
    report = report_message(world.as_seller, dispute, 1, reason=RUDE, text="Not like this.")
    assert (report.message, report.party, report.reporter, report.reason, report.text) == (
        dispute.messages.get(),
        Party.SELLER,
        world.seller,
        RUDE,
        "Not like this.",
    )
    after = everything()
    assert len(after.pop("disputes_messagereport")) == 1
    before.pop("disputes_messagereport")
    assert after == before


def test_only_what_others_wrote_and_once_by_a_side(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="You crook!")
    with refused(Code.NOT_ALLOWED, says="You can report what others wrote to you."):
        report_message(world.as_buyer, dispute, 1, reason=RUDE)
    with refused(Code.NOT_FOUND):
        report_message(world.as_seller, dispute, 2, reason=RUDE)
    with refused(Code.NOT_FOUND):
        report_message(Actor(world.other_seller, Party.SELLER), dispute, 1, reason=RUDE)
    with refused(Code.NOT_ALLOWED):
        report_message(Actor(world.arbitrator, Party.PLATFORM), dispute, 1, reason=RUDE)
    report_message(world.as_seller, dispute, 1, reason=RUDE)
    with refused(Code.STALE, says="Your side has reported this message already."):
        report_message(world.as_seller, dispute, 1, reason=RUDE)


def test_in_a_closed_case_too(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="You crook!")
    world.withdraw(dispute)
    report_message(world.as_seller, dispute, 1, reason=RUDE)
    assert MessageReport.objects.count() == 1


def test_by_its_page_with_what_is_reported_above_the_form(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="You crook!")
    client = signed_in(world.seller)
    case = f"/seller/cases/{dispute.reference}/"
    assert f'href="{address("seller", dispute.reference)}"' in client.get(case).text
    page = client.get(address("seller", dispute.reference)).text
    assert "You crook!" in page
    assert "Whoever wrote it is not told, and nothing else in the case changes." in page
    before = everything()
    page = client.post(address("seller", dispute.reference), {"text": "Not like this."}).text
    assert "Choose what is wrong with it." in page
    assert "Not like this." in page
    assert everything() == before
    answer = client.post(
        address("seller", dispute.reference), {"reason": "rude", "text": "Not so."}, follow=True
    )
    assert answer.redirect_chain == [(f"{case}#message-1", 302)]
    assert "You have reported this message to the platform." in answer.text
    assert address("seller", dispute.reference) not in answer.text
    again = client.get(address("seller", dispute.reference), follow=True).text
    assert "Your side has reported this message already." in again


def test_whoever_wrote_it_does_not_learn_of_it(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="You crook!")
    report_message(world.as_seller, dispute, 1, reason=RUDE, text="Not like this.")
    page = signed_in(world.buyer).get(f"/buyer/cases/{dispute.reference}/").text
    assert "reported" not in page.lower()
    assert "Not like this." not in page


def test_a_stranger_and_a_writer_find_no_such_page(world: World) -> None:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="You crook!")
    for user, portal in ((world.other_seller, "seller"), (world.other_buyer, "buyer")):
        client = signed_in(user)
        with nothing_changes():
            path = address(portal, dispute.reference)
            assert client.get(path).status_code == 404
            assert client.post(path, {"reason": "rude"}).status_code == 404
    own = signed_in(world.buyer).get(address("buyer", dispute.reference))
    assert own.status_code == 302
    gone = signed_in(world.seller).get(address("seller", dispute.reference, 7))
    assert gone.status_code == 302


def test_the_platform_reads_it_beside_the_message_and_in_a_list(world: World) -> None:
    dispute = world.dispute_in(State.AWAITING_RULING)
    send_message(world.as_buyer, dispute, text="You crook!")
    report_message(world.as_seller, dispute, 1, reason=RUDE, text="Not like this.")
    page = signed_in(world.arbitrator).get(f"{CASES}{dispute.reference}/").text
    for wanted in ("Reported by: Seller.", "It is rude, or threatens.", "Not like this."):
        assert wanted in page
    page = signed_in(world.supervisor).get("/admin/disputes/messagereport/").text
    assert f'href="{CASES}{dispute.reference}/#message-1"' in page
    assert "Not like this." in page
    assert signed_in(world.arbitrator).get("/admin/disputes/messagereport/").status_code == 403
