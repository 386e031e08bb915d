"""Why a buyer asks for a refund: a tree of three levels that supervisors can edit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.Model):
    """A node of the tree: received or not → what kind of trouble → what exactly.

    Only the leaves can be chosen. A leaf says what evidence helps and how many photos it needs.
    """

    code = models.SlugField(_("code"), unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    label = models.CharField(_("label"), max_length=120)
    received = models.BooleanField(_("the goods were received"))
    evidence_hint = models.CharField(_("evidence that helps"), max_length=300, blank=True)
    photos_required = models.PositiveSmallIntegerField(_("photos required"), default=0)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label
