"""What a store's points led to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models import Store
from disputes.models.laws import NeverEmptied
from sellers.states import Measure, SanctionEnding


class Sanction(models.Model):
    """What a store's points led to: see `rules.sanctions`. With `because`, the ids of the breaches
    that it rests on, it is the statement of reasons."""

    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="sanctions", db_index=False
    )
    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices)
    points = models.PositiveSmallIntegerField(_("threshold"))
    because = ArrayField(models.BigIntegerField(), default=list)
    decided_at = models.DateTimeField(_("decided"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True)
    begun = models.BooleanField(_("has started"), default=False)
    interrupted_at = models.DateTimeField(_("interrupted"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ending = models.CharField(
        _("why it ended"), max_length=10, choices=SanctionEnding.choices, blank=True
    )
    # How many moves were told to the marketplace.
    moves = models.PositiveSmallIntegerField(default=0)

    class Meta:
        triggers = [NeverEmptied(name="sanction_never_emptied")]
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "points"],
                condition=Q(ended_at=None),
                name="one_open_sanction_a_threshold",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="")
                | (Q(ended_at__isnull=False, interrupted_at=None) & ~Q(ending="")),
                name="sanction_says_why_it_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["store", "-decided_at", "-id"], name="sanctions_of_a_store"),
        ]

    def __str__(self) -> str:
        return f"{self.store}: {self.measure}"

    @property
    def in_force(self) -> bool:
        return self.ended_at is None and self.begun and self.interrupted_at is None

    @property
    def is_ahead(self) -> bool:
        """Decided, and still in its notice."""
        return self.ended_at is None and not self.begun
