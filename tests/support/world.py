"""People, orders and cases for tests. A case reaches its state by the services, never by hand."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

from django.core.files.base import ContentFile

from arbitration.verbs import assignment, rulings
from disputes import clock
from disputes.models import (
    Attachment,
    Dispute,
    OrderLine,
    Parcel,
    ParcelItem,
    Reason,
    Store,
    User,
)
from disputes.models.orders import private_storage
from disputes.rules.pieces import share
from disputes.rules.solutions import Offer
from disputes.states import FactKind, Solution, State
from disputes.verbs import (
    appeals,
    applications,
    evidence,
    negotiation,
    refund_requests,
    returns,
    uploads,
)
from disputes.verbs.orders import NewLine, NewOrder, place_orders
from disputes.verbs.parcels import NewFact, Promise
from tests.support.form_files import picture, upload
from tests.support.moments import moment
from tests.support.people import People
from tests.support.terms import FULL_REFUND, PAID, RETURN_AND_REFUND, ground_for, reasons_for

_numbers = count(1)


def parcel_of(line: OrderLine) -> Parcel:
    """The one parcel that all pieces of the line are in."""
    return line.items.get().parcel


class World(People):
    """One buyer, one store with one member, three people of the platform, and strangers.

    Nearly every test has one, so all of its people are made by three queries.
    """

    def line(
        self,
        *,
        dispatched: timedelta | None = timedelta(days=20),
        delivered: timedelta | None = timedelta(days=1),
        promised_days: int = 10,
        currency: str = "USD",
        paid_minor: int = PAID,
        quantity: int = 1,
        lines: int = 1,
    ) -> OrderLine:
        """The first line of an order; `dispatched` and `delivered` say how long ago, `None` for not
        yet. There are more `lines` like it in the parcel where that is asked for."""
        now = clock.now()
        picture_name = private_storage().save(
            f"listing/{next(_numbers)}.jpg", ContentFile(picture())
        )
        way = ((FactKind.SHIPPED, dispatched), (FactKind.DELIVERED, delivered))
        new = NewOrder(
            buyer=self.buyer,
            lines=lines
            * [
                NewLine(
                    store=self.store,
                    title="Blue mug",
                    description="A blue mug of 300 ml.",
                    picture=picture_name,
                    quantity=quantity,
                    price_minor=paid_minor,
                    paid_minor=paid_minor,
                )
            ],
            currency=currency,
            placed_at=now - (dispatched or timedelta()) - timedelta(days=1),
            promise=Promise(days=promised_days),
            facts=[NewFact(kind, now - ago, kind) for kind, ago in way if ago is not None],
            source="the carrier",
        )
        [[order]] = place_orders([new])
        return order.lines.select_related("order").get(number=1)

    @contextmanager
    def without_address(self) -> Iterator[None]:
        """Meanwhile the store has not said where goods go back to."""
        known = {"return_address": "", "return_country": ""}
        store = Store.objects.get(pk=self.store.pk)
        Store.objects.filter(pk=store.pk).update(**known)
        yield
        Store.objects.filter(pk=store.pk).update(**{name: getattr(store, name) for name in known})

    def photo(self, user: User, key: str = "form") -> Attachment:
        """A photo that waits for a form of this person."""
        return uploads.add_upload(user, key, upload())

    def open_dispute(
        self, line: OrderLine | None = None, offer: Offer = FULL_REFUND, language: str = ""
    ) -> Dispute:
        """A case that waits for the seller: the goods came in another colour."""
        return applications.open_dispute(
            self.buyer,
            (line or self.line()).items.get(),
            reason=Reason.objects.get(code="colour"),
            offer=offer,
            text="It is green, not blue.",
            files=[self.photo(self.buyer)],
            language=language,
        )

    def file_pieces(
        self, item: ParcelItem, pieces: int | None, offer: Offer = FULL_REFUND
    ) -> Dispute:
        """A case about some pieces that never came."""
        return applications.open_dispute(
            self.buyer,
            ParcelItem.objects.get(pk=item.pk),
            pieces=pieces,
            reason=Reason.objects.get(code="in_transit"),
            offer=offer,
            text="They never came.",
        )

    def share_of(self, line: OrderLine, pieces: int) -> Offer:
        """All that was paid for so many pieces."""
        return Offer(Solution.REFUND, share(line.paid_minor, pieces, line.quantity))

    def half_of(self, paid_minor: int) -> Offer:
        return Offer(Solution.REFUND, paid_minor // 2)

    @contextmanager
    def after_handling(self, line: OrderLine) -> Iterator[None]:
        """When the seller should have dispatched it."""
        with moment(line.order.handling_until):
            yield

    def file_never_dispatched(self, item: ParcelItem, pieces: int | None = None) -> Dispute:
        """A case about what the seller has not dispatched in time."""
        return applications.open_dispute(
            self.buyer,
            item,
            pieces=pieces,
            reason=Reason.objects.get(code="never_dispatched"),
            offer=self.share_of(item.line, pieces or item.free_pieces),
            text="Nothing was sent.",
        )

    def withdraw(self, dispute: Dispute) -> None:
        refund_requests.withdraw(self.as_buyer, dispute)

    def file_not_received(self, line: OrderLine | None = None) -> Dispute:
        """A case about a parcel that never came, past its promised time."""
        return applications.open_dispute(
            self.buyer,
            (line or self.line(delivered=None)).items.get(),
            reason=Reason.objects.get(code="in_transit"),
            offer=FULL_REFUND,
            text="It never came.",
        )

    def dispute_in(self, state: State, offer: Offer = FULL_REFUND) -> Dispute:
        """A new case in this state, as the row now stands."""
        dispute = _REACH[state](self, offer)
        return self.again(dispute)

    def again(self, dispute: Dispute) -> Dispute:
        """The row as it stands now (a protected state cannot be refreshed in place)."""
        return Dispute.objects.get(pk=dispute.pk)

    def rule(self, dispute: Dispute, offer: Offer, by: User | None = None) -> None:
        """Get the case assigned, whatever else is waiting, have it answered, and rule."""
        judge = by or self.arbitrator
        self.hear_out(dispute)
        assignment.reassign(self.supervisor, dispute, to=judge)
        rulings.issue_ruling(
            judge,
            dispute,
            offer=offer,
            ground=ground_for(offer, received=dispute.received),
            reasons=reasons_for(1),
            cites=[1],
        )

    def finish(self, dispute: Dispute) -> None:
        """Neither side has anything to add to the hearing."""
        for actor in (self.as_buyer, self.as_seller):
            evidence.finish_evidence(actor, dispute)

    def hear_out(self, dispute: Dispute) -> None:
        """Under appeal: whoever can still answer the other side has nothing to add."""
        for actor in (self.as_buyer, self.as_seller):
            current = self.again(dispute)
            if not current.side(actor.party).finished_at and current.awaits_answer(clock.now()):
                evidence.finish_evidence(actor, dispute)

    # How each state is reached.

    def _negotiating(self, offer: Offer) -> Dispute:
        dispute = self.open_dispute(offer=offer)
        negotiation.reject(self.as_seller, dispute, text="The mug is blue.")
        return dispute

    def _hearing(self, offer: Offer) -> Dispute:
        dispute = self._negotiating(offer)
        negotiation.escalate(self.as_buyer, dispute)
        return dispute

    def _awaiting_ruling(self, offer: Offer) -> Dispute:
        dispute = self._hearing(offer)
        self.finish(dispute)
        return dispute

    def _ruled(self, offer: Offer) -> Dispute:
        dispute = self._awaiting_ruling(offer)
        self.rule(dispute, Offer(Solution.REFUND, PAID // 2))
        return dispute

    def _appealed(self, offer: Offer) -> Dispute:
        dispute = self._ruled(offer)
        appeals.appeal(self.as_buyer, dispute, text="Half is not enough.")
        return dispute

    def _awaiting_address(self, offer: Offer) -> Dispute:
        with self.without_address():
            return self._awaiting_return(offer)

    def _awaiting_return(self, offer: Offer) -> Dispute:
        dispute = self.open_dispute(offer=RETURN_AND_REFUND)
        negotiation.accept(self.as_seller, dispute, dispute.proposals.get())
        return dispute

    def _return_in_transit(self, offer: Offer) -> Dispute:
        dispute = self._awaiting_return(offer)
        returns.ship_return(self.as_buyer, dispute, carrier="Correos", tracking="CX123")
        return dispute

    def _resolved(self, offer: Offer) -> Dispute:
        dispute = self.open_dispute(offer=offer)
        negotiation.accept(self.as_seller, dispute, dispute.proposals.get())
        return dispute

    def _withdrawn(self, offer: Offer) -> Dispute:
        dispute = self.open_dispute(offer=offer)
        refund_requests.withdraw(self.as_buyer, dispute)
        return dispute


_REACH = {
    State.AWAITING_SELLER: lambda world, offer: world.open_dispute(offer=offer),
    State.NEGOTIATING: World._negotiating,
    State.HEARING: World._hearing,
    State.AWAITING_RULING: World._awaiting_ruling,
    State.RULED: World._ruled,
    State.APPEALED: World._appealed,
    State.AWAITING_ADDRESS: World._awaiting_address,
    State.AWAITING_RETURN: World._awaiting_return,
    State.RETURN_IN_TRANSIT: World._return_in_transit,
    State.RESOLVED: World._resolved,
    State.WITHDRAWN: World._withdrawn,
}


def without_bound(told: str) -> str:
    """A sentence of the history but for the end of the platform's own time, which is another one
    each time."""
    return re.sub(r" The platform decides by [^.]* at the latest\.", "", told)
