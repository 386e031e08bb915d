"""The people of a test: one buyer, one store with one member, three of the platform, strangers."""

from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from disputes.models import Store, StoreMember, User
from disputes.permissions import Actor
from disputes.states import Party

_numbers = count(1)
PASSWORD = "a password for tests"
# How their usernames begin, and their groups.
PEOPLE = {
    "buyer": ("buyer", ""),
    "seller": ("seller", ""),
    "arbitrator": ("arbitrator", "Arbitrators"),
    "arbitrator2": ("arbitrator", "Arbitrators"),
    "supervisor": ("supervisor", "Supervisors"),
    "other_buyer": ("buyer", ""),
    "other_seller": ("seller", ""),
}


def make_user(name: str, group: str = "") -> User:
    """A user with a name of its own; staff when a group is named."""
    user = User.objects.create_user(
        f"{name}{next(_numbers)}", password=PASSWORD, is_staff=bool(group)
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def make_store(*members: User) -> Store:
    """One to which goods can go back."""
    store = Store.objects.create(
        name=f"Store {next(_numbers)}",
        return_address="The Mug Shop, Returns\nMuelle 4",
        return_country="ES",
    )
    for member in members:
        StoreMember.objects.create(store=store, user=member)
    return store


class People:
    """All of them, made by three queries, since nearly every test has them."""

    buyer: User
    seller: User
    arbitrator: User
    arbitrator2: User
    supervisor: User
    other_buyer: User
    other_seller: User

    def __init__(self, **known: User) -> None:
        made = {
            name: User(username=f"{start}{next(_numbers)}", password=_hashed(), is_staff=group > "")
            for name, (start, group) in PEOPLE.items()
            if name not in known
        }
        User.objects.bulk_create(made.values())
        self.__dict__.update(made, **known)
        pks = dict(Group.objects.values_list("name", "pk"))
        User.groups.through.objects.bulk_create(
            User.groups.through(user=user, group_id=pks[PEOPLE[name][1]])
            for name, user in made.items()
            if user.is_staff
        )
        self.store = make_store(self.seller)
        self.other_store = make_store(self.other_seller)
        self.as_buyer = Actor(self.buyer, Party.BUYER)
        self.as_seller = Actor(self.seller, Party.SELLER)
