"""What a database is for, and whether its regular work is done."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from disputes.installation import InstallationKind
from disputes.models.laws import Law, NeverEmptied

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
            NeverEmptied(name="installation_never_emptied"),
            Law(
                name="installation_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return self.kind


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
