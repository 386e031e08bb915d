"""What was bought, as the buyer saw it."""

from datetime import datetime
from functools import cached_property

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disputes.models.clients import Client
from disputes.models.laws import Law, NeverEmptied
from disputes.models.search import words_in
from disputes.models.stores import Store
from disputes.rules.policy import days


def private_storage() -> Storage:
    """Pictures and evidence lie in a private place; views serve them to those who may see them."""
    return storages["evidence"]


_ORDER_STAYS = """
    IF EXISTS (
        SELECT FROM disputes_dispute AS dispute
        JOIN disputes_orderline AS line ON line.id = dispute.line_id WHERE line.order_id = OLD.id
    ) THEN
        RAISE EXCEPTION 'order % has a case, so it keeps its buyer, store and currency', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'order_of_a_case_stays';
    END IF;
    RETURN NEW;
"""


class Order(models.Model):
    """What one buyer bought from one store at once, sent in parcels.

    What was bought from several stores at once is an order for each of them, with one
    `external_id`. Instants are aware.
    """

    reference = models.CharField(_("reference"), max_length=16, unique=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    # The marketplace's own id.
    external_id = models.CharField(_("marketplace's number"), max_length=128, blank=True)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders"
    )
    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="orders", db_index=False
    )
    currency = models.CharField(_("currency"), max_length=3, help_text=_("ISO 4217 code"))
    placed_at = models.DateTimeField(_("placed"))
    # As it was promised to the buyer, else as the policy said then.
    handling_days = models.PositiveSmallIntegerField(
        _("days to dispatch"), help_text=_("Days of 24 hours, counted from the order.")
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)

    class Meta:
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "external_id", "store"],
                condition=~Q(external_id=""),
                nulls_distinct=False,
                name="one_order_per_external_id",
            )
        ]
        indexes = [
            models.Index(fields=["buyer", "-placed_at", "-id"], name="orders_of_a_buyer"),
            models.Index(fields=["store", "placed_at"], name="orders_of_a_store"),
        ]
        # The people of a case hang on its order.
        triggers = [
            NeverEmptied(name="order_never_emptied"),
            Law(
                name="order_of_a_case_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                of=["reference", "buyer", "store", "currency"],
                condition=pgtrigger.AnyChange("reference", "buyer", "store", "currency"),
                func=_ORDER_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def handling_until(self) -> datetime:
        """By when the seller has to dispatch."""
        return self.placed_at + days(self.handling_days)

    @cached_property
    def of_own_store(self) -> bool:
        """Does its buyer belong to its store? Then there is nobody to have a case with. A query
        may have said so already: see `permissions.OWN_DEALING`."""
        return self.store.memberships.filter(user=self.buyer_id).exists()


_LINE_STAYS = """
    IF EXISTS (SELECT FROM disputes_dispute AS dispute WHERE dispute.line_id = OLD.id) THEN
        RAISE EXCEPTION 'order line % has a case, so it stays where it is', OLD.id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'line_of_a_case_stays';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
"""
# The rows of open cases are locked first, so that no act puts something on the table meanwhile.
_PAID_COVERS_CASES = """
    PERFORM FROM disputes_dispute AS dispute
    WHERE dispute.line_id = NEW.id AND dispute.closed_at IS NULL FOR UPDATE;
    SELECT sum(most) INTO asked FROM (
        SELECT max(proposal.amount_minor) AS most
        FROM disputes_dispute AS dispute JOIN disputes_proposal AS proposal
            ON proposal.dispute_id = dispute.id
            AND (proposal.status = 'live' OR proposal.id = dispute.settlement_id)
        WHERE dispute.line_id = NEW.id AND dispute.closed_at IS NULL
        GROUP BY dispute.id
    ) AS by_case;
    IF NEW.paid_minor < NEW.refunded_minor + coalesce(asked, 0) THEN
        RAISE EXCEPTION
            'what was paid for order line % covers its refunds and its open cases', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'paid_covers_open_cases';
    END IF;
    RETURN NEW;
"""


class OrderLine(models.Model):
    """One item of an order, with the listing as it stood when it was bought."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"))
    picture = models.FileField(
        _("listing picture"), storage=private_storage, max_length=200, blank=True
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    price_minor = models.PositiveBigIntegerField(_("price of one"))
    shipping_minor = models.PositiveBigIntegerField(_("shipping"), default=0)
    # What the buyer paid for the line, shipping included and vouchers taken off.
    paid_minor = models.PositiveBigIntegerField(_("paid"))
    # Kept by a trigger on the refunds; with the constraint below it caps their sum.
    refunded_minor = models.PositiveBigIntegerField(_("refunded"), default=0)
    # What the marketplace or the seller gave back on another way, as they told us.
    refunded_elsewhere_minor = models.PositiveBigIntegerField(_("refunded elsewhere"), default=0)

    class Meta:
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="line_number_in_order"),
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("paid_minor")), name="refunds_within_paid"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_has_pieces"),
        ]
        indexes = [
            words_in("title", name="words_in_titles"),
            # Before anything is deleted from the store: has a row this very name?
            HashIndex(fields=["picture"], condition=~Q(picture=""), name="lines_by_picture"),
        ]
        # The books of a case hang on its line.
        triggers = [
            NeverEmptied(name="order_line_never_emptied"),
            Law(
                name="line_of_a_case_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=_LINE_STAYS,
            ),
            Law(
                name="line_of_a_case_keeps_its_order",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                of=["order", "number"],
                condition=pgtrigger.AnyChange("order", "number"),
                func=_LINE_STAYS,
            ),
            Law(
                name="paid_covers_open_cases",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                of=["paid_minor"],
                condition=pgtrigger.Q(new__paid_minor__lt=pgtrigger.F("old__paid_minor")),
                declare=[("asked", "bigint")],
                func=_PAID_COVERS_CASES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order.reference}/{self.number} {self.title}"

    @property
    def left_minor(self) -> int:
        """What can still be refunded, in minor units."""
        return max(0, self.paid_minor - self.refunded_minor - self.refunded_elsewhere_minor)

    @property
    def picture_url(self) -> str:
        """A drawing that says so, where the listing had no picture."""
        if not self.picture:
            return static("img/no-picture.svg")
        return reverse("listing-picture", args=[self.order.reference, self.number])
