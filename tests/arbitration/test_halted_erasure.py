"""Cases are erased as they fall due; when many seem to be due at once, a supervisor decides."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from arbitration.background import retention
from arbitration.operations import gauges
from disputes import clock
from disputes.background import halts
from disputes.models import Dispute, HaltedCleanup
from disputes.verbs import cleanups
from tests.support.moments import moment
from tests.support.old_cases import expires, paid_case
from tests.support.rows import everything
from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

KIND = HaltedCleanup.Kind.OLD_CASES


@pytest.fixture(autouse=True)
def two_are_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halts, "FLOOR", 2)


@pytest.fixture
def cases() -> list[Dispute]:
    """More than usual; as a clock makes them look that leapt ahead."""
    world = World()
    return [paid_case(world) for _number in range(3)]


def erased() -> int:
    return Dispute.objects.exclude(erased_at=None).count()


def test_as_many_as_usual_go_by_themselves(cases: list[Dispute]) -> None:
    with moment(expires(cases[1])):
        assert retention.erase_closed() == 2
    assert erased() == 2
    assert not HaltedCleanup.objects.exists()


def test_more_wait_for_a_supervisor(cases: list[Dispute]) -> None:
    world = World()
    with moment(expires(cases[2])):
        before = everything()
        assert retention.erase_closed() == 0
        after = everything()
        halt = HaltedCleanup.objects.get()
        assert (halt.kind, halt.day, halt.number, halt.total) == (KIND, None, 3, 3)
        assert {name for name in before if before[name] != after[name]} == {
            HaltedCleanup._meta.db_table
        }
        assert retention.erase_closed() == 0
        assert HaltedCleanup.objects.get() == halt
        assert gauges.read().halted(KIND) == 1
        page = signed_in(world.supervisor).get(f"/admin/status/cleanups/{halt.pk}/").text
        assert "Erase these 3 cases" in page
        cleanups.approve_cleanup(world.supervisor, halt)
        assert retention.erase_closed() == 3
        assert retention.erase_closed() == 0
    halt.refresh_from_db()
    assert (halt.approved_by, halt.ended_at is None) == (world.supervisor, False)


def test_what_falls_due_after_it_is_not_approved(
    cases: list[Dispute], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    with moment(expires(cases[2])):
        retention.erase_closed()
    later = [paid_case(world) for _number in range(3)]
    cleanups.approve_cleanup(world.supervisor, HaltedCleanup.objects.get())
    with moment(expires(later[2])):
        assert retention.erase_closed() == 3
        assert not Dispute.objects.filter(pk__in=[dispute.pk for dispute in later]).exclude(
            erased_at=None
        )
        assert retention.erase_closed() == 0
        assert HaltedCleanup.objects.get(ended_at=None).number == 3


def test_a_clock_that_is_set_right_asks_nobody(cases: list[Dispute]) -> None:
    with moment(expires(cases[2]) + timedelta(days=3000)):
        retention.erase_closed()
    halt = HaltedCleanup.objects.get()
    assert retention.erase_closed() == 0
    halt.refresh_from_db()
    assert (halt.approved_at, halt.ended_at is None) == (None, False)
    assert erased() == 0


def test_the_command_says_so_and_can_approve(cases: list[Dispute]) -> None:
    world = World()
    with moment(expires(cases[2])):
        said = StringIO()
        call_command("erase_closed", stdout=said)
        halt = HaltedCleanup.objects.get()
        assert said.getvalue() == (
            "0 cases erased\n"
            "Stopped: Words and photos of old cases: 3 of 3 would go, more than usual. Look why; "
            f"then --approve {halt.pk} --as SUPERVISOR, or on the status page\n"
        )
        said = StringIO()
        call_command(
            "erase_closed", approve=halt.pk, supervisor=world.supervisor.username, stdout=said
        )
        assert said.getvalue() == "3 cases erased\n"
    assert clock.now() < expires(cases[0])
