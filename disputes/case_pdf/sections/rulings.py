"""What the platform decided, on which ground, why, and on which evidence it rests."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from disputes import wording
from disputes.case_pdf.blocks import (
    Block,
    PdfLine,
    PdfQuote,
    PdfSection,
    PdfTitle,
    Sided,
    large,
    soft,
    strong,
)
from disputes.case_pdf.sections.erased import erased
from disputes.case_pdf.text import moment
from disputes.models import Ruling
from disputes.selectors import DisputeView
from disputes.states import Fate, Party
from disputes.wording.rulings import acceptance, accepted_by, verdict


def rulings(view: DisputeView) -> PdfSection:
    """Only those that count; who made them is not told to the sides, nor is it here."""
    blocks: list[Block] = []
    for ruling, fate in zip(view.rulings, view.fates, strict=True):
        blocks += [PdfTitle(_title(ruling)), Sided(Party.PLATFORM, _ruling(view, ruling, fate))]
    return PdfSection(_("Rulings"), blocks or [soft(_("The platform has not ruled in this case."))])


def _title(ruling: Ruling) -> str:
    if ruling.on_appeal:
        return _("Ruling on appeal, of %(instant)s") % {"instant": moment(ruling.ruled_at)}
    return _("Ruling of %(instant)s") % {"instant": moment(ruling.ruled_at)}


def _ruling(view: DisputeView, ruling: Ruling, fate: Fate) -> list[Block]:
    proposal, ground = ruling.proposal, ruling.ground
    offer = wording.offer_in_words(proposal.offer, proposal.currency)
    return [
        large(capfirst(offer)),
        *(soft(sentence) for sentence in _fate(view, ruling, fate)),
        strong(ground.title),
        soft(_("Article %(number)s of the platform's rules") % {"number": ground.article}),
        PdfLine(ground.text),
        strong(_("Reasons")),
        erased(view.dispute.erased_at) if view.dispute.erased_at else PdfQuote(ruling.reasons),
        strong(_("Rests on")),
        PdfLine(_cited(ruling)),
    ]


def _fate(view: DisputeView, ruling: Ruling, fate: Fate) -> list[str]:
    sentences = [str(fate.label)]
    if said := verdict(ruling):
        sentences.append(said)
    if ruling.approved_by_id is not None:
        sentences.append(_("A second arbitrator approved it, as the amount is large."))
    return [
        *sentences,
        *(
            acceptance(party, moment(at), Party.PLATFORM)
            for party, at in accepted_by(view.dispute, ruling)
        ),
    ]


def _cited(ruling: Ruling) -> str:
    cited = sorted(ruling.citations.all(), key=lambda citation: citation.evidence.number)
    told = [
        _("Evidence %(number)d (%(side)s), version %(version)d")
        % {
            "number": citation.evidence.number,
            "side": citation.evidence.get_party_display(),
            "version": citation.version,
        }
        for citation in cited
    ]
    return "; ".join(told)
