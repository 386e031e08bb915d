"""What happens to parcels in the stories of the demo, and what buyers do about pieces of a line."""

from arbitration.demo.acts import photos_of
from arbitration.demo.catalogue import ItemFlaw
from arbitration.demo.orders import CARRIERS
from arbitration.demo.story import Act, DemoOffer, case_of, refund
from arbitration.demo.uploads import DemoPhoto
from disputes import clock
from disputes.models import OrderLine, ParcelItem, Reason
from disputes.permissions import Actor
from disputes.rules.pieces import share
from disputes.rules.solutions import Offer
from disputes.states import FactKind, Party
from disputes.verbs import applications, late_goods
from disputes.verbs.applications import Claim
from disputes.verbs.order_corrections import correct_order
from disputes.verbs.parcels import NewFact, pack, record_facts


def send_apart(pieces: int) -> Act:
    """So many pieces go out in a parcel of their own, and the others in another; once."""

    def act(line: OrderLine) -> None:
        if line.items.count() == 1:
            carrier, code = CARRIERS[line.order.store.name]
            number = f"{code}77{line.pk:07}"
            pack(line.order, {line.number: pieces}, carrier=carrier, tracking_number=number)
        happens(FactKind.SHIPPED, first=True)(line)
        happens(FactKind.SHIPPED)(line)

    return act


def happens(kind: FactKind, *, first: bool = False) -> Act:
    """The carrier says this of the last parcel of the line, or of the first one."""

    def act(line: OrderLine) -> None:
        item = line.items.order_by("number")[0] if first else _last_item(line)
        parcel, now = item.parcel, clock.now()
        fact = NewFact(kind, now, f"{kind}-{parcel.pk}")
        record_facts(parcel, [fact], source=CARRIERS[line.order.store.name][0])

    return act


def apply_for_pieces(
    pieces: int,
    terms: DemoOffer,
    reason: str,
    text: str,
    *shots: ItemFlaw | DemoPhoto,
) -> Act:
    """About some pieces of the last item of the line; the terms are of what was paid for them."""

    def act(line: OrderLine) -> None:
        paid_minor = share(line.paid_minor, pieces, line.quantity)
        applications.open_dispute(
            line.order.buyer,
            _last_item(line),
            pieces=pieces,
            reason=Reason.objects.get(code=reason),
            offer=Offer(terms.solution, paid_minor * terms.percent // 100, terms.freight_payer),
            text=text,
            files=photos_of(line, line.order.buyer, shots),
        )

    return act


def cancel(refunded_minor: int) -> Act:
    """The shop cancels the order, and gives so much of it back by itself."""
    return lambda line: correct_order(
        line.order,
        source=line.order.store.name,
        refunded_elsewhere_minor={line.number: refunded_minor},
        cancelled_at=clock.now(),
    )


def apply_for_all(reason: str, text: str) -> Act:
    """One application about all the lines of the order, for all that was paid."""

    def act(line: OrderLine) -> None:
        items = line.order.items.select_related("line").order_by("number")
        applications.open_disputes(
            line.order.buyer,
            [Claim(item, refund().of(item.line)) for item in items],
            reason=Reason.objects.get(code=reason),
            text=text,
        )

    return act


def hold(line: OrderLine) -> None:
    late_goods.hold(Actor(line.order.store.members.get(), Party.SELLER), case_of(line))


def came_after_all(terms: DemoOffer, reason: str, text: str, *shots: ItemFlaw | DemoPhoto) -> Act:
    return lambda line: late_goods.report_arrival(
        Actor(line.order.buyer, Party.BUYER),
        case_of(line),
        reason=Reason.objects.get(code=reason),
        offer=terms.of(line),
        text=text,
        files=photos_of(line, line.order.buyer, shots),
    )


def _last_item(line: OrderLine) -> ParcelItem:
    return line.items.order_by("-number")[0]
