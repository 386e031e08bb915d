"""The people and the goods of every history, as the product knows them; built once, by services."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from disputes import clock
from disputes.models import (
    Attachment,
    Ground,
    OrderLine,
    Policy,
    Reason,
    Store,
    StoreMember,
    User,
)
from disputes.models import Order as OrderRow
from disputes.models.published import published_content
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.states import Party, Solution
from tests.histories.acts import Person
from tests.histories.goods import Fact, Item, Line, Order, Parcel
from tests.histories.numbers import NUMBERS
from tests.support.people import make_user
from tests.support.world import World, parcel_of

BUYER = Person("buyer", Party.BUYER)
SUPERVISOR = Person("supervisor", Party.PLATFORM, staff=True, supervisor=True)
CLOCK = Person("clock", Party.PLATFORM, staff=True)
# Whoever acts on a side of their own. Each of them is a stranger to somebody's case.
PEOPLE = (
    BUYER,
    Person("seller", Party.SELLER),
    Person("other buyer", Party.BUYER),
    Person("other seller", Party.SELLER),
    Person("arbitrator", Party.PLATFORM, staff=True),
    Person("second arbitrator", Party.PLATFORM, staff=True),
    Person("third arbitrator", Party.PLATFORM, staff=True),
    Person("selling arbitrator", Party.PLATFORM, staff=True),
    SUPERVISOR,
    CLOCK,
)
PRETENDERS = (Person("seller", Party.BUYER), Person("selling arbitrator", Party.SELLER))
JUDGES = tuple(person for person in PEOPLE if person.staff and person is not CLOCK)


# Why somebody applies: of what has come; of what was not sent, or was and has not come.
RECEIVED, MISSED = "colour", ("never_dispatched", "in_transit")
# Of the mugs all is a large amount, and half of it is not.
LARGE, NEVER_LARGE = 2000, 10**9

# How many photos each of them has at hand, held for a form.
_PHOTOS = {"buyer": 6, "seller": 3, "other buyer": 5, "other seller": 3}


@dataclass
class StillClock:
    """Stands still until it is moved, so that an act can meet a deadline exactly."""

    at: datetime

    def sql(self) -> str:
        """Takes the place of `clock.sql`: what the database says, whenever it is asked."""
        return f"timestamptz '{self.at.isoformat()}'"


@dataclass
class Cast:
    """Four orders: one delivered, of several pieces; one in transit, of two lines; one whose two
    pieces cost a single cent; one that was not sent yet."""

    users: dict[str, User]
    orders: list[Order]  # as they stand at the beginning of each history
    rows: dict[str, OrderRow]  # by the names of the orders
    files: dict[str, list[Attachment]]
    clock: StillClock
    start: datetime
    reasons: dict[str, Reason] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = {user.pk: name for name, user in self.users.items()}
        self._grounds = {ground.code: ground for ground in Ground.objects.all()}
        self.reasons = Reason.objects.in_bulk([RECEIVED, *MISSED], field_name="code")

    def ground(self, offer: Offer) -> Ground:
        """One that fits whatever happened, and that no photo needs to show."""
        fits_none = offer.solution == Solution.NO_REFUND
        return self._grounds["evidence_missing" if fits_none else "no_defence"]

    def actor(self, who: Person) -> Actor:
        return Actor(self.users.get(who.name), who.party)


def build() -> Cast:
    """Uses the real clock; from then on the histories use the one that stands still."""
    policy = Policy.objects.get()
    policy.large_amounts = {"USD": LARGE, "JPY": NEVER_LARGE}
    policy.messages_a_day = NUMBERS["messages_a_day"]
    policy.content = published_content(policy)
    policy.save()
    first = World()
    second = World(
        buyer=first.other_buyer,
        seller=first.other_seller,
        other_buyer=first.buyer,
        other_seller=first.seller,
    )
    selling = make_user("arbitrator", "Arbitrators")
    StoreMember.objects.create(store=second.store, user=selling)
    users = {
        "buyer": first.buyer,
        "seller": first.seller,
        "other buyer": second.buyer,
        "other seller": second.seller,
        "arbitrator": first.arbitrator,
        "second arbitrator": first.arbitrator2,
        "third arbitrator": second.arbitrator,
        "selling arbitrator": selling,
        "supervisor": first.supervisor,
    }
    # Two who come with every world have no part here.
    User.objects.filter(pk__in=[second.arbitrator2.pk, second.supervisor.pk]).delete()
    mugs = first.line(quantity=3)
    in_transit = first.line(
        dispatched=timedelta(days=6),
        delivered=None,
        promised_days=20,
        currency="JPY",
        quantity=2,
        lines=2,
    )
    cent = second.line(delivered=timedelta(days=2), paid_minor=1, quantity=2)
    waiting = second.line(dispatched=None, delivered=None, paid_minor=1000, quantity=3)
    store, other_store = {"seller"}, {"other seller", "selling arbitrator"}
    Store.objects.filter(pk=first.store.pk).update(return_address="", return_country="")
    return Cast(
        users=users,
        orders=[
            _as_model("mugs", mugs, "buyer", store, large=LARGE),
            _as_model("in transit", in_transit, "buyer", store, large=NEVER_LARGE),
            _as_model("cent", cent, "other buyer", other_store, large=LARGE),
            _as_model("waiting", waiting, "other buyer", other_store, large=LARGE),
        ],
        rows={
            "mugs": mugs.order,
            "in transit": in_transit.order,
            "cent": cent.order,
            "waiting": waiting.order,
        },
        files={
            name: [first.photo(users[name]) for _ in range(number)]
            for name, number in _PHOTOS.items()
        },
        clock=StillClock(clock.now()),
        start=clock.now(),
    )


def _as_model(name: str, first: OrderLine, buyer: str, store: set[str], *, large: int) -> Order:
    """The order as it was placed, with what was known of its way already."""
    row, parcel_row = first.order, parcel_of(first)
    order = Order(
        name=name,
        buyer=buyer,
        store=frozenset(store),
        large=large,
        address=buyer != "buyer",
        handling_until=row.handling_until,
    )
    parcel = Parcel(
        number=1,
        promised_days=parcel_row.promised_days,
        facts=[
            Fact(each.kind, each.occurred_at, each.source, each.source_id, *[each.reported_at] * 2)
            for each in parcel_row.facts.all()
        ],
    )
    parcel.promise(NUMBERS, order.handling_until, clock.now())
    order.parcels.append(parcel)
    order.items.extend(
        Item(order, line.number, parcel, Line(line.number, line.quantity, line.paid_minor), pieces)
        for line in row.lines.all()
        for pieces in [line.quantity]
    )
    return order
