"""Clean-ups that stopped, and what a supervisor says to them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HaltedCleanup(models.Model):
    """A clean-up that stopped before it deleted more than usual: nothing of it goes until a
    supervisor approves exactly this, once.

    What was found is never edited. When something else is found, the row ends and another one
    takes its place, so that an approval never covers more than what was shown.
    """

    class Kind(models.TextChoices):
        STRAY_FILES = "stray_files", _("Files without a row")
        OLD_UPLOADS = "old_uploads", _("Uploads of forms that were never sent")
        OLD_CASES = "old_cases", _("Words and photos of old cases")

    kind = models.CharField(_("what it deletes"), max_length=20, choices=Kind.choices)
    # The folder of stray files, by the UTC day of their upload; others have none.
    day = models.DateField(_("of the day"), null=True)
    number = models.PositiveIntegerField(_("would go"))
    total = models.PositiveIntegerField(_("of so many"))
    # The names of the stray files. What is old is that whose time was over at `halted_at`.
    names = ArrayField(models.TextField(), default=list)
    halted_at = models.DateTimeField(_("stopped"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved"), null=True)
    # Nothing of it is left, or something else was found.
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "day"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_open_halt_each",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="halt_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day or ''}"
