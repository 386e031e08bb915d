"""The platform's reasoned decisions. The power to make one lies in `arbitration`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.proposal import Proposal


class Ground(models.Model):
    """A coded ground that a ruling rests on."""

    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text for both sides"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Ruling(models.Model):
    """What was decided, on which ground and why. The terms are the platform's proposal."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="rulings")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="ruling")
    arbitrator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rulings"
    )
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField(_("reasons"))
    on_appeal = models.BooleanField(_("on appeal"))
    ruled_at = models.DateTimeField(_("ruled"))

    class Meta:
        ordering = ["ruled_at", "id"]
        indexes = [models.Index(fields=["ruled_at"], name="rulings_by_time")]

    def __str__(self) -> str:
        return f"{self.dispute.reference}: {self.ground}"
