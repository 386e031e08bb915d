"""A store that nobody acts for cannot answer: the platform is alarmed while there is time."""

import pytest
from django.test import Client

from tests.support.workspace import signed_in
from tests.support.world import World

pytestmark = pytest.mark.django_db

ALARM = "1 open case belongs to a store without members: nobody can answer in it."


def status_page(client: Client) -> str:
    return client.get("/admin/status/").text


def test_staff_are_told_of_open_cases_that_nobody_can_answer() -> None:
    world = World()
    dispute = world.open_dispute()
    client = signed_in(world.supervisor)
    assert ALARM not in status_page(client)
    dispute.store.memberships.all().delete()
    assert ALARM in status_page(client)


def test_nobody_is_alarmed_about_closed_cases() -> None:
    world = World()
    dispute = world.open_dispute()
    world.withdraw(dispute)
    dispute.store.memberships.all().delete()
    assert ALARM not in status_page(signed_in(world.supervisor))
