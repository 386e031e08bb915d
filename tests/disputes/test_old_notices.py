"""Notices and mails go when the policy's time for them is over, and none that has to be sent."""

from datetime import timedelta

import pytest

from disputes import clock
from disputes.background.mail_plans import plan_mails
from disputes.background.mails import send_mails
from disputes.background.old_notices import forget_old
from disputes.models import Mail, Notice, Policy, User
from tests.support.moments import moment
from tests.support.people import make_user
from tests.support.world import World

pytestmark = pytest.mark.django_db


def reached() -> World:
    """A world whose seller has a mail address."""
    world = World()
    User.objects.filter(pk=world.seller.pk).update(email="seller@shop.example")
    return world


def test_they_are_kept_for_the_policys_time_and_no_longer() -> None:
    world = reached()
    world.store.memberships.create(user=make_user("partner"))  # whom no mail reaches
    world.open_dispute()
    plan_mails()
    send_mails()
    days = Policy.objects.latest().keep_notice_days
    mails, notices = Mail.objects.count(), Notice.objects.count()
    assert (mails, notices) == (1, 2)
    told = Notice.objects.latest("at").at
    with moment(told + timedelta(days=days) - timedelta(seconds=1)):
        assert forget_old() == 0
    with moment(clock.now() + timedelta(days=days)):
        assert forget_old() == 3
    assert not Mail.objects.exists()
    assert not Notice.objects.exists()


def test_a_mail_that_still_has_to_go_out_stays() -> None:
    world = reached()
    world.open_dispute()
    plan_mails()
    with moment(clock.now() + timedelta(days=Policy.objects.latest().keep_notice_days + 1)):
        assert forget_old() == 0
    assert Mail.objects.count() == Notice.objects.count() == 1
