"""The rules of the marketplace, and the acts of stores that break them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute, Store
from disputes.models.laws import AppendOnly
from disputes.models.numbers import NumberField
from disputes.models.published import Published
from sellers.states import BreachState, Trigger


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
        triggers = [AppendOnly(name="rule_append_only")]

    def __str__(self) -> str:
        return self.title


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
    # Of what was found by hand; the ledger finds the others.
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
            )
        ]
        # It keeps what it says of the act; only what came of it changes.
        triggers = [
            AppendOnly(
                name="breach_stays",
                of=["store", "dispute", "key", "trigger", "ground", "rule", "reasons", "cites"]
                + ["found_by"],
            )
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
        ]

    def __str__(self) -> str:
        return self.key
