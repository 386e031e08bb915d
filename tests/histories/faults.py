"""What can go wrong: a statement that fails, a process that dies, a gateway, a poisoned case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import OperationalError, connection

from disputes.gateways import EmbeddedEscrow, GatewayError

# What the frames of transactions send. They are left alone: a server that is gone undoes all.
_FRAMES = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class Killed(BaseException):
    """The process is gone; nothing in it can catch this and go on."""


@dataclass(frozen=True)
class Fault:
    """Strikes at one statement of an act: before it, so that it is not done."""

    statement: int
    error: type[BaseException]

    @contextmanager
    def strikes(self) -> Iterator[None]:
        left = self.statement

        def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            nonlocal left
            if not sql.startswith(_FRAMES):
                left -= 1
                if left == 0:
                    raise self.error("the fault of this history")
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            yield


class MoodyEscrow(EmbeddedEscrow):
    """A gateway that pays, or does not answer, or pays and then does not answer."""

    mood: ClassVar[str] = "pays"

    def refund(self, *, key: str, amount_minor: int, currency: str) -> str:
        with self._in_its_mood():
            return super().refund(key=key, amount_minor=amount_minor, currency=currency)

    def pay_freight(self, *, key: str, amount_minor: int, currency: str, payer: str) -> str:
        with self._in_its_mood():
            return super().pay_freight(
                key=key, amount_minor=amount_minor, currency=currency, payer=payer
            )

    @contextmanager
    def _in_its_mood(self) -> Iterator[None]:
        if self.mood == "down":
            raise GatewayError("no answer")
        yield
        if self.mood == "forgets":
            raise GatewayError("no answer")


def poison(case_id: int) -> None:
    """From now on the database refuses every new line of this case's history."""
    _run(
        f"ALTER TABLE disputes_event ADD CONSTRAINT poison_{case_id} "
        f"CHECK (dispute_id <> {case_id}) NOT VALID"
    )


def heal(case_id: int) -> None:
    _run(f"ALTER TABLE disputes_event DROP CONSTRAINT poison_{case_id}")


def _run(statement: str) -> None:
    """However long a vacuum of this table takes: all of a history is one transaction, in which the
    last act has said how long to wait at most."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute(statement)


ERRORS: tuple[type[BaseException], ...] = (OperationalError, Killed)
