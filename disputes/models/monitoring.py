"""What the processes say of themselves, for staff and monitoring."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a process, or a piece of work, was last seen alive, by the database's clock."""

    class Kind(models.TextChoices):
        BEAT = "beat", _("Beat")
        WORKER = "worker", _("Worker")
        MAILER = "mailer", _("Sender of mails")
        # Work that ended well, whoever did it.
        SWEEP = "sweep", _("Deadlines enforced")
        OUTBOX = "outbox", _("Outbox delivered")
        MAILS = "mails", _("Mails sent")
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
