"""The same picture somewhere else: in another case, in the listing, with the other side."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arbitration.access import disputes_without_interest
from arbitration.photo_signals.signal import OtherCase, ShownPhoto, Signal, Sureness
from disputes import similar_pictures
from disputes.errors import Refused
from disputes.files.intake import check, read
from disputes.files.limits import Limits
from disputes.files.perceptual_hash import Rotation
from disputes.models import Attachment, Dispute, LineSnapshot, User
from disputes.selectors import DisputeView
from disputes.similar_pictures import Match, alike
from disputes.states import Party

# So few bits apart, two pictures are hardly ever of different things.
_VERY_CLOSE = 3
# The marketplace's own pictures are not held to the limits of uploads.
_LISTED = Limits(megabytes=50, megapixels=100, at_once=1, per_side=1)

_ROTATIONS = {
    Rotation.MIRRORED: gettext_lazy("mirrored"),
    Rotation.UPSIDE_DOWN: gettext_lazy("upside down"),
    Rotation.TURNED: gettext_lazy("turned on its side"),
}


def sameness_signals(
    view: DisputeView, photos: Sequence[ShownPhoto], viewer: User
) -> Iterator[Signal]:
    yield from _in_other_cases(view.dispute, photos, viewer)
    yield from _in_the_listing(view.dispute.snapshot, photos)
    yield from _with_both_sides(photos)


def _in_other_cases(
    dispute: Dispute, photos: Sequence[ShownPhoto], viewer: User
) -> Iterator[Signal]:
    known = {
        photo.file.pk: photo.file.perceptual_hash
        for photo in photos
        if photo.file.perceptual_hash is not None
    }
    near = similar_pictures.matches(known, except_dispute=dispute.pk)
    files = _shown_elsewhere(dispute, photos, near.values())
    open_to = _open_to(viewer, files)
    for photo in photos:
        same = [file for file in files.values() if file.sha256 == photo.file.sha256]
        if same:
            yield Signal(
                Sureness.CERTAIN,
                _("The very same file is in another case"),
                _(
                    "Byte for byte the same. It may have been taken from there; or one person "
                    "tells of the same goods twice."
                ),
                [photo],
                [_other(dispute, file, open_to) for file in same],
            )
        close = [
            match
            for match in near.get(photo.file.pk, [])
            if match.file_id in files and files[match.file_id] not in same
        ]
        if close:
            yield Signal(
                _sureness(close[0].distance),
                _("Nearly the same picture is in another case"),
                _(
                    "Shapes and light agree; colours were not compared. It may be the same photo, "
                    "encoded anew or changed a little, or another one of a thing that looks the "
                    "same, from the same side. Look at both."
                ),
                [photo],
                [_other(dispute, files[match.file_id], open_to, match.rotation) for match in close],
            )


def _shown_elsewhere(
    dispute: Dispute, photos: Sequence[ShownPhoto], near: Iterable[Sequence[Match]]
) -> dict[int, Attachment]:
    """All the files of other cases that are the same or look alike; one query. What one application
    showed for several cases tells nothing."""
    if not photos:
        return {}
    same = Q(sha256__in={photo.file.sha256 for photo in photos})
    alike = Q(pk__in={match.file_id for matches in near for match in matches})
    there = Attachment.objects.filter(same | alike, evidence__isnull=False).exclude(shared="")
    others = there.exclude(evidence__dispute=dispute).select_related("evidence__dispute")
    if dispute.group_id is not None:
        others = others.exclude(evidence__dispute__group=dispute.group_id)
    return others.order_by("pk").in_bulk()


def _open_to(viewer: User, files: dict[int, Attachment]) -> set[int]:
    disputes = {file.evidence.dispute_id for file in files.values() if file.evidence is not None}
    if not disputes:
        return set()
    return set(
        disputes_without_interest(viewer).filter(pk__in=disputes).values_list("pk", flat=True)
    )


def _other(
    dispute: Dispute, file: Attachment, open_to: set[int], rotation: Rotation = Rotation.NONE
) -> OtherCase:
    assert file.evidence is not None, "only files of other cases are looked for"
    other = file.evidence.dispute
    if other.pk not in open_to:
        return OtherCase(_("In a case that you are involved in yourself."), None)
    sentence = _same_people(dispute, other)
    if rotation in _ROTATIONS:
        sentence = _("%(who)s; there it is %(turned)s.") % {
            "who": sentence.rstrip("."),
            "turned": _ROTATIONS[rotation],
        }
    return OtherCase(sentence, other)


def _same_people(dispute: Dispute, other: Dispute) -> str:
    match dispute.buyer_id == other.buyer_id, dispute.store_id == other.store_id:
        case True, True:
            return _("By the same buyer, about the same store.")
        case True, False:
            return _("By the same buyer, about another store.")
        case False, True:
            return _("By another buyer, about the same store.")
    return _("By another buyer, about another store.")


def _in_the_listing(line: LineSnapshot, photos: Sequence[ShownPhoto]) -> Iterator[Signal]:
    try:
        listed = _hash_of_listing(str(line.picture.name)) if photos else None
    except (OSError, ValueError, Refused):
        return  # it is lost, or no picture: there is nothing to compare with
    if listed is None:
        return
    for photo in photos:
        near = (
            None
            if photo.file.perceptual_hash is None
            else alike(photo.file.perceptual_hash, listed)
        )
        if near is not None:
            yield Signal(
                _sureness(near[0]),
                _("Nearly the same picture as in the listing"),
                _(
                    "It may show the picture of the listing and not the goods; or the goods, "
                    "photographed as they were listed. Colours were not compared."
                ),
                [photo],
            )


@lru_cache(maxsize=1024)
def _hash_of_listing(name: str) -> int | None:
    """The perceptual hash of a listing's picture, which never changes under its name; none of one
    that is all but plain."""
    picture = LineSnapshot._meta.get_field("picture").storage
    with picture.open(name) as file:
        drawn = check(read(file, 0, _LISTED), _LISTED).drawn
    return None if drawn is None else drawn.perceptual_hash


def _with_both_sides(photos: Sequence[ShownPhoto]) -> Iterator[Signal]:
    for one, other in combinations(photos, 2):
        if one.party == other.party or Party.PLATFORM in (one.party, other.party):
            continue
        if one.file.sha256 == other.file.sha256:
            sureness: Sureness | None = Sureness.CERTAIN
        elif one.file.perceptual_hash is None or other.file.perceptual_hash is None:
            continue
        else:
            near = alike(one.file.perceptual_hash, other.file.perceptual_hash)
            sureness = None if near is None else _sureness(near[0])
        if sureness is not None:
            yield Signal(
                sureness,
                _("Both sides show the same picture, or nearly"),
                _("One side may have taken it from the other's evidence, to answer it."),
                [one, other],
            )


def _sureness(distance: int) -> Sureness:
    return Sureness.LIKELY if distance <= _VERY_CLOSE else Sureness.WEAK
