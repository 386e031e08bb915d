"""This test's database as it is reached through PgBouncer in transaction mode."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection

from config.local.pooler import NOT_INSTALLED, pooled, program


@pytest.fixture(scope="session")
def pgbouncer() -> Iterator[str]:
    """The address of the test run's server behind one; all of them share it."""
    if os.environ.get("POOLER"):  # everything goes through one already
        yield os.environ["DATABASE_URL"]
        return
    if program() is None:
        pytest.skip(NOT_INSTALLED)
    with pooled(os.environ["DATABASE_URL"]) as address:
        yield address


@pytest.fixture
def pooled_url(pgbouncer: str, committed: None) -> str:
    """What the test commits can be read there by other processes."""
    return urlsplit(pgbouncer)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
