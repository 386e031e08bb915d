"""What the two sides say."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.laws import NeverEmptied
from disputes.states import Party

if TYPE_CHECKING:
    from disputes.models.attachments import Attachment


class Evidence(models.Model):
    """A statement with files, numbered within the case so that a ruling can point to it.

    Its side may change it until the evidence of the case closes. The row holds the latest version;
    the texts of the earlier ones stand in the history, their files stay beside the new ones.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveSmallIntegerField(_("number"))
    party = models.CharField(_("party"), max_length=10, choices=Party.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("statement"), blank=True)
    added_at = models.DateTimeField(_("added"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed"), null=True)
    # When the other side saw this version. What the platform saw is not told here.
    seen_at = models.DateTimeField(_("first seen by the other side"), null=True)

    class Meta:
        triggers = [NeverEmptied(name="evidence_never_emptied")]
        verbose_name_plural = _("evidence")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="evidence_number_in_case")
        ]

    def __str__(self) -> str:
        return f"{self.dispute.reference} #{self.number}"

    @property
    def current_attachments(self) -> "list[Attachment]":
        """Those of the latest version, each in the place of the one that it replaced."""
        files = list(self.files.all())
        place = {file.pk: file.pk for file in files}
        # A file is younger than the one whose place it takes, so its place is known by then.
        for file in files:
            if file.replaced_by_id is not None:
                place[file.replaced_by_id] = place[file.pk]
        current = [file for file in files if file.replaced_by_id is None]
        return sorted(current, key=lambda file: place[file.pk])
