"""The first page: what the case is about and how it stands."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from disputes import wording
from disputes.case_pdf.blocks import PdfFacts, PdfLine, PdfNotice, facts
from disputes.case_pdf.text import foreign, moment
from disputes.models import Proposal
from disputes.rules.money import format_money
from disputes.rules.solutions import Offer
from disputes.selectors import DisputeView
from disputes.states import FINAL_STATES, NOT_FINAL, Solution


@dataclass(frozen=True)
class Cover:
    """`situation` are sentences; the first one is the outcome."""

    eyebrow: str
    reference: str
    item: str
    state: str
    situation: list[PdfLine]
    facts: PdfFacts
    notices: list[PdfNotice]
    contents: str


def cover(view: DisputeView, made: str) -> Cover:
    dispute = view.dispute
    return Cover(
        eyebrow=_("Case file"),
        reference=dispute.reference,
        item=foreign(dispute.snapshot.title),
        state=dispute.get_state_display(),
        situation=[PdfLine(sentence) for sentence in _state_of(view)],
        facts=facts(
            (_("Buyer"), foreign(dispute.buyer.name)),
            (_("Store"), foreign(dispute.store.name)),
            (_("Reason"), foreign(dispute.reason_label)),
            (_("Paid for it"), format_money(dispute.snapshot.paid_minor, dispute.currency)),
            (_("Applied for"), moment(dispute.opened_at)),
            (_("Request"), _in_words(view.request)),
            (_("Settled by"), dispute.get_settled_by_display()),
            (_("Closed"), moment(dispute.closed_at)),
            (_("Refund"), _refund(view)),
            (_("This file"), made),
            (_("Times"), _zone()),
        ),
        notices=_notices(view),
        contents=_("Contents"),
    )


def _state_of(view: DisputeView) -> list[str]:
    dispute = view.dispute
    sentences = [_outcome(view)]
    if dispute.state in FINAL_STATES:
        sentences.append(view.step.text)
    if view.deadline is not None:
        zone = timezone.get_current_timezone()
        sentences.append(wording.deadline_on_paper(view.deadline, zone))
    return sentences


def _outcome(view: DisputeView) -> str:
    if view.dispute.closed_at is not None and view.refund is None:
        return capfirst(wording.offer_in_words(Offer(Solution.NO_REFUND), view.dispute.currency))
    if view.dispute.settlement is not None:
        return _in_words(view.dispute.settlement)
    if view.ruling is not None and view.fates[-1] in NOT_FINAL:
        offer = wording.offer_in_words(view.ruling.proposal.offer, view.dispute.currency)
        return _("Ruling, not final yet: %(offer)s") % {"offer": offer}
    return _("Nothing is decided yet.")


def _in_words(proposal: Proposal) -> str:
    return capfirst(wording.offer_in_words(proposal.offer, proposal.currency))


def _refund(view: DisputeView) -> str:
    if view.refund is None:
        return ""
    amount = format_money(view.refund.total_minor, view.refund.currency)
    if view.refund.paid_at is None:
        return _("%(amount)s, not paid yet") % {"amount": amount}
    at = moment(view.refund.paid_at)
    return _("%(amount)s, paid on %(at)s") % {"amount": amount, "at": at}


def _zone() -> str:
    zone = timezone.get_current_timezone_name()
    return _("In the zone %(zone)s, each with its offset from UTC") % {"zone": zone}


def _notices(view: DisputeView) -> list[PdfNotice]:
    erased_at = view.dispute.erased_at
    if erased_at is None:
        return []
    return [
        PdfNotice(
            _(
                "What was written and shown in this case was erased on %(at)s, as the platform's "
                "policy says. What was asked, decided and paid is kept."
            )
            % {"at": moment(erased_at)}
        )
    ]
