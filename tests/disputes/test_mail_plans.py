"""What an act tells a person goes out as one mail, once, and not when it no longer matters."""

from datetime import timedelta

import pytest
from django.conf import LazySettings

from disputes import clock
from disputes.background import mail_plans
from disputes.background.mail_plans import plan_mails
from disputes.background.mails import Mailed, send_mails
from disputes.background.reminders import remind
from disputes.models import Mail, MailBreaker, MailKind, Notice, NoticeSettings, Skipped, User
from disputes.states import NoticeKind, State
from disputes.verbs import negotiation
from tests.support.concurrency import paused, together
from tests.support.mail_server import MailServer, mail_server
from tests.support.mails import part, tell, to, with_addresses
from tests.support.moments import moment
from tests.support.world import World

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return with_addresses(World())


def test_what_happened_is_mailed_once(world: World, mail_server: MailServer) -> None:
    dispute = world.open_dispute()
    notice = Notice.objects.get()
    assert tell() == Mailed(sent=1)
    mail = Mail.objects.get()
    assert (mail.kind, mail.person, mail.dispute) == (MailKind.NOTICE, world.seller, dispute)
    assert mail.message_id.startswith(f"<notice-{notice.pk}.")
    notice.refresh_from_db()
    assert (notice.mail, notice.mail_due_at) == (mail, None)
    assert mail_server.recipients == ["seller@example.org"]
    assert tell() == Mailed()


def test_several_things_told_at_once_are_one_mail_for_each_person_and_case(
    world: World, mail_server: MailServer
) -> None:
    first, second = world.dispute_in(State.AWAITING_RULING), world.open_dispute()
    expected = {(notice.person_id, notice.dispute_id) for notice in Notice.objects.all()}
    assert Notice.objects.filter(person=world.seller, dispute=first).count() > 1
    assert tell() == Mailed(sent=len(expected))
    mails = Mail.objects.values_list("person", "dispute")
    assert sorted(mails) == sorted(expected)
    [about_second] = [
        mail for mail in to(mail_server, "seller") if second.reference in mail["Subject"]
    ]
    assert second.reference in part(about_second)


def test_a_batch_that_ends_in_the_middle_parts_nothing(world: World) -> None:
    world.dispute_in(State.AWAITING_RULING)
    groups = Notice.objects.values_list("person", "dispute").distinct().count()
    plan_mails(limit=1)
    assert Mail.objects.count() == groups
    assert not Notice.objects.filter(mail=None).exists()


def test_nobody_is_mailed_before_it_is_due(world: World, mail_server: MailServer) -> None:
    world.open_dispute()
    later = clock.now() + timedelta(hours=8)
    Notice.objects.update(mail_due_at=later)
    assert tell() == Mailed()
    with moment(later):
        assert tell() == Mailed(sent=1)


def test_who_has_no_address_reads_it_in_the_portal(world: World, mail_server: MailServer) -> None:
    User.objects.update(email="")
    world.open_dispute()
    assert tell() == Mailed()
    assert not Mail.objects.exists()
    assert not Notice.objects.exclude(mail_due_at=None).exists()


def test_a_reminder_of_a_clock_that_is_spent_is_not_sent(
    world: World, mail_server: MailServer
) -> None:
    dispute = world.open_dispute()
    tell()
    assert dispute.remind_at is not None
    with moment(dispute.remind_at):
        assert remind() == 1
        plan_mails()
        negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
        assert send_mails() == Mailed(skipped=1)
        assert tell() == Mailed(sent=1)
    skipped = Mail.objects.get(sent_at=None)
    assert (skipped.person, skipped.skipped) == (world.seller, Skipped.OVERTAKEN)
    assert skipped.rendered_at is None
    assert len(to(mail_server, "seller")) == 1, "of the request alone"


