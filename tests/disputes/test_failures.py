"""What is kept about an error tells what went wrong, and nothing about anybody."""

import logging

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from disputes.background import outbox
from disputes.background.outbox import Delivered
from disputes.gateways import GatewayError
from disputes.kernel.failures import brief, place
from disputes.models import OutboxMessage, User
from disputes.states import State
from tests.support.world import World

TALKATIVE = (
    "The card 4111 1111 1111 1111 of ana.perez@example.com, +34 600-123-456, is closed\n"
    "Holder: Ana Pérez, Calle Mayor 3"
)
TOLD = "GatewayError: The card … of … …, is closed"


class TalkativeEscrow:
    """The provider writes into its error whom it is about."""

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        raise GatewayError(TALKATIVE)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (GatewayError("no answer from the escrow"), "GatewayError: no answer from the escrow"),
        (GatewayError(TALKATIVE), TOLD),
        (GatewayError(), "GatewayError"),
        (KeyError("Ana Pérez"), "KeyError: “…”"),
        (ValueError('not a number: "Calle Mayor 3"'), "ValueError: not a number: “…”"),
        (TimeoutError("nothing in 10 s on port 443"), "TimeoutError: nothing in 10 s on port 443"),
        (GatewayError("refund-R-7K3M-9QXA was used"), "GatewayError: refund-R-7K3M-9QXA was used"),
        (GatewayError("a" * 1000), "GatewayError: " + "a" * 200),
    ],
)
def test_an_error_in_one_line(error: Exception, told: str) -> None:
    assert brief(error) == told


@pytest.mark.django_db
def test_postgresql_names_its_constraint_but_not_the_row() -> None:
    user = User.objects.create_user("ana")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        User.objects.create_user("ana")
    assert "(ana)" in str(caught.value)
    assert brief(caught.value) == (
        "IntegrityError: duplicate key value violates unique constraint "
        '"disputes_user_username_key"'
    )
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        User.objects.filter(pk=user.pk).update(username=None)
    assert "(" in str(caught.value)
    assert brief(caught.value) == (
        'IntegrityError: null value in column "username" of relation "disputes_user" violates '
        "not-null constraint"
    )


@pytest.mark.django_db
def test_nor_does_it_name_what_it_cannot_read() -> None:
    with (
        pytest.raises(DatabaseError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT %s::date", ["Calle Mayor 3"])
    assert brief(caught.value) == "DataError: invalid input syntax for type date: “…”"


def test_the_place_is_a_line_of_ours() -> None:
    with pytest.raises(AttributeError) as caught:
        F("a").no_such_thing  # type: ignore[attr-defined]  # noqa: B018 - it is there to fail
    assert place(caught.value).startswith("test_failures.py:")
    assert place(ValueError("never raised")) == "an unknown place"


@pytest.mark.django_db
def test_neither_the_row_nor_the_log_says_who(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ESCROW_GATEWAY = "tests.disputes.test_failures.TalkativeEscrow"
    World().dispute_in(State.RESOLVED)
    with caplog.at_level(logging.DEBUG):
        assert outbox.deliver_outbox() == Delivered(failed=1)
    message = OutboxMessage.objects.get()
    assert message.last_error == TOLD
    [line] = [record for record in caplog.records if record.name == outbox.log.name]
    assert line.levelno == logging.WARNING
    assert line.exc_info is None
    assert line.getMessage().startswith(
        f"delivery of {message.key} failed, attempt 1, and is tried again: {TOLD} at test_"
    )
    assert "Ana" not in caplog.text
    assert "ana.perez" not in caplog.text
