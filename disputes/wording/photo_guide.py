"""What to photograph for a reason: what is there, what is missing, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.models import Attachment, Reason, Shot
from disputes.rules.photo_guide import shown


@dataclass(frozen=True)
class WantedShot:
    """One picture that a reason asks for, and whether it is there."""

    shot: Shot
    required: bool
    added: bool


def wanted_shots(reason: Reason, files: Sequence[Attachment]) -> list[WantedShot]:
    """What the reason asks for, in its order, compared with these files."""
    shots = [wanted.shot for wanted in reason.shots.select_related("shot")]
    required = reason.photos_required
    added = shown(
        [shot.pk for shot in shots],
        required,
        photos=[file.shot_id for file in files if file.is_photo],
        documents=[file.shot_id for file in files if not file.is_photo],
    )
    return [
        WantedShot(shot, place < required, shot.pk in added) for place, shot in enumerate(shots)
    ]


def what_is_lacking(reason: Reason, files: Sequence[Attachment]) -> str:
    """A sentence about the required photos that are not there; empty when all are."""
    missing = [wanted for wanted in wanted_shots(reason, files) if is_missing(wanted)]
    documents = [file for file in files if not file.is_photo]
    if missing:
        sentence = ngettext(
            "Add at least %(number)d photo: %(shots)s.",
            "Add at least %(number)d photos: %(shots)s.",
            len(missing),
        ) % {"number": len(missing), "shots": labels(missing)}
    elif len(files) - len(documents) < reason.photos_required:
        sentence = ngettext(
            "Add at least %(number)d photo that shows it.",
            "Add at least %(number)d photos that show it.",
            reason.photos_required,
        ) % {"number": reason.photos_required}
    else:
        return ""
    if documents:
        sentence += " " + _("A document does not stand for a photo.")
    elif len(files) >= reason.photos_required:
        sentence += " " + _("If a photo that is here shows it, choose that below the photo.")
    return sentence


def is_missing(wanted: WantedShot) -> bool:
    return wanted.required and not wanted.added


def labels(wanted: Sequence[WantedShot]) -> str:
    """The labels as one line: “The whole item”, “The size label”."""
    return ", ".join(f"“{one.shot.label}”" for one in wanted)
