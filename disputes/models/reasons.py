"""Why a buyer asks for a refund: a tree of three levels that supervisors can edit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.laws import NeverEmptied


class ReasonQuerySet(models.QuerySet["Reason"]):
    """Reasons, and those of them that can be chosen."""

    def to_choose(self, *, received: bool, undispatched: bool = False) -> "ReasonQuerySet":
        """Active leaves of active branches, in the order of the tree, with their branches."""
        leaves = self.filter(
            received=received, undispatched=undispatched, active=True, children=None
        )
        in_use = leaves.exclude(parent__active=False).exclude(parent__parent__active=False)
        return in_use.select_related("parent").order_by(
            "parent__position", "parent", "position", "id"
        )


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
    undispatched = models.BooleanField(
        _("only for what was never dispatched"),
        default=False,
        help_text=_("All other reasons can be chosen once it was dispatched."),
    )
    evidence_hint = models.CharField(_("evidence that helps"), max_length=300, blank=True)
    photos_required = models.PositiveSmallIntegerField(_("photos required"), default=0)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("can be chosen"), default=True)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        triggers = [NeverEmptied(name="reason_never_emptied")]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def path(self) -> list[str]:
        """The labels from the root of the tree to this node."""
        above = [] if self.parent is None else self.parent.path
        return [*above, self.label]

    @property
    def codes(self) -> list[str]:
        """Its code, and those of the branches that it hangs on."""
        return [self.code, *(self.parent.codes if self.parent else [])]


class Shot(models.Model):
    """Something that a photo can show, such as the item flat with a ruler, with a drawn example."""

    code = models.SlugField(_("code"), unique=True)
    label = models.CharField(_("what to photograph"), max_length=80)
    text = models.CharField(_("how"), max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label

    @property
    def drawing(self) -> str:
        """The example, among the static files."""
        return f"img/shots/{self.code}.svg"


class ReasonShot(models.Model):
    """What to photograph for a reason, in order: the first `photos_required` ones must be there."""

    reason = models.ForeignKey(Reason, on_delete=models.CASCADE, related_name="shots")
    shot = models.ForeignKey(Shot, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["reason", "position"]
        constraints = [
            models.UniqueConstraint(fields=["reason", "shot"], name="shot_once_per_reason")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.shot}"
