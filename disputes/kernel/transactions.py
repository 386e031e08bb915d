"""The transaction in which a person's act happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

from disputes.errors import Code, Refused
from disputes.kernel.constraints import refused_by_database

# How long somebody waits at most for a row that somebody else holds.
PATIENCE = timedelta(seconds=3)


@contextmanager
def one_transaction() -> Iterator[None]:
    """A durable transaction: nobody can wrap it in another that might roll it back.

    Whoever would have to wait too long for a lock is refused with a sentence, and nothing changed:
    a page that hangs helps nobody. So is whoever breaks a law that the database keeps.
    """
    try:
        with transaction.atomic(durable=True):
            wait_at_most(PATIENCE)
            yield
    except (IntegrityError, DataError) as error:
        raise refused_by_database(error) from error
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise
        raise Refused(
            Code.BUSY,
            _(
                "Something else is being done here at this very moment, so nothing was changed. "
                "Please try again in a minute."
            ),
        ) from error


def wait_at_most(patience: timedelta) -> None:
    """Wait no longer than this for each lock, until the transaction ends."""
    with connection.cursor() as cursor:
        milliseconds = patience // timedelta(milliseconds=1)
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(milliseconds)])
