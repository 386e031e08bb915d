"""What a store says against a penalty, and what came of it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from disputes.models import Attachment, AttachmentOwner, Store
from disputes.models.laws import Law, NeverEmptied
from sellers.models.penalties import Penalty
from sellers.states import AppealDecision

_HAS_STORE = """
    NEW.penalty_store_id := (
        SELECT penalty.store_id FROM sellers_penalty AS penalty WHERE penalty.id = NEW.penalty_id
    );
    RETURN NEW;
"""


class PenaltyAppeal(models.Model):
    """One for each penalty. When nobody has decided by `decide_by`, it is for the store."""

    penalty = models.OneToOneField(Penalty, on_delete=models.PROTECT, related_name="appeal")
    # The store of the penalty, for the index; the database sees to it.
    penalty_store = models.ForeignKey(
        Store, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.TextField(_("reasons of the store"))
    attachment_owner = models.OneToOneField(
        AttachmentOwner, on_delete=models.PROTECT, related_name="penalty_appeal"
    )
    opened_at = models.DateTimeField(_("opened"))
    decide_by = models.DateTimeField(_("to be decided by"))
    decision = models.CharField(
        _("decision"), max_length=10, choices=AppealDecision.choices, blank=True
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("decided by"),
    )
    reasons = models.TextField(_("reasons of the decision"), blank=True)

    class Meta:
        verbose_name = _("appeal against a penalty")
        verbose_name_plural = _("appeals against penalties")
        ordering = ["decide_by", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="appeal_says_what_came_of_it",
            )
        ]
        triggers = [
            NeverEmptied(name="penalty_appeal_never_emptied"),
            Law(
                name="appeal_has_store",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_HAS_STORE,
            ),
        ]
        indexes = [
            models.Index(fields=["decide_by", "id"], condition=Q(decision=""), name="open_appeals"),
            models.Index(
                fields=["penalty_store", "decide_by", "penalty"],
                condition=Q(decision=""),
                name="open_appeals_of_a_store",
            ),
            models.Index(fields=["-id"], condition=~Q(decision=""), name="decided_appeals"),
        ]

    def __str__(self) -> str:
        return str(self.penalty)

    @property
    def is_open(self) -> bool:
        return self.decision == ""

    @property
    def files(self) -> QuerySet[Attachment]:
        """What the store has added to it."""
        return Attachment.objects.filter(kept_for=self.attachment_owner_id)
