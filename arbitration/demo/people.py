"""Who lives in the demo: the accounts that can be played, other shoppers, and the stores."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from disputes.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from disputes.models import Store, StoreMember, User

NAMES = {
    "buyer": ("Elena", "Marín"),
    "buyer2": ("Jonas", "Weber"),
    "seller": ("Wei", "Lin"),
    "seller2": ("Priya", "Raman"),
    "arbitrator": ("Ingrid", "Solheim"),
    "arbitrator2": ("Tomás", "Herrera"),
    "supervisor": ("Amara", "Okafor"),
    "auditor": ("Mei", "Sato"),
    # Not accounts to play: nobody can sign in as these. One is a second supervisor, the others make
    # the stores busy.
    "ruth": ("Ruth", "Adeyemi"),
    "aiko": ("Aiko", "Tanaka"),
    "camille": ("Camille", "Roux"),
    "noah": ("Noah", "Brooks"),
}
_PLAYABLE = {account.username for account in DEMO_ACCOUNTS}
GROUPS = {
    "arbitrator": "Arbitrators",
    "arbitrator2": "Arbitrators",
    "supervisor": "Supervisors",
    "ruth": "Supervisors",
    "auditor": "Auditors",
}


@dataclass(frozen=True)
class Shop:
    """A store, who runs it, and the keys of the products that it sells."""

    name: str
    member: str
    sells: tuple[str, ...]
    address: str = ""
    country: str = ""


SHOPS = (
    # Nobody of this one has said where goods go back to.
    Shop("Harbour & Kiln", "seller", ("mug", "teapot", "bowls", "lamp", "notebook")),
    Shop(
        "Northlane Outfitters",
        "seller",
        ("tshirt", "sneaker", "backpack", "scarf"),
        "Northlane Outfitters, Returns\n14 Quayside Road, Unit 3\nDublin D01 X2P7",
        "IE",
    ),
    Shop(
        "Meridian Gadgets",
        "seller2",
        ("headphones", "watch", "case", "car", "sunglasses"),
        "Meridian Gadgets\n2F, 88 Harbour View Street\nKwun Tong",
        "HK",
    ),
)


def filling() -> tuple[datetime | None, bool]:
    """When the filling of this database began, if it did, and whether it came to its end.

    All joined at the beginning, and the accounts are opened at the end: so a filling that is over
    stays over, however the demo changes later.
    """
    supervisor = User.objects.filter(username="supervisor", email=_email("supervisor")).first()
    if supervisor is None:
        return None, False
    return supervisor.date_joined, supervisor.has_usable_password()


def add_people(now: datetime) -> None:
    """Everybody, with what they belong to. Nobody can sign in yet."""
    people = {username: _add(username, now, make_password(None)) for username in NAMES}
    for shop in SHOPS:
        store = Store.objects.create(
            name=shop.name,
            return_address=shop.address,
            return_country=shop.country,
            return_address_version=bool(shop.address),
        )
        StoreMember.objects.create(store=store, user=people[shop.member])


def add_newcomers(now: datetime) -> list[str]:
    """Add the accounts that the demo has got since this database was filled; their user names.
    They can sign in at once."""
    with transaction.atomic():
        there = User.objects.filter(username__in=_PLAYABLE).values_list("username", flat=True)
        missing = sorted(_PLAYABLE - set(there))
        for username in missing:
            _add(username, now, make_password(DEMO_PASSWORD))
    return missing


def _add(username: str, now: datetime, password: str) -> User:
    first_name, last_name = NAMES[username]
    user = User.objects.create(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=_email(username),
        password=password,
        # Cases are given to staff, and with somebody who cannot be played they would lie for days.
        is_staff=username in GROUPS and username in _PLAYABLE,
        date_joined=now,
    )
    if username in GROUPS:
        user.groups.add(Group.objects.get(name=GROUPS[username]))
    return user


def _email(username: str) -> str:
    """By which a person of the demo is known: nobody else can have such an address (RFC 2606)."""
    return f"{username}@example.com"


def open_accounts() -> None:
    """Those who can be played can sign in from now on."""
    # One slow hash serves all of them: their password is printed on the start page anyway.
    User.objects.filter(username__in=_PLAYABLE).update(password=make_password(DEMO_PASSWORD))
