"""Ledgers of many stores, each with ten entries, as the services would have written them."""

from datetime import datetime
from functools import partial

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from disputes import clock
from disputes.models import Order, Store, User
from sellers.background import verification
from sellers.models import Breach, Entry, Penalty, Rule, Sanction, Standing, StoreRates
from tests.bench.connections import let_go
from tests.bench.rows import insert

PENALTIES = 7  # of each store, of 3 points each
FIRST_LIVE = 4
_ORDERS = 10
# Number of the entry, of its penalty, what happened, how many days ago, its points, the balance.
_ENTRIES = (
    (1, 1, "given", 660, 3, 3),
    (2, 2, "given", 620, 3, 6),
    (3, 3, "given", 580, 3, 9),
    (4, 4, "given", 360, 3, 12),
    (5, 5, "given", 320, 3, 15),
    (6, 1, "expired", 295, -3, 12),
    (7, 6, "given", 280, 3, 15),
    (8, 2, "expired", 255, -3, 12),
    (9, 7, "given", 240, 3, 15),
    (10, 3, "expired", 215, -3, 12),
)
LAST, BALANCE = len(_ENTRIES), _ENTRIES[-1][-1]
_DAYS = 365  # that points last
# So that the stores are not all due at once: up to four days later than it says above.
_SPREAD = "i * 7907 % 345600 * interval '1 second'"


def fill_standing(stores: int) -> None:
    """So many stores, each with a warning in force and a restriction that it has served."""
    now, rule = clock.now(), Rule.objects.get(code="many_cases")
    buyer = User.objects.create(username="buyer", password="!")
    _run(
        "SET session_replication_role = replica",
        "SET synchronous_commit = off",
        "SET maintenance_work_mem = '256MB'",
        *_ledgers(stores, now, rule),
        _orders(stores, now, buyer),
        *connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())),
        "VACUUM ANALYZE",
    )
    let_go()  # with its settings
    if found := next(verification.flaws(), None):
        raise RuntimeError(f"the ledgers are not as the services write them: {found}")


def _ledgers(stores: int, now: datetime, rule: Rule) -> list[str]:
    each, penalties = _each(stores), _given()
    values = ", ".join(str(entry) for entry in _ENTRIES)
    entries = f"{each} CROSS JOIN (VALUES {values}) AS e (number, k, kind, ago, points, balance)"
    key = f"(i - 1) * {PENALTIES} + k"
    ago = partial(_ago, now)

    def because(first: int, last: int) -> str:
        return f"ARRAY[{', '.join(key.replace('k', str(k)) for k in range(first, last + 1))}]"

    given = {"id": key, "store_id": "i"}
    sanction = {"store_id": "i", "begun": "true", "moves": "2"}
    return [
        insert(Store, each, {"id": "i", "name": "'Store ' || i"}),
        insert(
            Breach,
            f"{each} CROSS JOIN {penalties}",
            given
            | {"key": "'bench:' || i || ':' || k", "trigger": f"'{rule.trigger}'"}
            | {"at": ago("ago"), "state": "'penalised'"},
        ),
        insert(
            Penalty,
            f"{each} CROSS JOIN {penalties}",
            given
            | {"breach_id": key, "rule_id": str(rule.pk), "points": str(rule.points)}
            | {"given_at": ago("ago"), "expires_at": ago(f"(ago - {_DAYS})")}
            | {"appeal_until": ago("(ago - 183)")}
            | {"state": f"CASE WHEN ago > {_DAYS} THEN 'expired' ELSE 'live' END"},
        ),
        insert(
            Entry,
            f"{entries} ORDER BY i, number",
            {"store_id": "i", "number": "number", "penalty_id": key, "kind": "kind"}
            | {"points": "e.points", "balance": "e.balance", "at": ago("ago")}
            | {"recorded_at": ago("ago")},
        ),
        insert(
            Sanction,
            each,
            sanction
            | {"measure": "'warning'", "points": "6", "because": because(1, 2)}
            | {"decided_at": ago(620), "starts_at": ago(620)},
        ),
        insert(
            Sanction,
            each,
            sanction
            | {"measure": "'restricted'", "points": "12", "because": because(1, 4), "moves": "3"}
            | {"decided_at": ago(360), "starts_at": ago(360), "ends_at": ago(353)}
            | {"ended_at": ago(353), "ending": "'served'"},
        ),
        insert(
            Standing,
            each,
            {"store_id": "i", "balance": str(BALANCE), "entries": str(LAST)}
            | {"at": ago(215), "due_at": ago(360 - _DAYS), "measure": "'warning'"},
        ),
        insert(StoreRates, each, {"store_id": "i", "counted_at": "'epoch'"}),
    ]


def _orders(stores: int, now: datetime, buyer: User) -> str:
    """For the counting of rates: one every nine days."""
    return insert(
        Order,
        f"{_each(stores)} CROSS JOIN generate_series(1, {_ORDERS}) AS k",
        {"reference": "'O-' || i || '-' || k", "buyer_id": str(buyer.pk), "store_id": "i"}
        | {"currency": "'USD'", "placed_at": _ago(now, "(k * 9)"), "handling_days": "7"},
    )


def _each(stores: int) -> str:
    return f"generate_series(1, {stores}) AS i"


def _given() -> str:
    """The penalties, each with how many days ago it was given."""
    given = [f"({k}, {ago})" for _number, k, kind, ago, *_rest in _ENTRIES if kind == "given"]
    return f"(VALUES {', '.join(given)}) AS penalty (k, ago)"


def _ago(now: datetime, days: str | int) -> str:
    return f"(timestamptz '{now.isoformat()}' - {days} * interval '1 day' + {_SPREAD})"


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
