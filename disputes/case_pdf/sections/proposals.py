"""What each side stands for, and what it stood for before."""

from django.utils.translation import gettext as _

from disputes.case_pdf.blocks import (
    Beside,
    Block,
    PdfLine,
    PdfQuote,
    PdfSection,
    PdfTable,
    PdfTitle,
    Sided,
    large,
    soft,
    strong,
)
from disputes.case_pdf.text import moment
from disputes.models import Proposal
from disputes.presenters.parts import proposal_card
from disputes.selectors import DisputeView
from disputes.states import Party
from disputes.wording.offers import answer_without_proposal

SIDES = (Party.BUYER, Party.SELLER)


def proposals(view: DisputeView) -> PdfSection:
    """Those of the platform are its rulings, which have a part of their own."""
    latest = {party: view.latest(party) for party in SIDES}
    earlier = [
        proposal
        for proposal in view.proposals
        if proposal.party in SIDES and proposal not in latest.values()
    ]
    # A case begins with the buyer's request; where the seller has proposed nothing, its answer.
    nothing = answer_without_proposal(view.dispute, view.events, Party.PLATFORM)
    columns = [_column(party, latest[party], nothing) for party in SIDES]
    blocks: list[Block] = [Beside(columns)]
    if earlier:
        blocks += [PdfTitle(_("Earlier proposals")), _table(earlier)]
    return PdfSection(_("Solutions side by side"), blocks)


def _column(party: Party, proposal: Proposal | None, nothing: str) -> Sided:
    if proposal is None:
        return Sided(party, [strong(str(party.label)), soft(nothing)])
    return Sided(party, [strong(str(party.label)), *_told(proposal)])


def _table(earlier: list[Proposal]) -> PdfTable:
    return PdfTable(
        [_("Proposed"), _("By"), _("Solution")],
        [3, 2, 8],
        [
            [
                [PdfLine(moment(proposal.made_at))],
                [PdfLine(proposal.get_party_display())],
                _told(proposal)[:-1],
            ]
            for proposal in earlier
        ],
    )


def _told(proposal: Proposal) -> list[PdfLine | PdfQuote]:
    """As on its card; when it was made comes last."""
    card = proposal_card(proposal, Party.PLATFORM)
    lines = [
        large(card.amount),
        PdfLine(card.kind_label),
        soft(card.freight_label),
        soft(card.status_label),
    ]
    text = [PdfQuote(card.text)] if card.text else []
    return [*(line for line in lines if line.text), *text, soft(moment(card.at))]
