"""The files that lie in evidence and messages: photos and documents."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import F, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disputes.models.dispute import Dispute
from disputes.models.evidence import Evidence
from disputes.models.laws import NeverEmptied
from disputes.models.messages import Message
from disputes.models.orders import private_storage
from disputes.models.reasons import Shot


class AttachmentOwner(models.Model):
    """What attachments are kept for that lie in no case: an app above has a row that points here,
    such as an appeal against a penalty, and says who may see them (`access.keepers`)."""

    def __str__(self) -> str:
        return str(self.pk)


class Attachment(models.Model):
    """One file of one side: a photo or a document.

    The bytes that were sent are kept (`original`, with their `sha256` and `size`). Of a photo only
    the platform may read them, since they tell where and with what it was taken; both sides see
    the `shared` copy, drawn anew. A document has no such copy: it is shared as it is.

    A file first waits in a form (`form_key`), so that nothing is lost when the form is refused;
    when the form is accepted it moves to the evidence, to the message, or to what an app above
    keeps it for (`kept_for`). Exactly one of the four is set.

    When the case is erased the row stays, for the hashes and the sizes, without names and files.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        DOCUMENT = "document", _("Document")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="files"
    )
    form_key = models.CharField(max_length=80, blank=True)
    kept_for = models.ForeignKey(
        AttachmentOwner, on_delete=models.PROTECT, null=True, related_name="files", db_index=False
    )
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, related_name="files"
    )
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, null=True, related_name="files", db_index=False
    )
    # The file of a later version that took the place of this one.
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PHOTO)
    name = models.CharField(_("file name"), max_length=100)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    shot = models.ForeignKey(
        Shot,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("what it shows"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"))

    # As it was sent.
    original = models.FileField(storage=private_storage, max_length=120, blank=True)
    content_type = models.CharField(_("format"), max_length=40, default="image/jpeg")
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    animated = models.BooleanField(_("one of several pictures"), default=False)

    # As both sides see it: JPEGs without metadata. Empty for a document.
    shared = models.FileField(storage=private_storage, max_length=120, blank=True)
    shared_size = models.PositiveIntegerField(_("bytes of the shared copy"), default=0)
    shared_sha256 = models.CharField(_("SHA-256 of the shared copy"), max_length=64, blank=True)
    thumbnail = models.FileField(storage=private_storage, max_length=120, blank=True)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    # For the signals to arbitrators: `files.perceptual_hash` and `files.photo_metadata`.
    perceptual_hash = models.BigIntegerField(null=True)
    photo_metadata = models.JSONField(default=dict)

    class Meta:
        triggers = [NeverEmptied(name="attachment_never_emptied")]
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(evidence=None, message=None, kept_for=None) & ~Q(form_key=""))
                | Q(evidence__isnull=False, message=None, form_key="", kept_for=None)
                | Q(evidence=None, message__isnull=False, form_key="", kept_for=None)
                | Q(evidence=None, message=None, form_key="", kept_for__isnull=False),
                name="file_has_one_home",
            )
        ]
        indexes = [
            models.Index(
                fields=["uploader", "form_key"], condition=~Q(form_key=""), name="uploads_of"
            ),
            models.Index(fields=["uploaded_at"], condition=~Q(form_key=""), name="uploads_by_age"),
            models.Index(
                fields=["kept_for"], condition=Q(kept_for__isnull=False), name="kept_files"
            ),
            models.Index(
                fields=["message"], condition=Q(message__isnull=False), name="files_of_messages"
            ),
            models.Index(fields=["sha256"], name="files_by_content"),
            # Before anything is deleted from the store: has a row this very name?
            *(
                HashIndex(fields=[name], condition=~Q(**{name: ""}), name=f"files_by_{name}")
                for name in ("original", "shared", "thumbnail")
            ),
            # A perceptual hash is looked up by its four parts of 16 bits: see
            # `disputes.similar_pictures`.
            *(
                models.Index(
                    F("perceptual_hash").bitrightshift(16 * part).bitand(0xFFFF),
                    condition=Q(perceptual_hash__isnull=False, evidence__isnull=False),
                    name=f"files_by_perceptual_hash_{part}",
                )
                for part in range(4)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dispute(self) -> Dispute | None:
        """The case that it lies in, if it lies in one."""
        home = self.evidence or self.message
        return home.dispute if home else None

    @classmethod
    def of_side(cls, dispute: Dispute, party: str) -> "models.QuerySet[Attachment]":
        """All that this side has shown in the case, in evidence of any version and in messages."""
        return cls.objects.filter(
            Q(evidence__dispute=dispute, evidence__party=party)
            | Q(message__dispute=dispute, message__party=party)
        )

    @property
    def is_photo(self) -> bool:
        return self.kind == self.Kind.PHOTO

    @property
    def is_erased(self) -> bool:
        return not (self.shared or self.original)

    @property
    def fingerprint(self) -> dict[str, str]:
        """What the history says of it: the hashes of all that is kept of it."""
        return {
            "sha256": self.sha256,
            "shared": self.shared_sha256,
            "thumbnail": self.thumbnail_sha256,
        }

    @property
    def stored_names(self) -> list[str]:
        """All that lies in the store of it."""
        return [file.name for file in (self.original, self.shared, self.thumbnail) if file.name]

    @property
    def url(self) -> str:
        return reverse("file", args=[self.public_id])

    @property
    def thumbnail_url(self) -> str:
        return reverse("file-thumbnail", args=[self.public_id])

    @property
    def original_url(self) -> str:
        return reverse("file-original", args=[self.public_id])

    @property
    def remove_url(self) -> str:
        return reverse("remove-upload", args=[self.public_id])

    @property
    def describe_url(self) -> str:
        return reverse("describe-upload", args=[self.public_id])

    @property
    def size_label(self) -> str:
        return filesizeformat(self.size)


class RefusedUploads(models.Model):
    """How many files one person sent on their latest day with any (UTC): of those that were opened
    to see what they are, and of these, the ones that could not be taken (`number`)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    on = models.DateField()
    opened = models.PositiveIntegerField(default=0, db_default=0)
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.number} of {self.opened} on {self.on}"
