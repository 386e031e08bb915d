"""The rules of the marketplace."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.laws import AppendOnly, NeverEmptied
from disputes.models.numbers import NumberField
from disputes.models.published import Published
from sellers.states import Trigger


class Rule(Published):
    """One published version of a rule; never edited. Days are N x 24 hours, UTC.

    The version in force when an act happened is the one that counts for it, for good.
    """

    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text for stores"))
    points = NumberField(_("points"), most=100)
    days = NumberField(_("days that the points last"), default=365, most=3650)
    trigger = models.CharField(_("which act breaks it"), max_length=20, choices=Trigger.choices)
    # Codes of `disputes.Ground`. Where there are some, the rule goes before one for any ground.
    grounds = ArrayField(
        models.SlugField(),
        verbose_name=_("only for rulings on these grounds"),
        default=list,
        blank=True,
    )
    repeat_days = NumberField(
        _("repeated when broken again within this many days"), default=30, least=0
    )
    repeat_factor = NumberField(_("then the points count times"), default=2, most=5)
    proof = models.TextField(_("what an appeal should show"))
    active = models.BooleanField(_("in force"), default=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_rule_a_version"),
        ]
        triggers = [NeverEmptied(name="rule_never_emptied"), AppendOnly(name="rule_append_only")]

    def __str__(self) -> str:
        return self.title
