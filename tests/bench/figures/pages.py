"""Requests a second of the main pages, through gunicorn as it runs in production."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import redis
from django.urls import reverse

from disputes.models import Dispute
from disputes.states import State
from tests.bench.ground import Database, Ground, cookie_of
from tests.bench.in_process import get, queries_of
from tests.bench.measure import Samples, by_turns
from tests.bench.report import Figure
from tests.bench.seed.plan import BIG_STORE
from tests.bench.site import VISITORS, Page, requests_a_second, site


def pages(ground: Ground) -> Figure:
    """All in turn; then each by itself, and all of them while the broker hangs."""
    size = ground.size
    database = ground.use(size.many)
    addresses = _pages(database)
    queries = {name: queries_of(partial(get, *page)) for name, page in addresses.items()}
    wanted = list(addresses.values())
    with site(database, bare=wanted) as port:
        together = _asked(port, size.seconds, wanted)
        value, floor, hung, *each = by_turns(
            size.repeats,
            together,
            _asked(port, size.seconds, [(f"/bare/{n}/", "") for n in range(len(wanted))]),
            lambda: _while_broker_hangs(together),
            *_one_by_one(port, size.seconds, addresses),
        )
    database = ground.use(size.few)
    addresses = _pages(database)
    with site(database) as port:
        value_at_few, *each_at_few = by_turns(
            size.repeats,
            _asked(port, size.seconds, list(addresses.values())),
            *_one_by_one(port, size.seconds, addresses),
        )
    measured = zip(addresses, each, each_at_few, strict=True)
    found = {name: _as_json(queries[name], at_many, at_few) for name, at_many, at_few in measured}
    return Figure(
        value=value,
        floor=floor,
        unit="requests/s",
        targets={"broker_hangs": (">=", 0.9)},
        more={
            "queries": sum(queries.values()),
            "growth": value_at_few.median / value.median,
            "broker_hangs": hung.median / value.median,
            "pages": found,
        },
        notes=(
            f"five pages in turn for {VISITORS} visitors, {size.many:,} cases",
            "the floor has the same templates and no queries",
            *(
                f"{name}: {samples} requests/s, {queries[name]} queries, "
                f"growth {found[name]['growth']:.2f}"
                for name, samples in zip(addresses, each, strict=True)
            ),
            f"with the broker stopped in its tracks: {hung} requests/s",
        ),
    )


def _pages(database: Database) -> Mapping[str, Page]:
    """Of the big store, a buyer with many cases, and an arbitrator."""
    cases = Dispute.objects.order_by("id")
    of_store = cases.filter(store=BIG_STORE, state=State.HEARING)[0]
    of_buyer = cases.filter(buyer=database.buyer, state=State.NEGOTIATING)[0]
    to_rule = cases.filter(state=State.AWAITING_RULING)[0]
    seller, buyer, arbitrator = map(
        cookie_of, (database.big_seller, database.buyer, database.arbitrator)
    )
    return {
        "seller_queue": (reverse("sellers:queue"), seller),
        "seller_case": (reverse("sellers:case", args=[of_store.reference]), seller),
        "buyer_case": (reverse("buyers:case", args=[of_buyer.reference]), buyer),
        "arbitrator_queue": (reverse("admin:disputes_dispute_changelist"), arbitrator),
        "admin_case": (reverse("admin:case", args=[to_rule.reference]), arbitrator),
    }


def _asked(port: int, duration: float, wanted: list[Page]) -> Callable[[], float]:
    return partial(requests_a_second, port, wanted, duration)


def _one_by_one(
    port: int, duration: float, addresses: Mapping[str, Page]
) -> list[Callable[[], float]]:
    return [_asked(port, duration, [page]) for page in addresses.values()]


def _as_json(queries: int, at_many: Samples, at_few: Samples) -> dict[str, float]:
    return {
        "value": at_many.median,
        "spread": at_many.spread,
        "queries": queries,
        "growth": at_few.median / at_many.median,
    }


def _while_broker_hangs(measure: Callable[[], float]) -> float:
    with _hanging_broker():
        return measure()


@contextmanager
def _hanging_broker() -> Iterator[None]:
    """It takes connections and never answers, which is worse than being down."""
    with redis.Redis(unix_socket_path=urlsplit(os.environ["REDIS_URL"]).path) as broker:
        process: int = broker.info("server")["process_id"]
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)
