"""Buyers, sellers and the staff of the platform."""

from django.contrib.auth.models import Group

from disputes.models import Store, StoreMember, User
from tests.bench.rows import insert
from tests.bench.seed.plan import Numbers

_PASSWORD = "'!'"  # nobody signs in by one: the bench makes the sessions itself


def people(numbers: Numbers) -> list[str]:
    """The buyers first, then one member for each store."""
    buyers, stores = numbers.buyers, numbers.stores
    return [
        insert(
            User,
            f"generate_series(1, {buyers + stores}) AS i",
            {
                "id": "i",
                "username": "'person-' || i",
                "password": _PASSWORD,
                "first_name": "(ARRAY['Ana', 'Bo', 'Chen', 'Dina', 'Emil'])[i % 5 + 1]",
                "last_name": "'Person ' || i",
            },
        ),
        insert(Store, f"generate_series(1, {stores}) AS i", {"id": "i", "name": "'Store ' || i"}),
        insert(
            StoreMember,
            f"generate_series(1, {stores}) AS i",
            {"store_id": "i", "user_id": f"{buyers} + i"},
        ),
    ]


def member_of(numbers: Numbers, store: int) -> int:
    return numbers.buyers + store


def hire_arbitrators(count: int) -> list[int]:
    """Their ids. Made by Django, since the groups say what they may do."""
    group = Group.objects.get(name="Arbitrators")
    hired = []
    for number in range(count):
        user = User.objects.create(username=f"arbitrator-{number}", is_staff=True, password="!")
        user.groups.add(group)
        hired.append(user.pk)
    return hired
