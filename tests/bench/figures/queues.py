"""The first page of each queue, against the same template with its data at hand."""

from collections.abc import Callable

from disputes.models import User
from tests.bench.ground import Database, Ground, cookie_of
from tests.bench.in_process import BarePage, get, queries_of
from tests.bench.measure import a_second, by_turns
from tests.bench.report import Figure

Person = Callable[[Database], User]


def seller_queue(ground: Ground) -> Figure:
    """The big store's, with every tenth case; the small one's has 33 cases."""
    return _first_page(
        ground,
        "/seller/",
        lambda database: database.big_seller,
        aside=("a small store", lambda database: database.small_seller),
    )


def arbitrator_queue(ground: Ground) -> Figure:
    """The cases that no arbitrator has taken yet."""
    return _first_page(ground, "/admin/disputes/dispute/", lambda database: database.arbitrator)


def buyer_list(ground: Ground) -> Figure:
    """Of somebody with 33 cases."""
    return _first_page(ground, "/buyer/cases/", lambda database: database.buyer)


def _first_page(
    ground: Ground, address: str, person: Person, aside: tuple[str, Person] | None = None
) -> Figure:
    """Pages a second at the large size, and how much longer one takes than at the small size."""
    size = ground.size

    def opened(open_cases: int, who: Person) -> Callable[[], float]:
        cookie = cookie_of(who(ground.use(open_cases)))

        def pages_a_second() -> float:
            ground.use(open_cases)
            get(address, cookie)
            return a_second(lambda: get(address, cookie), size.seconds)

        return pages_a_second

    many, few = opened(size.many, person), opened(size.few, person)
    others = [] if aside is None else [opened(size.many, aside[1])]
    cookie = cookie_of(person(ground.use(size.many)))
    queries = queries_of(lambda: get(address, cookie))
    fetched = BarePage(address, cookie)

    def bare() -> float:
        return a_second(lambda: get(fetched.address), size.seconds)

    value, floor, at_few, *rest = by_turns(size.repeats, many, bare, few, *others)
    times = f"{1000 / value.median:.1f} ms at {size.many:,} cases, {1000 / at_few.median:.1f} ms"
    notes = [f"{times} at {size.few:,}; {queries} queries"]
    if aside is not None:
        notes.append(f"{aside[0]} at {size.many:,} cases: {rest[0]} pages/s")
    return Figure(
        value=value,
        floor=floor,
        unit="pages/s",
        targets={"ratio": (">=", 0.5), "growth": ("<=", 1.5)},
        more={"queries": queries, "growth": at_few.median / value.median},
        notes=tuple(notes),
    )
