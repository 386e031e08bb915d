"""What a case is about, as the case itself holds it."""

from datetime import UTC, date, datetime

import pgtrigger
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import F, Q
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.laws import Law, NeverEmptied, texts
from disputes.models.orders import private_storage
from disputes.models.search import words_in
from disputes.rules.parcels import promised_until
from disputes.states import FactKind

# What may become known of an order while a case about it exists: see `verbs.order_corrections`.
_FACTS = (
    "paid_minor",
    "refunded_elsewhere_minor",
    "cancelled_at",
    "dispatched_at",
    "promised_days",
    "promised_on",
    "delivered_at",
    "status",
    "carrier",
    "tracking_number",
)
_STAYS = """
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - facts = to_jsonb(OLD) - facts
        AND NEW.as_of > OLD.as_of
        AND EXISTS (
            SELECT FROM disputes_event AS event
            WHERE event.dispute_id = NEW.dispute_id AND event.number = NEW.as_of
                AND event.kind = 'order_corrected'
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what a case is about stays as it was'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'snapshot_stays';
"""


class LineSnapshot(models.Model):
    """The pieces of a case: as they stood when the request was made, and as facts that came
    later and stand in the case's history have made it since (`FACTS`).

    Pages, files and rules of a case read this row and never the order. The first event holds the
    same content (`content`), so the chain of the history proves it; `verify_history` compares the
    two. A trigger refuses every DELETE, and every UPDATE but one of `FACTS` that names a newer
    event about the order, which must be there (`as_of`).

    Money is in minor units of `currency` (ISO 4217); instants are aware.
    """

    FACTS = _FACTS

    dispute = models.OneToOneField(Dispute, on_delete=models.PROTECT, related_name="snapshot")
    order_reference = models.CharField(_("order"), max_length=16)
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"))
    picture = models.FileField(
        _("listing picture"), storage=private_storage, max_length=200, blank=True
    )
    # Empty where there is no picture, or it could not be read.
    picture_sha256 = models.CharField(_("SHA-256 of the picture"), max_length=64, blank=True)
    # Of the line; the case is about `pieces` of them.
    quantity = models.PositiveIntegerField(_("quantity"))
    pieces = models.PositiveIntegerField(_("pieces"))
    parcel_number = models.PositiveSmallIntegerField(_("parcel"))
    price_minor = models.PositiveBigIntegerField(_("price of one"))
    shipping_minor = models.PositiveBigIntegerField(_("shipping"))
    # What the buyer paid for the pieces, shipping included and vouchers taken off; of the line as
    # a whole, what was given back on another way.
    paid_minor = models.PositiveBigIntegerField(_("paid"))
    refunded_elsewhere_minor = models.PositiveBigIntegerField(_("refunded elsewhere"))
    currency = models.CharField(_("currency"), max_length=3)
    placed_at = models.DateTimeField(_("placed"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    dispatched_at = models.DateTimeField(_("dispatched"), null=True)
    promised_days = models.PositiveSmallIntegerField(_("promised delivery days"), null=True)
    promised_on = models.DateField(_("promised delivery date"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    status = models.CharField(
        _("last thing known"), max_length=20, choices=FactKind.choices, blank=True
    )
    carrier = models.CharField(_("carrier"), max_length=80, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=80, blank=True)
    # The number of the event whose content this is.
    as_of = models.PositiveIntegerField(_("as of event"), default=1)

    class Meta:
        verbose_name = _("snapshot of a line")
        verbose_name_plural = _("snapshots of lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_at=None)
                | Q(dispatched_at__isnull=False, delivered_at__gte=F("dispatched_at")),
                name="snapshot_delivered_after_dispatch",
            )
        ]
        indexes = [
            words_in("title", name="words_in_disputed_titles"),
            # Before anything is deleted from the store: has a row this very name?
            HashIndex(fields=["picture"], condition=~Q(picture=""), name="snapshots_by_picture"),
        ]
        triggers = [
            NeverEmptied(name="line_snapshot_never_emptied"),
            Law(
                name="snapshot_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                declare=[("facts", f"text[] := {texts([*_FACTS, 'as_of'])}")],
                func=_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_reference}/{self.number} {self.title}"

    @property
    def left_minor(self) -> int:
        """What can still be refunded, as far as the case knows: of the line as a whole, less what
        was given back on another way."""
        paid_minor = self.paid_minor * self.quantity // self.pieces
        return max(0, paid_minor - self.refunded_elsewhere_minor)

    @property
    def promised_until(self) -> datetime | None:
        """The end of the promised delivery time; none before dispatch."""
        return promised_until(self)

    @property
    def picture_url(self) -> str:
        """A drawing that says so, where the listing had no picture."""
        if not self.picture:
            return static("img/no-picture.svg")
        return reverse("case-listing", args=[self.dispute.reference])

    @property
    def content(self) -> dict[str, str | int | None]:
        """The content as an event keeps it; instants as ISO 8601 in UTC."""
        return {name: self._told(name) for name in _CONTENT}

    @property
    def facts(self) -> dict[str, str | int | None]:
        """What may change of the content."""
        return {name: self._told(name) for name in self.FACTS}

    def _told(self, name: str) -> str | int | None:
        value = getattr(self, name)
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat()
        if isinstance(value, date):
            return value.isoformat()
        return str(value.name) if name == "picture" else value


_CONTENT = [
    field.name
    for field in LineSnapshot._meta.concrete_fields
    if field.name not in ("id", "dispute", "as_of")
]
