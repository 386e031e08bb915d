"""The shape of a signal."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from disputes.models import Attachment, Dispute
from disputes.selectors import DisputeView
from disputes.states import Party


class Sureness(TextChoices):
    """That it is so; never what follows from it."""

    CERTAIN = "certain", _("Certain")
    LIKELY = "likely", _("Likely")
    WEAK = "weak", _("Weak hint")

    @property
    def rank(self) -> int:
        """The surest comes first."""
        return list(Sureness).index(self)


@dataclass(frozen=True)
class ShownPhoto:
    """A photo of the case, and where it stands."""

    number: int  # of the evidence
    party: Party
    file: Attachment


@dataclass(frozen=True)
class OtherCase:
    """Where else a picture is. `dispute` is none if the viewer is involved in it."""

    sentence: str
    dispute: Dispute | None


@dataclass(frozen=True)
class Signal:
    """Something that was found, what it means, and the photos that it is about."""

    sureness: Sureness
    title: str
    meaning: str
    photos: Sequence[ShownPhoto]
    others: Sequence[OtherCase] = ()


def shown_photos(view: DisputeView) -> list[ShownPhoto]:
    """Those in the file as it stands; none of an erased case."""
    return [
        ShownPhoto(item.number, Party(item.party), file)
        for item in view.evidence
        for file in item.current_attachments
        if file.is_photo and not file.is_erased
    ]
