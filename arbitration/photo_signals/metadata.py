"""What the metadata of photos tells. Anybody can write it, take it away or have a wrong clock."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from arbitration.photo_signals.signal import ShownPhoto, Signal, Sureness
from disputes.models import Dispute
from disputes.rules.instants import instant
from disputes.selectors import DisputeView
from disputes.states import Party

# A camera that does not tell its zone may stand in any: from 12 hours behind UTC to 14 ahead of it.
_BEHIND, _AHEAD = timedelta(hours=12), timedelta(hours=14)
LONG_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class PhotoFacts:
    """What one photo tells, as sentences of a few words."""

    photo: ShownPhoto
    sentences: Sequence[str]


def facts_of(photo: ShownPhoto) -> PhotoFacts:
    """For the page: background, and not a signal."""
    photo_metadata = photo.file.photo_metadata
    camera = " ".join(filter(None, (photo_metadata.get("make"), photo_metadata.get("model"))))
    said = [
        (_taken(photo), _("Taken on %(value)s.") % {"value": _taken_in_words(photo)}),
        (camera, _("Camera: %(value)s.") % {"value": camera}),
        (
            photo_metadata.get("software"),
            _("Software: %(value)s.") % {"value": photo_metadata.get("software")},
        ),
        (photo_metadata.get("place"), _place_in_words(photo_metadata)),
        (
            photo_metadata.get("incomplete"),
            _("The end of the file is missing: a strip is grey, or the whole less sharp."),
        ),
    ]
    return PhotoFacts(photo, [sentence for value, sentence in said if value])


def metadata_signals(view: DisputeView, photos: Sequence[ShownPhoto]) -> Iterator[Signal]:
    """Each kind once, with all the photos that it is about."""
    yield from _of_the_time(view.dispute, photos)
    yield from _of_the_making(photos)
    yield from _of_one_camera(photos)


def _of_the_time(dispute: Dispute, photos: Sequence[ShownPhoto]) -> Iterator[Signal]:
    order = dispute.snapshot
    may_be_wrong = _("It may be a photo of something else; or the clock of the camera is wrong.")
    yield from _signal(
        Sureness.LIKELY,
        _("Taken before the order"),
        _("The order was placed on %(at)s.") % {"at": instant(order.placed_at)}
        + " "
        + may_be_wrong,
        photos,
        lambda photo: _latest(photo) < order.placed_at,
    )
    if order.delivered_at is None:
        return
    delivered_at = order.delivered_at
    delivered = _("The parcel was delivered on %(at)s.") % {"at": instant(delivered_at)}
    buyers = [photo for photo in photos if photo.party == Party.BUYER]
    yield from _signal(
        Sureness.LIKELY,
        _("Taken after the order, before the delivery"),
        f"{delivered} {may_be_wrong}",
        buyers,
        lambda photo: order.placed_at <= _latest(photo) < delivered_at,
    )
    yield from _signal(
        Sureness.WEAK,
        _("Taken long after the delivery"),
        f"{delivered} "
        + _("What it shows may have come to be since; or it was only photographed late."),
        buyers,
        lambda photo: _earliest(photo) > delivered_at + LONG_AFTER,
    )


def _of_the_making(photos: Sequence[ShownPhoto]) -> Iterator[Signal]:
    for generator in _named(photos, "generator"):
        yield from _signal(
            Sureness.LIKELY,
            _("Says that software made it up (%(name)s)") % {"name": generator},
            _("Such software draws pictures of things that never were."),
            photos,
            _has("generator", generator),
        )
    for editor in _named(photos, "editor"):
        yield from _signal(
            Sureness.LIKELY,
            _("Went through %(name)s") % {"name": editor},
            _(
                "The file says that this software wrote it. Many people only crop or brighten a "
                "photo with it; more than that can be done, too."
            ),
            photos,
            _has("editor", editor),
        )
    for said, sureness in (("said", Sureness.LIKELY), ("likely", Sureness.WEAK)):
        yield from _signal(
            sureness,
            _("A screenshot"),
            _("It shows a screen and not the thing itself. For a tracking page that is right."),
            photos,
            _has("screenshot", said),
        )
    yield from _signal(
        Sureness.WEAK,
        _("Tells nothing of where it comes from"),
        _("Chats and many websites take these facts out of every photo, and so can anybody."),
        photos,
        lambda photo: (
            photo.file.photo_metadata.get("metadata") is False
            and not photo.file.photo_metadata.get("screenshot")
        ),
    )


def _of_one_camera(photos: Sequence[ShownPhoto]) -> Iterator[Signal]:
    for camera in _named(photos, "camera"):
        of_it = [photo for photo in photos if photo.file.photo_metadata.get("camera") == camera]
        if {photo.party for photo in of_it} >= {Party.BUYER, Party.SELLER}:
            yield Signal(
                Sureness.LIKELY,
                _("Photos of both sides come from one camera"),
                _(
                    "Their files name the same serial number. The two sides may know each other; "
                    "or one shows a photo of the other's."
                ),
                of_it,
            )


def _signal(
    sureness: Sureness,
    title: str,
    meaning: str,
    photos: Sequence[ShownPhoto],
    is_about: Callable[[ShownPhoto], bool],
) -> Iterator[Signal]:
    """One signal for all the photos that it is about, if there is any."""
    about = [photo for photo in photos if is_about(photo)]
    if about:
        yield Signal(sureness, title, meaning, about)


def _named(photos: Sequence[ShownPhoto], field: str) -> list[str]:
    return sorted(
        {
            photo.file.photo_metadata[field]
            for photo in photos
            if photo.file.photo_metadata.get(field)
        }
    )


def _has(field: str, value: str) -> Callable[[ShownPhoto], bool]:
    return lambda photo: photo.file.photo_metadata.get(field) == value


def _latest(photo: ShownPhoto) -> datetime:
    """When it was taken at the latest; an unknown time is after everything."""
    taken = _taken(photo)
    if taken is None:
        return datetime.max.replace(tzinfo=UTC)
    return taken if taken.tzinfo else taken.replace(tzinfo=UTC) + _BEHIND


def _earliest(photo: ShownPhoto) -> datetime:
    """When it was taken at the earliest; an unknown time is before everything."""
    taken = _taken(photo)
    if taken is None:
        return datetime.min.replace(tzinfo=UTC)
    return taken if taken.tzinfo else taken.replace(tzinfo=UTC) - _AHEAD


def _taken(photo: ShownPhoto) -> datetime | None:
    """Aware if the camera knew its zone. One at the ends of the calendar is no time at all."""
    taken_at = photo.file.photo_metadata.get("taken_at")
    taken = datetime.fromisoformat(taken_at) if taken_at else None
    return taken if taken and 1 < taken.year < 9999 else None


def _taken_in_words(photo: ShownPhoto) -> str:
    taken = _taken(photo)
    if taken is None:
        return ""
    if taken.tzinfo:
        return instant(taken)
    return _("%(at)s by the clock of the camera") % {"at": date_format(taken, "j M Y, H:i")}


def _place_in_words(photo_metadata: dict[str, Any]) -> str:
    if not photo_metadata.get("place"):
        return ""
    latitude, longitude = photo_metadata["place"]
    return _("Near %(latitude)s, %(longitude)s, give or take 11 km.") % {
        "latitude": latitude,
        "longitude": longitude,
    }
