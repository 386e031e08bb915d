"""Penalties: points for acts that broke a rule."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models import Store
from disputes.models.laws import AppendOnly, NeverEmptied
from sellers.models.breaches import Breach
from sellers.models.rules import Rule
from sellers.states import STANDING, PenaltyState


class Penalty(models.Model):
    """Points for one act, once. Why, in which case and by whom stands in its breach.

    Written by the catching up of the store's ledger alone, under the lock of its `Standing`.
    """

    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="penalties", db_index=False
    )
    breach = models.OneToOneField(Breach, on_delete=models.PROTECT, related_name="penalty")
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="penalties")
    points = models.PositiveSmallIntegerField(_("points"))
    state = models.CharField(_("state"), max_length=10, choices=PenaltyState.choices)
    # The earlier act because of which the points were multiplied.
    repeats = models.ForeignKey(
        Breach, on_delete=models.PROTECT, null=True, related_name="repeated_by", db_index=False
    )
    given_at = models.DateTimeField(_("given"))
    expires_at = models.DateTimeField(_("expires"))
    # As the store was told when it was given, whatever policy comes later.
    appeal_until = models.DateTimeField(_("can be appealed until"))

    class Meta:
        verbose_name_plural = _("penalties")
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gte=1), name="penalty_has_points"),
            models.CheckConstraint(
                condition=Q(state__in=PenaltyState.values), name="penalty_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("given_at")), name="penalty_lasts"
            ),
        ]
        triggers = [
            NeverEmptied(name="penalty_never_emptied"),
            AppendOnly(
                name="penalty_stays",
                of=["store", "breach", "rule", "given_at", "expires_at", "appeal_until"],
            ),
        ]
        indexes = [
            models.Index(fields=["store", "-given_at", "-id"], name="penalties_of_a_store"),
            models.Index(
                fields=["store", "expires_at", "id"],
                condition=Q(state__in=STANDING),
                name="penalties_by_expiry",
            ),
            models.Index(
                fields=["store"],
                include=["points"],
                condition=Q(state=PenaltyState.SUSPENDED),
                name="penalties_suspended",
            ),
            # Which one the next of the same kind repeats, and which ones repeat another.
            models.Index(
                fields=["store", "rule", "given_at", "breach"],
                condition=~Q(state=PenaltyState.REVOKED),
                name="penalties_of_a_kind",
            ),
            models.Index(
                fields=["repeats"],
                condition=Q(repeats__isnull=False),
                name="penalties_that_repeat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store}: {self.points} ({self.rule})"

    @property
    def stands(self) -> bool:
        """Neither revoked nor expired."""
        return self.state in STANDING
