"""What was done about the standing of the demo's stores, beside what their cases brought about.

Each act can be done twice: whoever completes an interrupted filling does all of them again.
"""

from collections.abc import Callable, Sequence
from uuid import NAMESPACE_OID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from arbitration.demo.pictures import screenshot
from disputes.models import Store, User
from disputes.verbs import uploads
from sellers.models import Breach, Penalty, Rule
from sellers.verbs.appeals import appeal_penalty, decide_appeal
from sellers.verbs.penalties import penalise

KILN, OUTFITTERS, GADGETS = "Harbour & Kiln", "Northlane Outfitters", "Meridian Gadgets"


def give(name: str, store: str, rule: str, reasons: str, by: str = "ruth") -> Callable[[], object]:
    """A supervisor gives a penalty, or proposes it. `name` is what later acts call it."""

    def act() -> None:
        key, supervisor = uuid5(NAMESPACE_OID, name), _user(by)
        if Breach.objects.filter(key=f"hand:{key}").exists():
            return
        shown = SimpleUploadedFile("screenshot.png", screenshot(reasons))
        penalise(
            supervisor,
            Store.objects.get(name=store),
            rule=Rule.objects.get(code=rule, version=1),
            reasons=reasons,
            files=[uploads.add_upload(supervisor, "demo", shown)],
            idempotency_key=key,
        )

    return act


def contest(found: Callable[[], Penalty], text: str) -> Callable[[], object]:
    """The store's own seller appeals."""

    def act() -> None:
        penalty = found()
        if not hasattr(penalty, "appeal"):
            appeal_penalty(penalty.store.members.get(), penalty, text=text)

    return act


def decide(
    found: Callable[[], Penalty], by: str, points: int, reasons: str
) -> Callable[[], object]:
    def act() -> None:
        appeal = found().appeal
        if appeal.is_open:
            decide_appeal(_user(by), appeal, points=points, reasons=reasons)

    return act


def by_hand(name: str) -> Callable[[], Penalty]:
    return lambda: _by_hand(name).penalty


def of_case(store: str, rule: str) -> Callable[[], Penalty]:
    """The first one that the platform itself gave this store by this rule."""
    return lambda: Penalty.objects.filter(store__name=store, rule__code=rule).earliest("given_at")


# Days before the filling, and what was done.
STANDING: Sequence[tuple[float, Callable[[], object]]] = (
    (
        340.2,
        give(
            "withdraw it first",
            KILN,
            "off_platform",
            "Three messages ask the buyer to withdraw the request and to be paid by bank transfer.",
        ),
    ),
    (
        150.4,
        give(
            "coupon outside",
            KILN,
            "off_platform",
            "A note in the parcel offers 5 EUR for not opening a case.",
        ),
    ),
    (
        149.1,
        contest(
            by_hand("coupon outside"),
            "The note offers 5 EUR off the next order here on the platform, to everybody, and says "
            "nothing of cases. A photo of it is on our listing.",
        ),
    ),
    (
        143.3,
        decide(
            by_hand("coupon outside"),
            "supervisor",
            0,
            "The note is an ordinary coupon. It was read wrongly, and the penalty is revoked.",
        ),
    ),
    (
        2.3,
        contest(
            of_case(KILN, "ruling_lost"),
            "The carrier has paid us for this parcel since: it was dropped in the depot, as its "
            "report says. The mugs were packed as the brand's guide asks.",
        ),
    ),
    (
        2.6,
        give(
            "pay outside",
            OUTFITTERS,
            "off_platform",
            "In the chat the store asks the buyer to pay the rest outside.",
        ),
    ),
    (
        1.2,
        give(
            "old photo",
            GADGETS,
            "false_evidence",
            "The photo of the packing carries the label of another order, sent weeks before.",
        ),
    ),
)


def _by_hand(name: str) -> Breach:
    return Breach.objects.get(key=f"hand:{uuid5(NAMESPACE_OID, name)}")


def _user(username: str) -> User:
    return User.objects.get(username=username)
