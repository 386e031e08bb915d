"""What one side says and shows, with every earlier version."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from disputes.case_pdf.blocks import (
    Block,
    PdfLine,
    PdfPicture,
    PdfQuote,
    PdfSection,
    PdfStyle,
    PdfTitle,
    Pictures,
    Sided,
    hash_line,
    soft,
    strong,
)
from disputes.case_pdf.pictures import Album
from disputes.case_pdf.sections.erased import erased
from disputes.case_pdf.text import foreign, moment
from disputes.models import Attachment
from disputes.presenters.evidence_items import EvidenceItem, evidence_items
from disputes.presenters.evidence_versions import Shown, Version
from disputes.selectors import DisputeView
from disputes.states import Party


def statements(view: DisputeView, album: Album) -> list[PdfSection]:
    """The one side after the other."""
    items = evidence_items(view)
    titles = {
        Party.BUYER: _("What the buyer says and shows"),
        Party.SELLER: _("What the seller says and shows"),
    }
    return [
        PdfSection(title, _side(party, [item for item in items if item.party == party], album))
        for party, title in titles.items()
    ]


def shared_hash(file: Attachment) -> str:
    """The hash of what both sides see: a document is shared as it was sent."""
    return file.shared_sha256 or file.sha256


def _side(party: Party, items: Sequence[EvidenceItem], album: Album) -> list[Block]:
    blocks: list[Block] = []
    for item in items:
        title = _("Evidence %(number)s (%(side)s)") % {"number": item.number, "side": party.label}
        blocks += [PdfTitle(title), Sided(party, _statement(item, album))]
    return blocks or [soft(_("No evidence in the file."))]


def _statement(item: EvidenceItem, album: Album) -> list[Block]:
    blocks: list[Block] = [PdfLine(" ".join(_times(item)), PdfStyle.SOFT, leads=True)]
    if item.text:
        blocks.append(PdfQuote(item.text))
    if item.erased_at is not None:
        blocks.append(erased(item.erased_at, item.photos_erased))
    blocks += shown_files(
        [Shown(file, file.caption) for file in [*item.photos, *item.documents]], album
    )
    there = {file.pk for file in [*item.photos, *item.documents]}
    for version in item.earlier:
        blocks += _earlier(version, there, album)
        there |= {shown.file.pk for shown in version.files}
    return blocks


def _times(item: EvidenceItem) -> Iterable[str]:
    yield _("Added on %(at)s.") % {"at": moment(item.at)}
    if item.changed_at is not None:
        yield _("Changed on %(at)s.") % {"at": moment(item.changed_at)}
    if item.seen_at is not None:
        yield _("First seen by the other side on %(at)s.") % {"at": moment(item.seen_at)}
    elif item.is_unseen and item.erased_at is None:
        yield _("Not seen yet by the other side.")


def _earlier(version: Version, there: set[int], album: Album) -> list[Block]:
    """A file that a later version shows, too, is not printed once more."""
    title = _("Version %(number)s, of %(at)s") % {
        "number": version.number,
        "at": moment(version.at),
    }
    blocks: list[Block] = [PdfTitle(title, level=3)]
    if version.text:
        blocks.append(PdfQuote(version.text))
    same = [shown for shown in version.files if shown.file.pk in there]
    if same:
        names = ", ".join(foreign(shown.file.name) for shown in same)
        blocks.append(soft(_("Also shown in the later version: %(names)s") % {"names": names}))
    return blocks + shown_files([shown for shown in version.files if shown not in same], album)


def shown_files(files: Sequence[Shown], album: Album) -> list[Block]:
    """Photos as pictures; documents by name, size and hash, as they are not merged in here."""
    blocks: list[Block] = []
    photos = [_picture(shown, album) for shown in files if shown.file.is_photo]
    if photos:
        blocks.append(Pictures(photos))
    for shown in files:
        if not shown.file.is_photo:
            blocks += _document(shown)
    return blocks


def _picture(shown: Shown, album: Album) -> PdfPicture:
    file = shown.file
    shot = file.shot.label if file.shot else ""
    caption = [
        strong(shot),
        PdfLine(foreign(shown.caption)),
        soft(foreign(file.name)),
        soft(_("Animated: only the first picture is shown.") if file.animated else ""),
        hash_line(shared_hash(file)),
    ]
    return PdfPicture(
        album.add(file.shared, file.shared_sha256),
        shown.caption or shot or _("Photo %(name)s") % {"name": file.name},
        [line for line in caption if line.text],
    )


def _document(shown: Shown) -> list[Block]:
    file = shown.file
    kind = f"{file.get_kind_display()}, {file.size_label}"
    lines = [
        strong(foreign(file.name)),
        PdfLine(foreign(shown.caption)),
        soft(f"{kind} · " + _("not printed here; it can be downloaded from the case")),
        hash_line(shared_hash(file)),
    ]
    return [line for line in lines if line.text]
