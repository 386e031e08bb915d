"""What the two sides say and show."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.orders import private_storage
from disputes.states import Party


class Evidence(models.Model):
    """A statement with photos, numbered within the case so that a ruling can point to it."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveSmallIntegerField(_("number"))
    party = models.CharField(_("party"), max_length=10, choices=Party.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("statement"), blank=True)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name_plural = _("evidence")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="evidence_number_in_case")
        ]

    def __str__(self) -> str:
        return f"{self.dispute.reference} #{self.number}"


class Photo(models.Model):
    """One photo, checked and re-encoded; the bytes as they came are not kept.

    A photo is first held for a form (`held_for`), so that nothing is lost when the form is
    refused; when the form is accepted it moves to the evidence. Exactly one of the two is set.

    When the case is erased the row stays, for the hash and the sizes, without its name and files.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="photos"
    )
    held_for = models.CharField(max_length=80, blank=True)
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, related_name="photos"
    )
    name = models.CharField(_("file name"), max_length=100)
    file = models.FileField(storage=private_storage, max_length=120)
    thumbnail = models.FileField(storage=private_storage, max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(evidence=None) & ~Q(held_for=""))
                | Q(evidence__isnull=False, held_for=""),
                name="photo_is_held_or_evidence",
            )
        ]
        indexes = [
            models.Index(
                fields=["uploader", "held_for"], condition=~Q(held_for=""), name="held_photos"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_erased(self) -> bool:
        return not self.file

    @property
    def url(self) -> str:
        return reverse("photo", args=[self.public_id])

    @property
    def thumbnail_url(self) -> str:
        return reverse("photo-thumbnail", args=[self.public_id])

    @property
    def remove_url(self) -> str:
        return reverse("drop-photo", args=[self.public_id])

    @property
    def size_label(self) -> str:
        return filesizeformat(self.size)
