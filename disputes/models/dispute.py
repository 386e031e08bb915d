"""One case about one order line."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from disputes.models import dispute_laws
from disputes.models.dispute_indexes import INDEXES
from disputes.models.groups import CaseGroup
from disputes.models.laws import Law, NeverEmptied
from disputes.models.lifecycle import Lifecycle
from disputes.models.orders import OrderLine
from disputes.models.parcels import ParcelItem
from disputes.models.reasons import Reason
from disputes.models.stores import Store
from disputes.rules.addresses import Address
from disputes.rules.parcels import blocked_until
from disputes.states import (
    FINAL_STATES,
    OPEN_STATES,
    PAYERS,
    ReturnClaim,
    State,
)


class Dispute(Lifecycle):
    """A buyer's request for a refund and all that follows; "case" on the page.

    Changed only by verbs and background work, under this row's lock (see `access.lock`); its
    history is the append-only chain of `Event`s, whose head and length stand here.
    """

    # No column: the number of the last event that was shown to whoever acts with this object, as
    # pages set it; none where nothing was shown. See `permissions.reading`.
    read_to: int | None = None

    reference = models.CharField(_("reference"), max_length=16, unique=True)
    # How many pieces of which line, in which parcel; what they are, or were, is for `snapshot` to
    # say (see `LineSnapshot`). The line is a copy of the item's, for the books.
    item = models.ForeignKey(ParcelItem, on_delete=models.PROTECT, related_name="disputes")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="disputes")
    pieces = models.PositiveIntegerField(_("pieces"))
    # The cases that one application opened with this one, if it named several items.
    group = models.ForeignKey(
        CaseGroup, on_delete=models.PROTECT, null=True, related_name="disputes", db_index=False
    )
    # Copies of the order's, so that the queues of both sides need no join. An index of their own
    # would only make every change of a case dearer: see `indexes` for those that begin with them.
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="disputes", db_index=False
    )
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="disputes", db_index=False
    )
    # ISO 639, as the browser of the buyer who opened it said; empty when it did not.
    language = models.CharField(_("language of the buyer"), max_length=8, blank=True)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+", db_index=False)
    # What the buyer read, from the root of the tree to the leaf: supervisors may say a reason
    # otherwise later, and what a case shows stays.
    reason_labels = ArrayField(
        models.CharField(max_length=120), verbose_name=_("reason as the buyer read it")
    )
    # Which application about the same item this is.
    application = models.PositiveSmallIntegerField(_("application"), default=1)
    received = models.BooleanField(_("the goods were received"))
    # Of a case that closed with a refund for goods that had not come: when they came nevertheless.
    came_after_at = models.DateTimeField(_("delivered after the end"), null=True)
    # Always filled with a solution that was accepted, forced or ruled.
    settlement = models.ForeignKey(
        "Proposal", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # What the seller's queue asks, for its index. The clock is not in it: that moves by itself.
    seller_to_act = models.GeneratedField(
        expression=Case(
            When(
                Q(
                    state__in=[
                        State.AWAITING_SELLER,
                        State.NEGOTIATING,
                        State.AWAITING_ADDRESS,
                        State.RETURN_IN_TRANSIT,
                    ]
                )
                | Q(state=State.HEARING, seller_finished_at=None)
                | Q(state=State.APPEALED, seller_finished_at=None)
                | Q(state=State.RULED, seller_may_appeal=True),
                then=True,
            ),
            default=False,
        ),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name=_("the seller can act"),
    )
    event_count = models.PositiveIntegerField(_("events"), default=0)
    chain_head = models.CharField(_("hash of the last event"), max_length=64, blank=True)
    last_event_at = models.DateTimeField(_("last event"))
    # When the texts and photos of a case closed long ago were erased (`Policy.keep_days`).
    erased_at = models.DateTimeField(_("erased"), null=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN_STATES), due_at__isnull=False, closed_at=None)
                | Q(state__in=sorted(FINAL_STATES), due_at=None, closed_at__isnull=False),
                name="open_state_has_a_clock",
            ),
            models.CheckConstraint(condition=Q(pieces__gt=0), name="case_has_pieces"),
            models.CheckConstraint(
                condition=Q(settled_by="", settlement=None)
                | (~Q(settled_by="") & Q(settlement__isnull=False)),
                name="settlement_says_how",
            ),
            # Nobody waits for goods that have no place to go to.
            models.CheckConstraint(
                condition=~Q(state__in=[State.AWAITING_RETURN, State.RETURN_IN_TRANSIT])
                | (~Q(return_address="") & ~Q(return_country="")),
                name="a_return_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(freight_payer__in=PAYERS)
                | Q(freight_most_minor=0, freight_paid_minor=None),
                name="freight_is_paid_by_somebody",
            ),
            # A ruling that nobody may appeal is carried out at once.
            models.CheckConstraint(
                condition=(
                    Q(state=State.RULED) & (Q(buyer_may_appeal=True) | Q(seller_may_appeal=True))
                )
                | (~Q(state=State.RULED) & Q(buyer_may_appeal=False, seller_may_appeal=False)),
                name="ruled_means_may_be_appealed",
            ),
            # For the foreign key of refunds. Else the cap of another line, with more paid for it,
            # would let a refund pass.
            models.UniqueConstraint(fields=["id", "line"], name="case_with_line"),
            models.UniqueConstraint(
                fields=["group", "item"],
                condition=Q(group__isnull=False),
                name="item_once_in_a_group",
            ),
        ]
        triggers = [
            NeverEmptied(name="dispute_never_emptied"),
            Law(
                name="case_has_a_snapshot",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=dispute_laws.HAS_A_SNAPSHOT,
            ),
            Law(
                name="pieces_taken",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=dispute_laws.TAKES_PIECES,
            ),
            Law(
                name="group_of_one_parcel",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__group__isnull=False),
                func=dispute_laws.GROUP_OF_ONE_PARCEL,
            ),
            Law(
                name="pieces_given_back",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                of=["state"],
                condition=pgtrigger.Condition(
                    f"((NEW.state = '{State.WITHDRAWN}') <> (OLD.state = '{State.WITHDRAWN}'))"
                ),
                func=dispute_laws.GIVES_PIECES_BACK,
            ),
            Law(
                name="case_keeps_its_pieces",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                of=["item", "line", "pieces", "group"],
                condition=pgtrigger.AnyChange("item", "line", "pieces", "group"),
                func=dispute_laws.KEEPS_PIECES,
            ),
        ]
        indexes = INDEXES
        permissions = [
            ("arbitrate", _("Can rule on cases")),
            ("supervise", _("Can reassign cases and publish policies")),
            ("audit", _("Can read all cases and change nothing")),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def currency(self) -> str:
        return self.snapshot.currency

    @property
    def reason_label(self) -> str:
        """What the buyer chose, in the words of then."""
        return self.reason_labels[-1]

    @property
    def address(self) -> Address | None:
        """Where the goods go back to, once that is known."""
        return Address.of(self.return_address, self.return_country)

    @property
    def applications_left(self) -> int:
        """How often the buyer may apply for the same item after this case is withdrawn, as was
        said when it was opened."""
        return max(0, self.policy.applications_per_line - self.application)

    @property
    def blocked_until(self) -> datetime | None:
        """Until when this case may not go to the platform; none when the goods were received."""
        return blocked_until(self.snapshot, received=self.received)

    @property
    def freight_owed_minor(self) -> int:
        """What the buyer gets for the way back, on top of the goods, where any refund is paid."""
        if self.freight_payer not in PAYERS:
            return 0
        return min(self.freight_paid_minor or 0, self.freight_most_minor)

    @property
    def proof_of_sending_wanted(self) -> bool:
        """The seller says that a return has not arrived, and the buyer can still answer that."""
        return (
            self.state == State.HEARING
            and self.return_claim == ReturnClaim.NOT_ARRIVED
            and self.buyer_finished_at is None
        )

    @property
    def may_return(self) -> bool:
        """Goods that never came, or that have gone back already, cannot be sent back."""
        return (self.received or self.came_meanwhile) and self.return_shipped_at is None

    @property
    def came_meanwhile(self) -> bool:
        """Did goods that had not come arrive while the case was open, as somebody says?"""
        at = self.snapshot.delivered_at
        return not self.received and at is not None and at >= self.opened_at
