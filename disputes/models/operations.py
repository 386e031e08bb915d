"""What the processes say of themselves, for staff and monitoring, and what they ask of people."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from disputes.installation import InstallationKind
from disputes.models.laws import Law

_STAYS = """
    RAISE EXCEPTION 'a database stays what it is: it was marked as %', OLD.kind
        USING ERRCODE = 'integrity_constraint_violation';
"""


class Installation(models.Model):
    """The mark of this database, in its only row: a demo, production, or what else it is for.

    Written by the first `migrate`; a trigger refuses to change or delete it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    kind = models.CharField(_("kind"), max_length=20, choices=InstallationKind.choices)
    marked_at = models.DateTimeField(_("marked at"), db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_installation", condition=models.Q(id=1)),
            models.CheckConstraint(
                name="installation_kind_known", condition=models.Q(kind__in=InstallationKind.values)
            ),
        ]
        triggers = [
            Law(
                name="installation_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_STAYS,
            )
        ]

    def __str__(self) -> str:
        return self.kind


class Heartbeat(models.Model):
    """When a process, or a piece of work, was last seen alive, by the database's clock."""

    class Kind(models.TextChoices):
        BEAT = "beat", _("Beat")
        WORKER = "worker", _("Worker")
        # Work that ended well, whoever did it.
        SWEEP = "sweep", _("Deadlines enforced")
        OUTBOX = "outbox", _("Outbox delivered")
        LEDGERS = "ledgers", _("Standing of stores settled")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200, blank=True)
    at = models.DateTimeField(_("last seen"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_heartbeat_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class WorkCounter(models.Model):
    """A number that only grows, added up by all workers: what a monitoring system calls a counter.

    Written after the work is committed, in a statement of its own: a worker that dies in between
    leaves a counter one batch short, and holds up nobody.
    """

    name = models.CharField(max_length=40)
    label = models.CharField(max_length=40, blank=True)
    value = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "label"], name="one_tally_each")]

    def __str__(self) -> str:
        return f"{self.name} {self.label}"


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


class RegularWork(models.Model):
    """Whether beat's ticks may do anything in this database. There is one row.

    A copy of a database would pay, tell, decide and delete what the original pays, tells, decides
    and deletes. So the row names the database that it was written for, and in any other one (a
    dump that was restored, a database made from this one as its template) the work is paused until
    a person says otherwise.
    """

    # PostgreSQL's number of the cluster and of the database in it, such as "7713…/16384".
    database = models.CharField(max_length=60)
    paused_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_regular_work")
        ]

    def __str__(self) -> str:
        return f"in {self.database}"
