"""The acts of stores that break a rule."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from disputes.models import Attachment, AttachmentOwner, Dispute, Store
from disputes.models.laws import AppendOnly, NeverEmptied
from sellers.models.rules import Rule
from sellers.states import RATES, BreachState, Trigger


class Breach(models.Model):
    """An act of a store that may break a rule: a fact, written with whatever brought it about.

    The ledger makes a penalty of it, once: `key` is the act, and a penalty has a breach of its
    own. What a supervisor finds by hand is a breach, too, with the rule that it breaks.
    """

    store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="breaches", db_index=False
    )
    dispute = models.ForeignKey(
        Dispute,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="breaches",
        verbose_name=_("case"),
    )
    key = models.CharField(_("act"), max_length=60, unique=True)
    trigger = models.CharField(_("act"), max_length=20, choices=Trigger.choices)
    ground = models.SlugField(_("ground of the ruling"), blank=True)
    # The rule of what was found by hand; the ledger finds the others.
    rule = models.ForeignKey(
        Rule, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reasons = models.TextField(_("reasons"), blank=True)
    # The numbers of pieces of evidence in the case.
    cites = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("evidence"),
        default=list,
        blank=True,
    )
    # When it happened, which may be before anybody noted it.
    at = models.DateTimeField(_("happened"))
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("found by"),
    )
    # The second person, for many points; or who declined.
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("approved by"),
    )
    # What shows it, where it happened in no case.
    attachment_owner = models.OneToOneField(
        AttachmentOwner, on_delete=models.PROTECT, null=True, related_name="breach"
    )
    # The one that is counted, of several that are one breach: see `kernel.units`.
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="counted_with"
    )
    review = models.TextField(_("why it was not approved"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=BreachState.choices, default=BreachState.NOTED
    )

    class Meta:
        verbose_name_plural = _("breaches")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BreachState.values), name="breach_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=BreachState.SAME, same_as__isnull=False)
                | (~Q(state=BreachState.SAME) & Q(same_as=None)),
                name="same_breach_says_as_which",
            ),
        ]
        # It keeps what it says of the act; only what came of it changes.
        triggers = [
            NeverEmptied(name="breach_never_emptied"),
            AppendOnly(
                name="breach_stays",
                of=["store", "dispute", "key", "trigger", "ground", "rule", "reasons", "cites"]
                + ["found_by", "attachment_owner"],
            ),
        ]
        indexes = [
            models.Index(fields=["store", "-at", "-id"], name="breaches_of_a_store"),
            models.Index(
                fields=["store", "at", "id"],
                condition=Q(state=BreachState.NOTED),
                name="breaches_to_book_in_order",
            ),
            models.Index(
                fields=["store", "-at", "-id"],
                condition=Q(state=BreachState.WARNED),
                name="breaches_that_warn",
            ),
            models.Index(
                fields=["-at", "-id"],
                condition=Q(reviewed_by__isnull=False),
                name="breaches_reviewed",
            ),
            models.Index(
                fields=["at"], condition=Q(state=BreachState.PROPOSED), name="breaches_to_approve"
            ),
            models.Index(
                fields=["store", "trigger", "-at"],
                condition=Q(trigger__in=RATES),
                name="breaches_of_rates",
            ),
            # What one person has given one store of late.
            models.Index(
                fields=["store", "found_by", "at"],
                condition=Q(found_by__isnull=False),
                name="breaches_by_hand",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def files(self) -> QuerySet[Attachment]:
        """What shows it, beside the evidence of a case."""
        if self.attachment_owner_id is None:
            return Attachment.objects.none()
        return Attachment.objects.filter(kept_for=self.attachment_owner_id)
