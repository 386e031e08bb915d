"""The rules of the marketplace."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models.laws import AppendOnly
from sellers.states import Trigger


class Rule(models.Model):
    """One published version of a rule; never edited. Days are N x 24 hours, UTC.

    The version in force when an act happened is the one that counts for it, for good.
    """

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text for stores"))
    points = models.PositiveSmallIntegerField(_("points"))
    days = models.PositiveSmallIntegerField(_("days that the points last"), default=365)
    trigger = models.CharField(_("which act breaks it"), max_length=20, choices=Trigger.choices)
    # Codes of `disputes.Ground`. Where there are some, the rule goes before one for any ground.
    grounds = ArrayField(
        models.SlugField(),
        verbose_name=_("only for rulings on these grounds"),
        default=list,
        blank=True,
    )
    repeat_days = models.PositiveSmallIntegerField(
        _("repeated when broken again within this many days"), default=30
    )
    repeat_factor = models.PositiveSmallIntegerField(_("then the points count times"), default=2)
    proof = models.TextField(_("what an appeal should show"))
    active = models.BooleanField(_("in force"), default=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    change_note = models.CharField(_("what changed and why"), max_length=300)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_rule_a_version"),
            models.CheckConstraint(
                condition=Q(points__gte=1, days__gte=1, repeat_factor__gte=1),
                name="rule_gives_points",
            ),
        ]
        triggers = [AppendOnly(name="rule_append_only")]

    def __str__(self) -> str:
        return self.title
