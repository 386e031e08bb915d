"""Every drill has a site of its own; what was counted is a table at the end."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pytest_django import DjangoDbBlocker

from tests.fire.counts import Counts
from tests.fire.ground import SERVING, Ground, as_role, ground, leading_to
from tests.fire.site import Site
from tests.fire.size import FULL_SIZE

# These take their time, and run in `make drill`.
_LONG = (
    "test_beat_away.py",
    "test_earlier_release.py",
    "test_many_pictures.py",
    "test_orderly_end.py",
    "test_postgresql_away.py",
    "test_redis_away.py",
    "test_restore.py",
    "test_replaced_web.py",
    "test_two_beats.py",
)
collect_ignore = [] if FULL_SIZE else list(_LONG)

Told = Callable[..., None]


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One after the other, on one set of servers: some drills stop a server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("fire"))


@pytest.fixture(scope="session")
def burning_ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """Not in one of pytest's own folders: any other run that begins shuts them to PostgreSQL, which
    does not run as root."""
    with (
        TemporaryDirectory(prefix="redress-fire-") as folder,
        django_db_blocker.unblock(),
        ground(Path(folder)) as found,
    ):
        yield found


@pytest.fixture
def site(
    burning_ground: Ground, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """Nothing runs yet. This process looks at the site's database."""
    burning_ground.redis().flushall()
    address = burning_ground.new_database()
    (tmp_path / "evidence").mkdir()
    with django_db_blocker.unblock(), leading_to(address), ExitStack() as running:
        yield Site(burning_ground, as_role(address, SERVING), tmp_path, running)


@pytest.fixture
def told(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Told:
    """Writes a line of the table, and holds that nothing was done twice and nothing lost."""

    def tell(what: str, counts: Counts, **figures: float) -> None:
        noted = ", ".join(
            f"{name.replace('_', ' ')} {value:.3g}" for name, value in figures.items()
        )
        row = f"{what:52.52} {counts.cases:>7,} {counts.twice:>6} {counts.lost:>5}  {noted}"
        record_property("fire", row)
        assert counts.flawless, row

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was done twice or lost, drill by drill."""
    rows = [
        str(value)
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        for name, value in report.user_properties
        if name == "fire"
    ]
    if rows:
        terminalreporter.section("under fire")
        terminalreporter.line(f"{'drill':52} {'cases':>7} {'twice':>6} {'lost':>5}")
        for row in rows:
            terminalreporter.line(row)
