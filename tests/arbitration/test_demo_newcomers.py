"""A demo that was filled before it got another account gets that account, and stays as it was."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from arbitration.demo.people import add_newcomers, add_people, open_accounts
from disputes import clock
from disputes.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from disputes.models import User
from disputes.permissions import is_arbitrator, is_staff_of_platform, oversees
from tests.support.people import make_user
from tests.support.rows import everything
from tests.support.workspace import CASES, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def _without_auditor() -> None:
    """As a version that had no auditor has left it."""
    add_people(clock.now())
    User.objects.get(username="auditor").delete()
    open_accounts()


def fill() -> str:
    said = StringIO()
    call_command("fill_demo", stdout=said)
    return said.getvalue()


@pytest.mark.usefixtures("_without_auditor")
def test_the_newcomer_can_be_played_and_nobody_else_notices() -> None:
    before = everything()["disputes_user"]
    assert fill() == "The demo has new accounts: auditor.\n"
    after = everything()["disputes_user"]
    assert after[:-1] == before  # not even a password: whoever has signed in stays so
    auditor = User.objects.get(username="auditor")
    assert auditor.check_password(DEMO_PASSWORD)
    assert is_staff_of_platform(auditor)
    assert oversees(auditor)
    assert not is_arbitrator(auditor)
    assert signed_in(auditor).get(CASES).status_code == 200


@pytest.mark.usefixtures("_without_auditor")
def test_the_newcomer_comes_once() -> None:
    fill()
    before = everything()
    assert fill() == "The demo data is there already; nothing was changed.\n"
    assert everything() == before


@pytest.mark.usefixtures("_without_auditor")
def test_a_newcomer_whose_name_somebody_nearly_has_is_told_of() -> None:
    make_user("other")
    User.objects.filter(username__startswith="other").update(username="Auditor")
    before = everything()
    with pytest.raises(CommandError, match="There is an account Auditor already"):
        fill()
    assert everything() == before


def test_somebody_of_a_new_filling_is_no_newcomer() -> None:
    add_people(clock.now())
    assert add_newcomers(clock.now()) == []
    playable = {account.username for account in DEMO_ACCOUNTS}
    assert playable <= set(User.objects.values_list("username", flat=True))
