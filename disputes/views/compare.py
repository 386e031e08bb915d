"""Two pictures of a case beside each other: as a rule what was listed, and what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from disputes import access
from disputes.models import Attachment, Dispute, Evidence
from disputes.presenters import parts
from disputes.states import Party
from disputes.views.people import signed_in

LISTING = "listing"
# The panes by their names in the address. On the page they are only first and second: on a phone
# they stand one below the other, and in a script from right to left the other way round.
PANES: dict[str, str | Promise] = {
    "left": gettext_lazy("First picture"),
    "right": gettext_lazy("Second picture"),
}


@dataclass(frozen=True)
class ComparedPicture:
    """Something that can stand in a pane."""

    key: str  # in the address: "listing", or the file's public id
    name: str
    source: str  # where it comes from
    url: str
    thumbnail_url: str


@dataclass(frozen=True)
class PictureLink:
    """A link that puts a picture into a pane and leaves the other pane alone."""

    picture: ComparedPicture
    address: str
    current: bool


@dataclass(frozen=True)
class Pane:
    """One half of the page: what stands in it, and what else could."""

    name: str
    label: str | Promise
    shown: ComparedPicture
    choices: Sequence[PictureLink]


@login_required
@require_safe
def compare_page(request: HttpRequest, reference: str, party: Party) -> HttpResponse:
    """The page for one of the two sides."""
    dispute = access.dispute_of_side(signed_in(request), party, reference)
    context = comparison(dispute, party, request.GET)
    return render(request, "disputes/compare.html", context | {"viewer": party})


def comparison(dispute: Dispute, viewer: Party, chosen: Mapping[str, str]) -> dict[str, object]:
    """What the template shows. A choice that this case does not have falls back to the default."""
    photos = [
        (item, file)
        for item in dispute.evidence.prefetch_related("files")
        for file in item.current_attachments
        if file.is_photo
    ]
    kept = [(item, file) for item, file in photos if not file.is_erased]
    return {
        "dispute": dispute,
        "panes": _panes(dispute, kept, viewer, chosen) if kept else [],
        "photos_erased": len(photos) - len(kept),
    }


def _panes(
    dispute: Dispute,
    photos: Sequence[tuple[Evidence, Attachment]],
    viewer: Party,
    chosen: Mapping[str, str],
) -> list[Pane]:
    by_buyer = (file for item, file in photos if item.party == Party.BUYER)
    first = next(by_buyer, photos[0][1])
    pictures = {LISTING: _listing(dispute)} | {
        str(file.public_id): _photo(item, file, viewer) for item, file in photos
    }
    shown = {
        name: pictures.get(chosen.get(name, ""), pictures[default])
        for name, default in zip(PANES, (LISTING, str(first.public_id)), strict=True)
    }
    keys = {name: picture.key for name, picture in shown.items()}
    return [
        Pane(
            name=name,
            label=label,
            shown=shown[name],
            choices=[
                PictureLink(
                    picture,
                    address="?" + urlencode(keys | {name: picture.key}),
                    current=picture is shown[name],
                )
                for picture in pictures.values()
            ],
        )
        for name, label in PANES.items()
    ]


def _listing(dispute: Dispute) -> ComparedPicture:
    url = dispute.snapshot.picture_url
    name = _("Listing picture") if dispute.snapshot.picture else _("The listing had no picture")
    return ComparedPicture(LISTING, name, dispute.store.name, url, url)


def _photo(item: Evidence, file: Attachment, viewer: Party) -> ComparedPicture:
    return ComparedPicture(
        key=str(file.public_id),
        name=file.caption or file.name,
        source=_("%(party)s, evidence %(number)d")
        % {"party": parts.party_label(item.party, viewer), "number": item.number},
        url=file.url,
        thumbnail_url=file.thumbnail_url,
    )