def test_nor_is_it_sent_by_a_later_attempt(world: World, mail_server: MailServer) -> None:
    dispute = world.open_dispute()
    tell()
    mail_server.to_recipient["seller@example.org"] = "451 later"
    assert dispute.remind_at is not None
    with moment(dispute.remind_at):
        remind()
        assert tell() == Mailed(failed=1)
        mail = Mail.objects.latest("pk")
        with moment(mail.next_attempt_at):
            negotiation.accept(world.as_seller, dispute, dispute.proposals.get())
            del mail_server.to_recipient["seller@example.org"]
            assert send_mails() == Mailed(skipped=1)


def test_after_a_mail_came_back_no_more_are_tried_until_the_address_is_changed(
    world: World, mail_server: MailServer
) -> None:
    mail_server.to_recipient["seller@example.org"] = "550 5.1.1 no such user"
    world.open_dispute()
    assert tell() == Mailed(bounced=1)
    world.open_dispute()
    assert tell() == Mailed(skipped=1)
    assert Mail.objects.latest("pk").skipped == Skipped.ADDRESS_FAILED
    User.objects.filter(pk=world.seller.pk).update(email="new@example.org")
    world.open_dispute()
    assert tell() == Mailed(sent=1)
    assert mail_server.recipients == ["new@example.org"]


def test_what_was_switched_off_meanwhile_is_not_sent(world: World, mail_server: MailServer) -> None:
    dispute = world.open_dispute()
    tell()
    assert dispute.remind_at is not None
    with moment(dispute.remind_at):
        remind()
        plan_mails()
        muted = [NoticeKind.REMINDER, NoticeKind.TURN]
        NoticeSettings.objects.create(person=world.seller, muted=muted)
        assert tell() == Mailed(skipped=1)
    world.open_dispute()
    assert tell() == Mailed(sent=1), "what is critical is told whatever stands there"


def test_whoever_wants_one_mail_a_day_gets_what_is_optional_in_one(
    world: World, mail_server: MailServer
) -> None:
    first, second = world.open_dispute(), world.open_dispute()
    tell()
    NoticeSettings.objects.create(person=world.seller, digest=True)
    assert first.remind_at is not None
    assert second.remind_at is not None
    with moment(max(first.remind_at, second.remind_at)):
        assert remind() == 2
        assert tell() == Mailed(), "they wait for the morning"
        morning = Notice.objects.exclude(mail_due_at=None).latest("pk").mail_due_at
        assert morning is not None
        assert morning.hour == 8
        with moment(morning):
            assert tell() == Mailed(sent=1)
    mail = to(mail_server, "seller")[-1]
    assert mail["Subject"] == "2 things happened in your cases"
    assert {first.reference, second.reference} <= set(part(mail).replace(":", "").split())


def test_the_mail_of_the_day_has_all_that_waits_for_it(
    world: World, mail_server: MailServer
) -> None:
    first, second = world.open_dispute(), world.open_dispute()
    Notice.objects.update(in_digest=True)
    assert tell() == Mailed(sent=1)
    mail = mail_server.got[0]
    assert mail["Subject"] == "2 things happened in your cases"
    assert mail["In-Reply-To"] is None
    text = part(mail)
    assert f"{first.reference}: Request submitted" in text
    assert f"{second.reference}: Request submitted" in text
    assert "http://localhost:8000/notices/" in text


@pytest.mark.usefixtures("committed")
def test_two_workers_plan_each_notice_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _each in range(3):
        world.open_dispute()
    with paused(monkeypatch, mail_plans, "insert_rows", plan_mails) as first:
        assert together(plan_mails) == ["done"], "it leaves the work to the first"
        assert not Mail.objects.exists()
    assert first.result(60) == 3
    assert Mail.objects.count() == 3
    assert MailBreaker.objects.count() == 1


def test_without_a_server_they_are_written_and_kept(world: World, settings: LazySettings) -> None:
    world.open_dispute()
    assert settings.MAIL_SERVER is None
    assert tell() == Mailed(kept=1)
    mail = Mail.objects.get()
    assert mail.skipped == Skipped.NO_SERVER
    assert mail.text.startswith("The buyer applied for ")
