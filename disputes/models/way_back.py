"""The way back of the goods: what a case keeps of it, and the transitions of a return."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from disputes.models.answers import Answers
from disputes.rules import clocks
from disputes.rules.addresses import Address
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, ReturnClaim, State


class WayBack(Answers):
    """Part of the state machine of a case; see `Lifecycle`, which has the rest of it."""

    if TYPE_CHECKING:
        settled_by: str

        def _close(self, now: datetime) -> None: ...

    # Where the goods go back to: a copy, which stays as it is when the store's changes.
    return_address = models.TextField(_("return address"), blank=True)
    return_country = models.CharField(_("country of the return address"), max_length=2, blank=True)
    address_changes = models.PositiveSmallIntegerField(_("changes of the address"), default=0)
    return_carrier = models.CharField(_("return carrier"), max_length=80, blank=True)
    return_tracking = models.CharField(_("return tracking number"), max_length=80, blank=True)
    return_shipped_at = models.DateTimeField(_("return sent"), null=True)
    return_delivered_at = models.DateTimeField(_("return delivered"), null=True)
    # Under which terms the goods were sent back, and what the buyer paid for that, once shown.
    freight_payer = models.CharField(
        _("who pays the return"), max_length=10, choices=FreightPayer.choices, blank=True
    )
    freight_most_minor = models.PositiveBigIntegerField(_("return freight at most"), default=0)
    freight_paid_minor = models.PositiveBigIntegerField(_("return freight paid"), null=True)
    return_claim = models.CharField(
        _("what is wrong with the return"), max_length=20, choices=ReturnClaim.choices, blank=True
    )
    return_pieces = models.PositiveIntegerField(_("pieces that came back"), null=True)
    return_contested_at = models.DateTimeField(_("return contested"), null=True)

    class Meta:
        abstract = True

    @property
    def shares_contacts(self) -> bool:
        """Whoever sends goods back, or has them fetched, must be able to reach the other side: from
        when a return is settled, contact details in messages are shown."""
        return self.state == State.AWAITING_ADDRESS or bool(self.return_address)

    def address_return(self, address: Address | None) -> None:
        """Where the goods go back to, if that is known; no transition by itself."""
        if address is not None:
            self.return_address, self.return_country = address.text, address.country

    @transition(field="state", source=State.AWAITING_ADDRESS, target=State.AWAITING_RETURN)
    @transition(field="state", source=State.AWAITING_RETURN, target=State.AWAITING_RETURN)
    def give_address(self, now: datetime, address: Address) -> None:
        """The buyer has the whole time to send the goods from when the address is known."""
        if self.state == State.AWAITING_RETURN:
            self.address_changes += 1
        self.address_return(address)
        rests = self.rests_in(State.AWAITING_RETURN)
        self.due_at = clocks.return_shipping(self.policy, now, rests)

    @transition(field="state", source=State.AWAITING_RETURN, target=State.RETURN_IN_TRANSIT)
    def ship_return(self, now: datetime, carrier: str, tracking: str, terms: Offer) -> None:
        """What was agreed or ruled of the way back holds from now on, whatever comes later."""
        self.return_carrier, self.return_tracking, self.return_shipped_at = carrier, tracking, now
        self.freight_payer = terms.freight_payer or ""
        self.freight_most_minor = terms.freight_minor
        rests = self.rests_in(State.RETURN_IN_TRANSIT)
        self.due_at = clocks.return_transit(self.policy, now, rests)

    @transition(field="state", source=State.RETURN_IN_TRANSIT, target=State.RETURN_IN_TRANSIT)
    def claim_freight(self, now: datetime, amount_minor: int) -> None:
        """The seller has time to look at a sum that comes late; one that is mended moves no end."""
        if self.freight_paid_minor is None and self.due_at is not None:
            rests = self.rests_in(State.RETURN_IN_TRANSIT, for_seller=self.waits_for_seller)
            self.due_at = max(self.due_at, clocks.answer(self.policy, now, rests))
        self.freight_paid_minor = amount_minor

    @transition(field="state", source=State.RETURN_IN_TRANSIT, target=State.RETURN_IN_TRANSIT)
    def correct_tracking(self, carrier: str, tracking: str) -> None:
        """The parcel is the same one: the clock goes on."""
        self.return_carrier, self.return_tracking = carrier, tracking

    @transition(field="state", source=State.RETURN_IN_TRANSIT, target=State.RETURN_IN_TRANSIT)
    def report_return_delivered(self, now: datetime, delivered_at: datetime) -> None:
        self.return_delivered_at = delivered_at
        rests = self.rests_in(State.RETURN_IN_TRANSIT, for_seller=True)
        self.due_at = clocks.return_inspection(self.policy, now, rests)

    @transition(field="state", source=State.RETURN_IN_TRANSIT, target=State.HEARING)
    def contest_return(self, now: datetime, claim: ReturnClaim, pieces: int | None) -> None:
        """What came back is not right: the settlement falls and the platform hears both sides."""
        self.settled_by = ""
        self.return_claim, self.return_pieces = claim, pieces
        self.return_contested_at = now
        self._open_evidence(now)

    @transition(
        field="state",
        source=[State.AWAITING_ADDRESS, State.AWAITING_RETURN, State.RETURN_IN_TRANSIT],
        target=State.RESOLVED,
    )
    def end_return(self, now: datetime) -> None:
        """The goods are back; or the time to say where they go, to send them or to look at them is
        over."""
        self._close(now)
