"""A page for staff asks the database's clock once at most, however much it shows and notes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arbitration.models import AccessLog
from disputes import clock
from tests.arbitration.test_addresses import EXPECTED, People
from tests.support.workspace import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["arbitrator", "supervisor"])
def test_every_page_asks_for_the_time_once_at_most(role: str) -> None:
    people = People()
    client = signed_in(getattr(people.world, role))
    asked = {}
    for route in EXPECTED:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(people.address(route))
        number = [query["sql"] for query in queries].count(f"SELECT {clock.sql()}")
        if number > 1:
            asked[route] = number
    assert asked == {}


def test_a_look_has_the_time_of_the_database() -> None:
    people = People()
    before = clock.now()
    signed_in(people.world.supervisor).get(people.address("disputes/dispute/<slug:reference>/"))
    assert before < AccessLog.objects.get().at < clock.now()
