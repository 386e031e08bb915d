"""Rulings on large amounts, which a second arbitrator approves or sends back."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute, Ground
from disputes.models.laws import NeverEmptied
from disputes.rules.solutions import Offer
from disputes.states import FreightPayer, Solution


class ProposedRuling(models.Model):
    """A ruling on a large amount, for a second arbitrator to approve or to send back."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="proposed_rulings")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    solution = models.CharField(_("solution"), max_length=20, choices=Solution.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    freight_payer = models.CharField(
        _("who pays the return"), max_length=10, choices=FreightPayer.choices, blank=True
    )
    freight_minor = models.PositiveBigIntegerField(_("return freight at most"), default=0)
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField(_("reasons"))
    cites = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("evidence cited"))
    proposed_at = models.DateTimeField(_("proposed"))
    # The number of the event with which it was written: its author has read all up to it.
    read_to = models.PositiveIntegerField(_("written after event"))
    # One that nobody answered was overtaken: both sides agreed, or the clock ran out.
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved = models.BooleanField(_("approved"), null=True)
    comment = models.TextField(_("why it was sent back"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        triggers = [NeverEmptied(name="proposed_ruling_never_emptied")]
        ordering = ["proposed_at", "id"]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.author}"

    @property
    def offer(self) -> Offer:
        """The content, as the rules read it."""
        payer = FreightPayer(self.freight_payer) if self.freight_payer else None
        return Offer(Solution(self.solution), self.amount_minor, payer, self.freight_minor)
