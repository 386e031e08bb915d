"""The platform's reasoned decisions. The power to make one lies in `arbitration`."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.evidence import Evidence
from disputes.models.laws import Law, NeverEmptied
from disputes.models.proposal import Proposal
from disputes.states import Outcome

# Both sides have read it with the ruling. A new ground says it otherwise.
_STAYS = """
    IF (NEW.code, NEW.article, NEW.title, NEW.text, NEW.outcomes)
        IS DISTINCT FROM (OLD.code, OLD.article, OLD.title, OLD.text, OLD.outcomes)
        AND EXISTS (SELECT FROM disputes_ruling AS ruling WHERE ruling.ground_id = OLD.id)
    THEN
        RAISE EXCEPTION 'a ground that a ruling rests on keeps its words'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


def every_outcome() -> list[str]:
    return list(Outcome.values)


class Ground(models.Model):
    """A coded ground that a ruling rests on, and what it fits: see `arbitration.kernel.terms`."""

    class Needs(models.TextChoices):
        """What at least one cited piece of evidence must hold, for a ground that speaks of it."""

        NOTHING = "", _("Nothing")
        PHOTO = "photo", _("A photo")
        FILE = "file", _("A photo or a document")

    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text for both sides"))
    article = models.CharField(
        _("article"), max_length=20, help_text=_("Of the platform's rules, such as 3.1.")
    )
    outcomes = ArrayField(
        models.CharField(max_length=10, choices=Outcome.choices),
        verbose_name=_("outcomes that it fits"),
        default=every_outcome,
    )
    reasons = ArrayField(
        models.SlugField(),
        verbose_name=_("reasons that it fits"),
        help_text=_("Reasons of buyers, or branches of them. None: it fits all of them."),
        default=list,
        blank=True,
    )
    only_returns = models.BooleanField(_("only after a contested return"), default=False)
    needs = models.CharField(
        _("what the evidence must hold"),
        max_length=10,
        choices=Needs.choices,
        default=Needs.NOTHING,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        triggers = [
            NeverEmptied(name="ground_never_emptied"),
            Law(
                name="ground_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_STAYS,
            ),
        ]
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
    # On appeal: does it come to the same as the ruling before it? Else it replaces that one.
    confirms = models.BooleanField(_("confirms the ruling before it"), null=True)
    # Does it give the buyer more than the store stood for? When it is final, that costs points.
    against_store = models.BooleanField(_("gives more than the store offered"), default=False)
    # Of a large amount: who looked at it before it counted.
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    # When the evidence closed, or the appeal came: the time to rule counts from here.
    waited_since = models.DateTimeField(_("waited since"))
    ruled_at = models.DateTimeField(_("ruled"))

    class Meta:
        triggers = [NeverEmptied(name="ruling_never_emptied")]
        ordering = ["ruled_at", "id"]
        indexes = [models.Index(fields=["ruled_at"], name="rulings_by_time")]

    def __str__(self) -> str:
        return f"{self.dispute.reference}: {self.ground}"

    @property
    def cites(self) -> list[int]:
        """The numbers of the evidence that it rests on."""
        return sorted(citation.evidence.number for citation in self.citations.all())


class Citation(models.Model):
    """A piece of evidence that a ruling rests on, as it stood when the ruling was made."""

    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="citations")
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, related_name="citations", db_index=False
    )
    version = models.PositiveSmallIntegerField(_("version"))

    class Meta:
        triggers = [NeverEmptied(name="citation_never_emptied")]
        ordering = ["ruling", "evidence"]
        constraints = [
            models.UniqueConstraint(fields=["ruling", "evidence"], name="cited_once_in_a_ruling")
        ]

    def __str__(self) -> str:
        return f"{self.ruling} ← {self.evidence}"
