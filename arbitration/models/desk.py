"""What lies on the arbitrators' desk: comments, drafts, rulings to approve, and who had a case."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute, Ground
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution


class Comment(models.Model):
    """What one arbitrator leaves for the others."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.author}"


class RulingDraft(models.Model):
    """A ruling as far as its arbitrator has typed it, right or wrong."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="ruling_drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField(_("fields"))
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "author"], name="one_draft_per_arbitrator")
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.author}"


class ProposedRuling(models.Model):
    """A ruling on a large amount, for a second arbitrator to approve or to send back."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="proposed_rulings")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    solution = models.CharField(_("solution"), max_length=20, choices=Solution.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    freight_payer = models.CharField(
        _("who pays the return"), max_length=10, choices=FreightPayer.choices, blank=True
    )
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField(_("reasons"))
    cites = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("evidence cited"))
    proposed_at = models.DateTimeField(_("proposed"))
    # One that nobody answered was overtaken: both sides agreed, or the clock ran out.
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved = models.BooleanField(_("approved"), null=True)
    comment = models.TextField(_("why it was sent back"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        ordering = ["proposed_at", "id"]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.author}"

    @property
    def offer(self) -> Offer:
        """The content, as the rules read it."""
        payer = FreightPayer(self.freight_payer) if self.freight_payer else None
        return Offer(Solution(self.solution), self.amount_minor, payer)


class Handover(models.Model):
    """That a case left an arbitrator without a ruling, and why."""

    class Why(models.TextChoices):
        TIMED_OUT = "timed_out", _("The time to rule ran out")
        REASSIGNED = "reassigned", _("A supervisor reassigned it")
        HANDED_BACK = "handed_back", _("Handed back")

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="handovers")
    # Nobody had it, or nobody could take it.
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
    )
    why = models.CharField(_("why"), max_length=20, choices=Why.choices)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["-at"], name="handovers_by_time"),
            models.Index(
                fields=["giver", "-at"], condition=Q(giver__isnull=False), name="given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.giver} → {self.taker}"
