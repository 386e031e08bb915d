"""A case PDF in words: what the pages show of a case, in the order in which it is read.

Both sides and the platform get the same PDF; only the zone, the language and the line that says for
whom it was made are the reader's own. It comes from what the pages show to both sides, so nothing
private can be in it: no comments, no drafts, no ruling that does not count yet, no originals.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from disputes.case_pdf.blocks import PdfSection, PdfStyle
from disputes.case_pdf.cover import Cover, cover
from disputes.case_pdf.pictures import Album
from disputes.case_pdf.printing import print_document
from disputes.case_pdf.sections.checks import checks
from disputes.case_pdf.sections.evidence import statements
from disputes.case_pdf.sections.files import files
from disputes.case_pdf.sections.history import history
from disputes.case_pdf.sections.messages import messages
from disputes.case_pdf.sections.order import order
from disputes.case_pdf.sections.proposals import proposals
from disputes.case_pdf.sections.refund import refund
from disputes.case_pdf.sections.requests import requests
from disputes.case_pdf.sections.rulings import rulings
from disputes.case_pdf.text import breakable, clean, language, moment, reads_from_the_right
from disputes.selectors import DisputeView
from disputes.states import Party


@dataclass(frozen=True)
class Labels:
    """What the layout says by itself; `page` has a place for two numbers."""

    page: str
    undrawable: str  # in the place of a picture
    pictures: str  # on the cover, when some are not there
    named: str  # on the cover, when letters stand as their numbers
    boxes: str  # and when not even that was possible


@dataclass(frozen=True)
class Document:
    """All that the press needs, but for the pictures themselves."""

    title: str
    language: str
    rtl: bool
    made_at: int  # seconds since 1970
    made: str
    cover: Cover
    sections: Sequence[PdfSection]
    labels: Labels


def case_pdf(view: DisputeView) -> bytes:
    """The document as its viewer gets it: in the language and the zone that are active."""
    album = Album()
    document = _document(view, album)
    return print_document(_prepared(asdict(document)), album.wanted)


def _document(view: DisputeView, album: Album) -> Document:
    made = _made(view)
    return Document(
        title=_("Case file %(reference)s") % {"reference": view.dispute.reference},
        language=(get_language() or "en").split("-")[0],
        rtl=get_language_bidi(),
        made_at=int(view.now.timestamp()),
        made=made,
        cover=cover(view, made),
        sections=[
            order(view, album),
            proposals(view),
            rulings(view),
            requests(view),
            *statements(view, album),
            messages(view, album),
            refund(view),
            history(view),
            files(view),
            checks(view),
        ],
        labels=_labels(),
    )


def _made(view: DisputeView) -> str:
    sentence = {
        Party.BUYER: _("Made on %(at)s for the buyer"),
        Party.SELLER: _("Made on %(at)s for the seller"),
        Party.PLATFORM: _("Made on %(at)s for the platform"),
    }
    return sentence[view.viewer] % {"at": moment(view.now)}


def _labels() -> Labels:
    return Labels(
        page=_("Page {page} of {pages}"),
        undrawable=_("This picture could not be drawn. It is still in the case."),
        pictures=_(
            "Some pictures could not be shown. A sentence stands in the place of each; download "
            "this file again later, or look at them in the case."
        ),
        named=_(
            "Some letters could not be drawn with the fonts at hand. Each stands as its Unicode "
            "number in brackets, such as [U+0F56]; the case shows the words as they were written."
        ),
        boxes=_(
            "Some letters could not be drawn with the fonts at hand, and show as empty boxes. The "
            "case shows the words as they were written."
        ),
    )


def _prepared(value: Any) -> Any:
    """The same, ready to be printed: see `text`. Hashes stay as they are."""
    match value:
        case str():
            return breakable(clean(value))
        case list() | tuple():
            return [_prepared(each) for each in value]
        case {"style": PdfStyle.HASH}:
            return value
        case {"kind": "quote", "text": text}:
            lines = [
                {"text": _prepared(line), "rtl": reads_from_the_right(line)}
                for line in text.splitlines()
            ]
            return {"kind": "quote", "lines": lines, "language": language(text)}
        case dict():
            return {key: _prepared(each) for key, each in value.items()}
    return value
