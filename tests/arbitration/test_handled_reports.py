"""A supervisor looks at a reported message, once, and says what they found."""

import pytest
from django.db import IntegrityError, transaction

from arbitration.verbs.reports import handle_report
from disputes import clock
from disputes.errors import Code
from disputes.models import MessageReport
from disputes.states import ReportReason
from disputes.verbs.message_reports import report_message
from disputes.verbs.messages import send_message
from tests.support.people import make_user
from tests.support.rows import refused
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db
LIST = "/admin/disputes/messagereport/"
FOUND = "It was rude; the buyer was told so."


@pytest.fixture
def report(world: World) -> MessageReport:
    dispute = world.open_dispute()
    send_message(world.as_buyer, dispute, text="You crook!")
    return report_message(
        world.as_seller, dispute, 1, reason=ReportReason.RUDE, text="Not like this."
    )


def test_by_its_page_from_the_list(world: World, report: MessageReport) -> None:
    client = signed_in(world.supervisor)
    page = f"{LIST}{report.pk}/handle/"
    listed = client.get(LIST)
    assert f'href="{page}"' in listed.text
    assert listed.context["report_news"] == 1
    shown = client.get(page).text
    for wanted in ("It is rude, or threatens", "Not like this.", "#message-1", "and no more."):
        assert wanted in shown
    assert "You crook!" not in shown  # whoever reads a case is in its log
    with nothing_changes():
        again = client.post(page, {"finding": " "}).text
    assert "Say what you found and what you did about it." in again
    done = client.post(page, {"finding": FOUND}, follow=True)
    assert done.redirect_chain == [(LIST, 302)]
    assert "The report is looked at." in done.text
    assert FOUND in done.text
    assert page not in done.text
    assert done.context["report_news"] == 0
    report.refresh_from_db()
    assert (report.handled_by, report.finding) == (world.supervisor, FOUND)
    assert report.handled_at is not None
    assert report.reported_at < report.handled_at <= clock.now()


def test_whoever_reported_it_reads_that_and_no_more(world: World, report: MessageReport) -> None:
    case = report.message.dispute.reference
    said = "The platform has looked at it."
    assert said not in signed_in(world.seller).get(f"/seller/cases/{case}/").text
    handle_report(world.supervisor, report, finding=FOUND)
    page = signed_in(world.seller).get(f"/seller/cases/{case}/").text
    assert said in page
    assert FOUND not in page
    other = signed_in(world.buyer).get(f"/buyer/cases/{case}/").text
    assert "looked at" not in other


def test_those_that_wait_come_first(world: World, report: MessageReport) -> None:
    dispute = report.message.dispute
    send_message(world.as_buyer, dispute, text="A thief, too.")
    later = report_message(world.as_seller, dispute, 2, reason=ReportReason.RUDE)
    handle_report(world.supervisor, report, finding=FOUND)
    page = signed_in(world.supervisor).get(LIST).text
    assert page.index(f"{later.pk}/handle/") < page.index(FOUND)


def test_once_by_a_supervisor_without_a_part_in_the_case(
    world: World, report: MessageReport
) -> None:
    stale = MessageReport.objects.get(pk=report.pk)
    for person in (world.arbitrator, make_user("auditor", "Auditors"), world.seller):
        with refused(Code.NOT_ALLOWED, says="Only a supervisor"):
            handle_report(person, report, finding=FOUND)
    involved = make_user("involved", "Supervisors")
    world.store.memberships.create(user=involved)
    with refused(Code.NOT_ALLOWED, says="You are involved in this case yourself."):
        handle_report(involved, report, finding=FOUND)
    second = make_user("second", "Supervisors")
    handle_report(world.supervisor, report, finding=FOUND)
    with refused(Code.STALE, says="Somebody has looked at this report already."):
        handle_report(second, stale, finding="Nothing.")


def test_the_database_wants_to_know_who(report: MessageReport) -> None:
    with pytest.raises(IntegrityError, match="somebody_looked_at_a_report"), transaction.atomic():
        MessageReport.objects.update(finding="Nothing.")
