"""No cursor of the server lives outside a transaction: tests/conftest.py watches every test."""

import os
from collections.abc import Mapping

import pytest
from django.conf import settings
from django.db import connection, transaction

from config.env import read_environment
from disputes.models import Policy
from tests.conftest import CursorOutsideTransaction

pytestmark = pytest.mark.django_db


def test_the_watch_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks past the transaction that a test has around it."""
    with pytest.raises(CursorOutsideTransaction):
        connection.chunked_cursor()
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", False)
    with pytest.raises(CursorOutsideTransaction):
        list(Policy.objects.iterator())
    with transaction.atomic():
        assert len(list(Policy.objects.iterator())) == 1


def test_there_is_none_by_the_settings_wherever_redress_runs() -> None:
    assert settings.DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert len(list(Policy.objects.iterator())) == 1


@pytest.mark.parametrize("mode", [{"DEBUG": "true"}, {"DEMO": "true"}, {"TESTING": "true"}, {}])
def test_nothing_lives_longer_in_a_connection_than_a_transaction(
    mode: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DEBUG", "DEMO", "TESTING"):
        monkeypatch.delenv(name, raising=False)
    production = {
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "ALLOWED_HOSTS": "localhost",
        "ESCROW_GATEWAY": "embedded",
        "MARKETPLACE_GATEWAY": "embedded",
        "MAIL_SERVER": "none",
    }
    for name, value in (production | dict(mode)).items():
        monkeypatch.setenv(name, value)
    database = read_environment().database_url
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert database["OPTIONS"]["prepare_threshold"] is None
    assert database["CONN_MAX_AGE"] == 0


def test_an_address_that_asks_for_prepared_statements_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{os.environ['DATABASE_URL']}?prepare_threshold=5")
    with pytest.raises(SystemExit, match="prepare_threshold"):
        read_environment()
