"""How long after its deadline a case is enforced, while the site is busy."""

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

import psycopg
from django.conf import settings
from django.urls import reverse

from tests.bench.due import make_due, take_back, tidy
from tests.bench.ground import Ground, cookie_of
from tests.bench.measure import Samples
from tests.bench.report import Figure
from tests.bench.site import VISITORS, Page, requests_a_second, site

_LATE = 60
_PATIENCE = 120  # seconds after the last deadline
_AHEAD = 2  # seconds until the first of them


def lateness(ground: Ground) -> Figure:
    """Of 99 in 100 cases, in seconds; cases fall due at an even pace, and worker and beat tick."""
    size, database = ground.size, ground.use(ground.size.many)
    seller = cookie_of(database.big_seller)
    wanted = [(reverse("sellers:queue"), seller), (reverse("sellers:standing"), seller)]
    with database.connect() as sql:
        take_back(sql)
        tidy(sql)
        with site(database, sweeping=True) as port:
            make_due(sql, 1)
            _watch(sql, 1)  # the worker is up
            asked = _under_load(sql, port, wanted, size.late, size.late_seconds)
        late = _lateness(sql)
    tick = float(settings.CELERY_BEAT_SCHEDULE["enforce-deadlines"]["schedule"])
    part = len(late) // size.repeats
    parts = [late[start : start + part] for start in range(0, part * size.repeats, part)]
    value = Samples(tuple(quantiles(seconds, n=100, method="inclusive")[-1] for seconds in parts))
    return Figure(
        value=value,
        floor=Samples((0.99 * tick,)),
        unit="s",
        targets={"value": ("<=", _LATE), "within_60_s": (">=", 0.99)},
        more={
            "within_60_s": sum(seconds <= _LATE for seconds in late) / len(late),
            "latest": max(late),
            "requests_a_second": asked,
        },
        notes=(
            f"99 in 100 of {size.late:,} cases in {size.late_seconds} s; latest {max(late):.1f} s",
            f"{VISITORS} visitors at {asked:.0f} requests/s; the floor is a tick every {tick:g} s",
        ),
    )


def _under_load(
    sql: psycopg.Connection, port: int, wanted: list[Page], number: int, duration: int
) -> float:
    """Requests a second that were answered meanwhile."""
    with ThreadPoolExecutor(1) as aside:
        visits = aside.submit(requests_a_second, port, wanted, _AHEAD + duration)
        make_due(sql, number, first=_AHEAD, last=_AHEAD + duration)
        _watch(sql, number)
        return visits.result()


def _watch(sql: psycopg.Connection, number: int) -> None:
    """Note when each enforced case is first seen from outside, to a tenth of a second."""
    sql.execute("DROP TABLE IF EXISTS bench_seen")
    sql.execute("CREATE TABLE bench_seen (id bigint PRIMARY KEY, at timestamptz)")
    row = sql.execute("SELECT extract(epoch FROM max(due_at) - now()) FROM bench_due").fetchone()
    assert row is not None
    deadline, seen = time.monotonic() + float(row[0]) + _PATIENCE, 0
    while seen < number:
        seen += sql.execute(
            "INSERT INTO bench_seen SELECT id, clock_timestamp() FROM bench_due "
            "JOIN disputes_dispute AS kase USING (id) WHERE kase.due_at IS NULL "
            "ON CONFLICT DO NOTHING"
        ).rowcount
        if time.monotonic() > deadline:
            raise RuntimeError(f"only {seen} of {number} cases were enforced")
        time.sleep(0.1)


def _lateness(sql: psycopg.Connection) -> list[float]:
    """Seconds, in the order of the deadlines."""
    rows = sql.execute(
        "SELECT extract(epoch FROM seen.at - due_at)::float8 FROM bench_seen AS seen "
        "JOIN bench_due USING (id) ORDER BY due_at"
    ).fetchall()
    return [row[0] for row in rows]
