"""All stores in one list that sorts by every column, and the standing of one of them."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes import clock
from disputes.models import Store
from sellers.models import Penalty, Sanction, StoreRates
from sellers.verbs.penalties import penalise
from tests.support.given_penalties import proof
from tests.support.people import make_store, make_user
from tests.support.standing_pages import (
    LARGE,
    STORES,
    appealed,
    given,
    other_supervisor,
    page,
    rule,
    silent,
)
from tests.support.workspace import nothing_changes, signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db


def counted(store: Store, **counts: int) -> None:
    StoreRates.objects.create(store=store, counted_at=clock.now(), **counts)


def listed(world: World, query: str = "") -> list[Store]:
    """In the order of the list."""
    response = signed_in(world.supervisor).get(f"{STORES}{query}")
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def test_the_list_shows_where_each_store_stands(world: World) -> None:
    given(world)
    counted(world.store, orders_90=170, cases_90=9, lost_90=3, late_90=0)
    shown = page(world.supervisor, "")
    assert f'<a href="{STORES}{world.store.pk}/">{world.store.name}</a>' in shown
    for cell in (">6<", ">Warning<", ">170<", ">5.3<", ">1.8<", ">0.0<", "<time datetime="):
        assert cell in shown, cell


def test_it_sorts_by_every_column_and_what_has_no_value_comes_last(world: World) -> None:
    """The columns are numbered from 0 in the address of the stock list."""
    many, few, none = world.store, world.other_store, make_store()
    for name, store in (("A", many), ("B", few), ("C", none)):
        Store.objects.filter(pk=store.pk).update(name=name)
    given(world)
    silent(world)
    counted(many, orders_90=100, cases_90=1, lost_90=0, late_90=5)
    counted(few, orders_90=10, cases_90=1, lost_90=1, late_90=0)
    expected: dict[str, list[Store]] = {
        "": [many, none, few],  # by points; the younger first among equals
        "?o=0": [many, few, none],
        "?o=-0": [none, few, many],
        "?o=-1": [many, none, few],
        "?o=1": [none, few, many],
        "?o=-2": [many, none, few],
        "?o=-3": [many, few, none],
        "?o=3": [few, many, none],
        "?o=-4": [few, many, none],
        "?o=-5": [few, many, none],
        "?o=5": [many, few, none],
        "?o=-6": [many, few, none],
        "?o=7": [many, none, few],
        "?o=-7": [many, none, few],
    }
    for query, order in expected.items():
        assert listed(world, query) == order, query


def test_the_weightiest_measure_comes_first(world: World) -> None:
    given(world)
    warned, world.store = world.store, world.other_store
    given(world, code=LARGE)
    assert listed(world, "?o=-2") == [world.store, warned]


def test_stores_are_found_by_name_whether_they_have_a_ledger_or_not(world: World) -> None:
    Store.objects.filter(pk=world.other_store.pk).update(name="Fjord & Sons")
    assert listed(world, "?q=fjord") == [world.other_store]
    assert listed(world, "?q=nobody") == []


def test_the_list_costs_the_same_however_many_stores_there_are(world: World) -> None:
    client = signed_in(world.supervisor)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(STORES).status_code == 200
        return len(asked)

    few = queries()
    for _number in range(20):
        counted(make_store(), orders_90=1)
    assert queries() == few


def test_no_stock_page_changes_a_row(world: World) -> None:
    client = signed_in(world.supervisor)
    forged = {"name": "Mine", "action": "delete_selected", "_save": "Save", "form-0-name": "Mine"}
    with nothing_changes():
        client.post(STORES, forged)
        for address in ("add/", f"{world.store.pk}/change/", f"{world.store.pk}/delete/"):
            assert client.post(f"{STORES}{address}", forged).status_code == 404
        assert client.post(f"{STORES}{world.store.pk}/", forged).status_code == 405


def test_a_filter_from_the_address_is_not_taken(world: World) -> None:
    response = signed_in(world.supervisor).get(f"{STORES}?members__username={world.seller}")
    assert response.status_code != 200


def test_supervisors_see_what_the_seller_sees_and_what_they_can_do(world: World) -> None:
    appeal = appealed(world)
    second = given(world)
    shown = page(world.supervisor, f"{world.store.pk}/")
    for part in (
        "Points now",
        "What points lead to",
        "Nothing is restricted yet.",
        f"{STORES}{world.store.pk}/penalise/",
        f"{STORES}appeals/{appeal.pk}/",
        f"{STORES}penalties/{second.pk}/lower/",
        f"{STORES}penalties/{appeal.penalty_id}/",
        world.supervisor.username,
        "The platform, by itself",
    ):
        assert part in shown, part
    assert "/seller/" not in shown


def test_what_waits_for_a_second_person_stands_there_too(world: World) -> None:
    breach = penalise(
        world.supervisor,
        world.store,
        rule=rule(LARGE),
        reasons="Another parcel.",
        files=proof(world.supervisor),
        idempotency_key=uuid4(),
    )
    assert f"{STORES}proposals/{breach.pk}/" in page(world.supervisor, f"{world.store.pk}/")
    # The navigation counts it for those who may decide, and not for whoever proposed it.
    assert "1<span" in page(other_supervisor(), "rules/")
    assert "1<span" not in page(world.supervisor, "rules/")


def test_a_store_in_which_nothing_ever_happened_has_a_page(world: World) -> None:
    shown = page(world.supervisor, f"{make_store().pk}/")
    assert "Give a penalty" in shown
    assert signed_in(world.supervisor).get(f"{STORES}99999/").status_code == 404


def test_a_sanction_has_its_statement_of_reasons(world: World) -> None:
    given(world)
    sanction = Sanction.objects.get()
    shown = page(world.supervisor, f"sanctions/{sanction.pk}/")
    assert "Leading buyers off the platform" in shown
    assert "Statement of reasons: Warning" in shown
    assert "/seller/" not in shown


def test_pages_of_stores_are_for_supervisors_and_auditors(world: World) -> None:
    penalty = given(world)
    sanction: Any = Sanction.objects.get()
    assert penalty == Penalty.objects.get()
    auditor = make_user("auditor", "Auditors")
    for address in ("", f"{world.store.pk}/", f"sanctions/{sanction.pk}/", "appeals/", "rules/"):
        assert page(auditor, address)
        for stranger, status in ((world.arbitrator, 403), (world.seller, 403)):
            response = signed_in(stranger).get(f"{STORES}{address}")
            assert response.status_code == status, address
    assert "/penalise/" not in page(auditor, f"{world.store.pk}/")


def test_the_navigation_counts_for_supervisors_and_auditors_alone(world: World) -> None:
    appealed(world)
    queue = "/admin/disputes/dispute/"
    assert "decision waits" in signed_in(world.supervisor).get(queue).text
    assert "decision waits" not in signed_in(world.arbitrator).get(queue).text
