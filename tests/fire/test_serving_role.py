"""All that serves is a role that reads and writes rows, and nothing more."""

import psycopg
import pytest
from psycopg import IntegrityError
from psycopg.errors import InsufficientPrivilege

from disputes.models import Event
from tests.bench.ground import cookie_of
from tests.fire import counts
from tests.fire.conftest import Told
from tests.fire.crowd import file_overdue
from tests.fire.ground import OWNER, as_role, wait_until
from tests.fire.people import Browser
from tests.fire.site import Site
from tests.fire.size import FULL_SIZE, cases
from tests.support.world import World

# Of the owner, and of nobody else.
BEYOND_IT = [
    "TRUNCATE disputes_event CASCADE",
    "TRUNCATE disputes_posting",
    "DROP TRIGGER pgtrigger_event_append_only ON disputes_event",
    "ALTER TABLE disputes_event DISABLE TRIGGER pgtrigger_event_append_only",
    "ALTER TABLE disputes_event DISABLE TRIGGER USER",
    "ALTER TABLE disputes_orderline DROP CONSTRAINT refunds_within_paid",
    "DROP TABLE disputes_event CASCADE",
    "DROP FUNCTION pgtrigger_event_append_only() CASCADE",
    "ALTER FUNCTION pgtrigger_event_append_only() SET search_path = ''",
    "CREATE RULE quiet AS ON UPDATE TO disputes_event DO INSTEAD NOTHING",
    "CREATE TABLE mine (number integer)",
    "SET ROLE redress_owner",
]
# Those for the history of cases are in tests/fire/test_restore.py.
COMMANDS = [
    "enforce_deadlines",
    "enforce_standing",
    "deliver_outbox",
    "count_rates",
    "count_months",
    "erase_closed",
    "sweep_files",
    "verify_standing",
    "clearsessions",
    "forget_sign_ins",
    "list_staff",
]


def test_it_cannot_change_what_the_database_keeps(site: Site) -> None:
    file_overdue(World(), 1)
    before = whole_history()
    with psycopg.connect(site.database_url, autocommit=True) as serving:
        for statement in BEYOND_IT:
            with pytest.raises(InsufficientPrivilege):
                serving.execute(statement.encode())
        with pytest.raises(InsufficientPrivilege):
            serving.execute("SET session_replication_role = replica")
    assert whole_history() == before


def test_the_owner_can(site: Site) -> None:
    """The test above can fail: only the role stands in the way, but for a law of its own."""
    with psycopg.connect(as_role(site.database_url, OWNER)) as owner:
        for statement in BEYOND_IT:
            if statement.startswith("TRUNCATE"):
                with pytest.raises(IntegrityError, match="is not emptied"):
                    owner.execute(statement.encode())
            else:
                owner.execute(statement.encode())
            owner.rollback()


def whole_history() -> list[tuple[object, ...]]:
    return list(Event.objects.order_by("pk").values_list())


@pytest.mark.skipif(not FULL_SIZE, reason="part of make drill; all other drills run as it, too")
def test_all_work_is_done_by_it(site: Site, told: Told) -> None:
    """Worker, beat, web and every command, while nothing else is connected."""
    world, number = World(), cases(500, 50)
    file_overdue(world, number)
    site.worker()
    site.beat()
    browser = Browser(site.web().address, cookie_of(world.seller))
    assert browser.get("/seller/").status == 200
    wait_until(lambda: not counts.waiting())
    for command in COMMANDS:
        child = site.command(command)
        assert child.wait() == 0, child.last_words()
    told("as the role that serves", counts.enforced_and_paid(number, site.folder))
