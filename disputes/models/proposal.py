"""A solution that one party puts forward."""

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.laws import NeverEmptied
from disputes.rules.solutions import Offer
from disputes.states import PAYERS, FreightPayer, Outcome, Party, ProposalStatus, Solution


class Proposal(models.Model):
    """One version of what a side proposes. The buyer's request is version 1 of the buyer's."""

    dispute = models.ForeignKey(
        Dispute, on_delete=models.PROTECT, related_name="proposals", db_index=False
    )
    party = models.CharField(_("party"), max_length=10, choices=Party.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    solution = models.CharField(_("solution"), max_length=20, choices=Solution.choices)
    amount_minor = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    freight_payer = models.CharField(
        _("who pays the return"), max_length=10, choices=FreightPayer.choices, blank=True
    )
    # How much at most, where that is not the buyer.
    freight_minor = models.PositiveBigIntegerField(_("return freight at most"), default=0)
    text = models.TextField(_("text"), blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ProposalStatus.choices,
        default=ProposalStatus.LIVE,
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    made_at = models.DateTimeField(_("made"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        triggers = [NeverEmptied(name="proposal_never_emptied")]
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "party", "version"], name="proposal_version"
            ),
            models.UniqueConstraint(
                fields=["dispute", "party"],
                condition=Q(status=ProposalStatus.LIVE),
                name="one_live_proposal_per_side",
            ),
            models.CheckConstraint(
                condition=Q(solution=Solution.NO_REFUND, amount_minor=0)
                | (~Q(solution=Solution.NO_REFUND) & Q(amount_minor__gt=0)),
                name="no_refund_means_no_amount",
            ),
            models.CheckConstraint(
                condition=(Q(solution=Solution.RETURN_AND_REFUND) & ~Q(freight_payer=""))
                | (~Q(solution=Solution.RETURN_AND_REFUND) & Q(freight_payer="")),
                name="only_a_return_has_freight",
            ),
            # Nobody is said to pay what nobody pays.
            models.CheckConstraint(
                condition=Q(freight_payer__in=PAYERS, freight_minor__gt=0)
                | (~Q(freight_payer__in=PAYERS) & Q(freight_minor=0)),
                name="who_pays_freight_pays_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.version}: {self.solution} {self.amount_minor} {self.currency}"

    @property
    def offer(self) -> Offer:
        """The content, as the rules read it."""
        payer = FreightPayer(self.freight_payer) if self.freight_payer else None
        return Offer(Solution(self.solution), self.amount_minor, payer, self.freight_minor)


def got_in_query() -> Case:
    """What the buyer of a closed, settled case got, for rows of cases: what was refunded in the end
    says it, whatever was agreed or ruled. A return that was never sent came to nothing, or was paid
    for goods that the buyer kept, where the seller gave no address."""
    return Case(
        When(refund=None, then=Value(Outcome.NONE.value)),
        When(
            settlement__solution=Solution.RETURN_AND_REFUND,
            return_shipped_at__isnull=False,
            then=Value(Outcome.RETURN.value),
        ),
        When(refund__amount_minor__gte=F("snapshot__paid_minor"), then=Value(Outcome.FULL.value)),
        default=Value(Outcome.PARTIAL.value),
        output_field=CharField(),
    )


def outcome_in_query(proposal: str, paid_minor: str) -> Case:
    """The same as `rules.solutions.outcome_of`, for rows: `proposal` and `paid_minor` are how their
    query gets to the proposal, and to what was paid for the item."""
    solution, amount = f"{proposal}__solution", f"{proposal}__amount_minor"
    return Case(
        When(**{solution: Solution.NO_REFUND}, then=Value(Outcome.NONE.value)),
        When(**{solution: Solution.RETURN_AND_REFUND}, then=Value(Outcome.RETURN.value)),
        When(**{amount: F(paid_minor)}, then=Value(Outcome.FULL.value)),
        default=Value(Outcome.PARTIAL.value),
        output_field=CharField(),
    )
