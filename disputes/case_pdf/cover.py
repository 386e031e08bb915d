"""The first page: what the case is about and how it stands."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from disputes import wording
from disputes.case_pdf.blocks import Facts, Line, Notice, facts
from disputes.case_pdf.sections.order import name_of_buyer
from disputes.case_pdf.text import foreign, moment
from disputes.models import Proposal
from disputes.rules.money import format_money
from disputes.selectors import DisputeView
from disputes.states import FINAL_STATES, NOT_FINAL


@dataclass(frozen=True)
class Cover:
    """`standing` are sentences; the first one is the outcome."""

    eyebrow: str
    reference: str
    item: str
    state: str
    standing: list[Line]
    facts: Facts
    notices: list[Notice]
    contents: str


def cover(case: DisputeView, made: str) -> Cover:
    dispute = case.dispute
    return Cover(
        eyebrow=_("Case file"),
        reference=dispute.reference,
        item=foreign(dispute.snapshot.title),
        state=dispute.get_state_display(),
        standing=[Line(sentence) for sentence in _state_of(case)],
        facts=facts(
            (_("Buyer"), foreign(name_of_buyer(dispute))),
            (_("Store"), foreign(dispute.store.name)),
            (_("Reason"), foreign(dispute.reason.label)),
            (_("Paid for it"), format_money(dispute.snapshot.paid_minor, dispute.currency)),
            (_("Applied for"), moment(dispute.opened_at)),
            (_("Request"), _in_words(case.request)),
            (_("Settled by"), dispute.get_settled_by_display()),
            (_("Closed"), moment(dispute.closed_at)),
            (_("Refund"), _refund(case)),
            (_("This file"), made),
            (_("Times"), _zone()),
        ),
        notices=_notices(case),
        contents=_("Contents"),
    )


def _state_of(case: DisputeView) -> list[str]:
    dispute = case.dispute
    sentences = [_outcome(case)]
    if dispute.state in FINAL_STATES:
        sentences.append(case.step.text)
    if case.deadline is not None:
        at = moment(case.deadline.at)
        sentences += [_("Deadline: %(at)s") % {"at": at}, case.deadline.consequence]
    return sentences


def _outcome(case: DisputeView) -> str:
    if case.dispute.settlement is not None:
        return _in_words(case.dispute.settlement)
    if case.ruling is not None and case.fates[-1] in NOT_FINAL:
        offer = wording.offer_in_words(case.ruling.proposal.offer, case.dispute.currency)
        return _("Ruling, not final yet: %(offer)s") % {"offer": offer}
    return _("Nothing is decided yet.")


def _in_words(proposal: Proposal) -> str:
    return capfirst(wording.offer_in_words(proposal.offer, proposal.currency))


def _refund(case: DisputeView) -> str:
    if case.refund is None:
        return ""
    amount = format_money(case.refund.amount_minor, case.refund.currency)
    if case.refund.paid_at is None:
        return _("%(amount)s, not paid yet") % {"amount": amount}
    at = moment(case.refund.paid_at)
    return _("%(amount)s, paid on %(at)s") % {"amount": amount, "at": at}


def _zone() -> str:
    zone = timezone.get_current_timezone_name()
    return _("In the zone %(zone)s, each with its offset from UTC") % {"zone": zone}


def _notices(case: DisputeView) -> list[Notice]:
    erased_at = case.dispute.erased_at
    if erased_at is None:
        return []
    return [
        Notice(
            _(
                "What was written and shown in this case was erased on %(at)s, as the platform's "
                "policy says. What was asked, decided and paid is kept."
            )
            % {"at": moment(erased_at)}
        )
    ]
