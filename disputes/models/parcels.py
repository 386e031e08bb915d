"""What was sent together, and all that was said of its way."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from disputes.models.laws import AppendOnly, Law, NeverEmptied
from disputes.models.orders import Order, OrderLine
from disputes.rules.eligibility import Promises, nothing_to_refund
from disputes.rules.parcels import promised_until
from disputes.states import FactKind


class Parcel(models.Model):
    """Pieces of an order that are sent together; what was not sent yet is in one, too.

    Dispatch, delivery and status are derived from the `ParcelFact`s (see `rules.parcels`), and
    written by `verbs.parcels` alone. Instants are aware.
    """

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="parcels", db_index=False
    )
    number = models.PositiveSmallIntegerField(_("number"))
    # The marketplace's own id.
    external_id = models.CharField(_("marketplace's id"), max_length=128, blank=True)
    carrier = models.CharField(_("carrier"), max_length=80, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=80, blank=True)
    promised_days = models.PositiveSmallIntegerField(
        _("promised delivery days"),
        null=True,
        help_text=_("Days of 24 hours, counted from dispatch."),
    )
    promised_on = models.DateField(
        _("promised delivery date"), null=True, help_text=_("Until the end of this day, in UTC.")
    )
    dispatched_at = models.DateTimeField(_("dispatched"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    delivery_known_at = models.DateTimeField(_("delivery known"), null=True)
    status = models.CharField(
        _("last thing known"), max_length=20, choices=FactKind.choices, blank=True
    )
    # What pages have promised: see `rules.eligibility.Promises`.
    received_days = models.PositiveSmallIntegerField(
        _("received: apply so many days from when the delivery is known"), default=0
    )
    received_until = models.DateTimeField(_("received: apply until"), null=True)
    missing_from = models.DateTimeField(_("not received: apply from"), null=True)
    missing_until = models.DateTimeField(_("not received: apply until"), null=True)

    class Meta:
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="parcel_number_in_order"),
            models.UniqueConstraint(
                fields=["order", "external_id"],
                condition=~Q(external_id=""),
                name="one_parcel_per_external_id",
            ),
            models.CheckConstraint(
                condition=Q(promised_days__isnull=False) | Q(promised_on__isnull=False),
                name="parcel_has_a_promise",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None)
                | Q(dispatched_at__isnull=False, delivered_at__gte=F("dispatched_at")),
                name="delivered_after_dispatch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order.reference}, parcel {self.number}"

    @property
    def promised_until(self) -> datetime | None:
        """The end of the promised delivery time, where it is known yet."""
        return promised_until(self)

    @property
    def promises(self) -> Promises:
        return Promises(
            self.received_days, self.received_until, self.missing_from, self.missing_until
        )

    @promises.setter
    def promises(self, promises: Promises) -> None:
        self.received_days = promises.received_days
        self.received_until = promises.received_until
        self.missing_from = promises.missing_from
        self.missing_until = promises.missing_until


_ITEM_STAYS = """
    IF EXISTS (SELECT FROM disputes_dispute AS dispute WHERE dispute.item_id = OLD.id) THEN
        RAISE EXCEPTION 'item % of a parcel has a case, so it stays where it is', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'item_of_a_case_stays';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
"""


class ParcelItem(models.Model):
    """So many pieces of one line in one parcel: what a buyer can apply about.

    None are left in it where they were packed into another parcel after a case was withdrawn.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="items", db_index=False)
    # Of an order, across its parcels; it stands in addresses.
    number = models.PositiveSmallIntegerField(_("number"))
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="items")
    line = models.ForeignKey(
        OrderLine, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    pieces = models.PositiveIntegerField(_("pieces"))
    # Pieces that cases are about which were not withdrawn. Kept by a trigger on the cases; with
    # the constraint below it means that no piece is in two of them.
    disputed_pieces = models.PositiveIntegerField(_("pieces with a case"), default=0)

    class Meta:
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="item_number_in_order"),
            models.UniqueConstraint(fields=["line", "parcel"], name="line_once_in_a_parcel"),
            models.CheckConstraint(
                condition=Q(disputed_pieces__lte=F("pieces")), name="one_case_per_piece"
            ),
        ]
        triggers = [
            NeverEmptied(name="item_never_emptied"),
            Law(
                name="item_of_a_case_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=_ITEM_STAYS,
            ),
            Law(
                name="item_of_a_case_keeps_its_line",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                of=["order", "number", "parcel", "line"],
                condition=pgtrigger.AnyChange("order", "number", "parcel", "line"),
                func=_ITEM_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order.reference}/{self.number}"

    @property
    def free_pieces(self) -> int:
        """Pieces that no case is about."""
        return self.pieces - self.disputed_pieces

    @property
    def nothing_to_refund(self) -> str:
        """Why there is nothing to apply for, whatever came or did not; empty where there is."""
        return nothing_to_refund(
            of_own_store=self.order.of_own_store,
            cancelled_at=self.order.cancelled_at,
            paid_minor=self.line.paid_minor,
            left_minor=self.line.left_minor,
        )


class ParcelFact(models.Model):
    """One thing that a source said of a parcel: append-only, and kept whatever it says.

    `source_id` is the source's own id of it. A source that says something else under an id that it
    used before corrects itself: see `rules.parcels`. Instants are aware.
    """

    parcel = models.ForeignKey(
        Parcel, on_delete=models.PROTECT, related_name="facts", db_index=False
    )
    # One of `FactKind`, or whatever the source calls it.
    kind = models.CharField(_("kind"), max_length=40)
    occurred_at = models.DateTimeField(_("happened"))
    source = models.CharField(_("source"), max_length=80)
    source_id = models.CharField(_("source's own id"), max_length=128)
    reported_at = models.DateTimeField(_("said by the source"))
    # When it was recorded; of what came with the order itself, when its source said it.
    known_at = models.DateTimeField(_("known"))

    class Meta:
        ordering = ["parcel", "occurred_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["parcel", "source", "source_id", "reported_at", "kind", "occurred_at"],
                name="fact_once_in_a_parcel",
            )
        ]
        triggers = [
            NeverEmptied(name="parcel_fact_never_emptied"),
            AppendOnly(name="parcel_fact_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.occurred_at}, says {self.source}"


def came_to_nothing() -> Q:
    """A condition on orders: cancelled before anything of it was sent, so that nothing was sold."""
    sent = Parcel.objects.filter(order=OuterRef("pk"), dispatched_at__lte=OuterRef("cancelled_at"))
    return Q(cancelled_at__isnull=False) & ~Q(Exists(sent))
