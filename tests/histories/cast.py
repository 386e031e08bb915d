"""The people and the goods of every history, as the product knows them; built once, by services."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from disputes import clock
from disputes.models import Attachment, Ground, OrderLine, Policy, Reason, Store, StoreMember, User
from disputes.models.published import published_content
from disputes.permissions import Actor
from disputes.rules.solutions import Offer
from disputes.states import Party, Solution
from tests.histories.model import Line, Person
from tests.support.world import World, make_user, parcel_of

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


# Of the mug all is a large amount, and half of it is not.
LARGE, NEVER_LARGE = 2000, 10**9

# How many photos each of them has at hand, held for a form.
_PHOTOS = {"buyer": 4, "seller": 2, "other buyer": 3, "other seller": 2}


@dataclass
class StillClock:
    """Stands still until it is moved, so that an act can meet a deadline exactly."""

    at: datetime

    def sql(self) -> str:
        """Takes the place of `clock.sql`: what the database says, whenever it is asked."""
        return f"timestamptz '{self.at.isoformat()}'"


@dataclass
class Cast:
    """Three order lines: one delivered, one still in transit, one that cost a single cent."""

    users: dict[str, User]
    lines: list[tuple[Line, OrderLine]]
    files: dict[str, list[Attachment]]
    clock: StillClock
    start: datetime
    reasons: dict[bool, Reason] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = {user.pk: name for name, user in self.users.items()}
        self._grounds = {ground.code: ground for ground in Ground.objects.all()}
        self.reasons = {
            True: Reason.objects.get(code="colour"),
            False: Reason.objects.get(code="in_transit"),
        }

    def ground(self, offer: Offer, *, received: bool) -> Ground:
        """One that fits; the first statement about what was received comes with a photo."""
        fits_none = offer.solution == Solution.NO_REFUND
        if not received:
            return self._grounds["delivery_proven" if fits_none else "no_defence"]
        return self._grounds["matches_listing" if fits_none else "differs_from_listing"]

    def actor(self, who: Person) -> Actor:
        return Actor(self.users.get(who.name), who.party)


def build() -> Cast:
    """Uses the real clock; from then on the histories use the one that stands still."""
    policy = Policy.objects.get()
    policy.large_amounts = {"USD": LARGE, "JPY": NEVER_LARGE}
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
    mug = first.line()
    in_transit = first.line(
        dispatched=timedelta(days=6), delivered=None, promised_days=20, currency="JPY"
    )
    cent = second.line(delivered=timedelta(days=2), paid_minor=1)
    store, other_store = {"seller"}, {"other seller", "selling arbitrator"}
    Store.objects.filter(pk=first.store.pk).update(return_address="", return_country="")
    return Cast(
        users=users,
        lines=[
            (_as_model(mug, "buyer", store, large=LARGE), mug),
            (_as_model(in_transit, "buyer", store, large=NEVER_LARGE), in_transit),
            (_as_model(cent, "other buyer", other_store, large=LARGE), cent),
        ],
        files={
            name: [first.photo(users[name]) for _ in range(number)]
            for name, number in _PHOTOS.items()
        },
        clock=StillClock(clock.now()),
        start=clock.now(),
    )


def _as_model(line: OrderLine, buyer: str, store: set[str], *, large: int) -> Line:
    parcel = parcel_of(line)
    assert parcel.dispatched_at is not None
    assert parcel.promised_days is not None
    return Line(
        buyer=buyer,
        store=frozenset(store),
        paid=line.paid_minor,
        large=large,
        address=buyer != "buyer",
        dispatched_at=parcel.dispatched_at,
        promised_days=parcel.promised_days,
        delivered_at=parcel.delivered_at,
    )
