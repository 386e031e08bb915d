"""What the people of a case wrote to each other."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from disputes.case_pdf.blocks import Block, PdfLine, PdfQuote, PdfSection, PdfStyle, Sided, soft
from disputes.case_pdf.pictures import Album
from disputes.case_pdf.sections.erased import erased
from disputes.case_pdf.sections.evidence import shown_files
from disputes.case_pdf.text import moment
from disputes.models import Message
from disputes.presenters.evidence_versions import Shown
from disputes.selectors import DisputeView
from disputes.states import OTHER_SIDE, Party
from disputes.wording.messages import hides_contacts


def messages(view: DisputeView, album: Album) -> PdfSection:
    """Oldest first. Contact details are hidden in it for all as long as they are for the other
    side, since everybody gets the same file."""
    blocks: list[Block] = []
    for message in view.messages:
        said = list(_message(view, message, album))
        party = Party(message.party)
        blocks += [Sided(party, said)] if party in OTHER_SIDE else said
    return PdfSection(_("Messages"), blocks or [soft(_("Nobody has written a message."))])


def _message(view: DisputeView, message: Message, album: Album) -> Iterator[Block]:
    head = _("Message %(number)s (%(side)s), %(at)s") % {
        "number": message.number,
        "side": Party(message.party).label,
        "at": moment(message.sent_at),
    }
    yield PdfLine(" ".join([head, *_seen(message)]), PdfStyle.SOFT, leads=True)
    if view.dispute.erased_at is not None:
        yield erased(view.dispute.erased_at, len(message.files.all()))
        return
    if message.text:
        hides = () if view.dispute.shares_contacts else message.hides
        yield PdfQuote(hides_contacts(message.text, hides))
    yield from shown_files([Shown(file, file.caption) for file in message.files.all()], album)


def _seen(message: Message) -> Iterator[str]:
    if message.party != Party.BUYER and message.buyer_seen_at is not None:
        yield _("Seen by the buyer on %(at)s.") % {"at": moment(message.buyer_seen_at)}
    if message.party != Party.SELLER and message.seller_seen_at is not None:
        yield _("Seen by the seller on %(at)s.") % {"at": moment(message.seller_seen_at)}
