"""Whoever installs Redress without a mail server is told that nobody gets mails."""

import pytest
from django.conf import LazySettings

from arbitration.views.site import _warnings
from config.checks import mails_go_out
from tests.support.mail_server import mail_server

__all__ = ["mail_server"]


def test_without_a_server_the_check_warns(settings: LazySettings) -> None:
    settings.MAIL_SERVER = None
    [found] = mails_go_out(None)
    assert found.id == "redress.W002"
    assert "nobody gets any" in found.msg


@pytest.mark.usefixtures("mail_server")
def test_with_one_it_does_not() -> None:
    assert mails_go_out(None) == []


@pytest.mark.django_db
def test_staff_reads_so_on_every_page(settings: LazySettings) -> None:
    settings.MAIL_SERVER = None
    assert any("MAIL_SERVER=none" in warning for warning in _warnings())
    settings.MAIL_SERVER = {"host": "mail.example"}
    assert not any("MAIL_SERVER=none" in warning for warning in _warnings())
