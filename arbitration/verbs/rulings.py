"""An arbitrator rules, and what follows."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from arbitration.kernel.terms import RulingTerms, check_offer, check_terms, needs_approval
from arbitration.models import ProposedRuling
from arbitration.permissions import may_issue
from arbitration.verbs.drafts import drop_drafts
from disputes.kernel.act import act
from disputes.kernel.changes import Change
from disputes.kernel.decisions_audit import ruling_data
from disputes.kernel.evidence_snapshots import snapshots
from disputes.kernel.final_rulings import carry_out_ruling
from disputes.kernel.settlement import offer_data, put_forward
from disputes.models import Citation, Dispute, Evidence, Ground, Ruling, User
from disputes.permissions import Actor, appeal_open_to, declares, latest_offers, losers
from disputes.rules.solutions import Offer
from disputes.rules.texts import check_text
from disputes.states import (
    EventKind,
    Party,
    State,
    Verb,
)
from disputes.verbs.evidence import silent_sides


@declares(
    Verb.RULE,
    by={Party.PLATFORM: Dispute.rule},
    leaves=[EventKind.RULED, EventKind.RULING_PROPOSED],
    check=may_issue,
)
def issue_ruling(
    arbitrator: User,
    dispute: Dispute,
    *,
    offer: Offer,
    ground: Ground,
    reasons: str,
    cites: Sequence[int],
) -> bool:
    """Decide the case, or the appeal, with a coded ground, reasons and the evidence they rest on.

    The sides that lose by it may appeal, once each; until then nothing is carried out. Where
    nobody may appeal any more, the ruling is final and carried out at once.

    A ruling on a large amount does not count before a second arbitrator approves it; the answer
    says whether it counts. Where nobody else may judge the case, it counts at once.
    """
    reasons = check_text(reasons, field="reasons", sentence=_("Give both sides your reasons."))
    with act(Actor(arbitrator, Party.PLATFORM), dispute, Verb.RULE) as change:
        terms = RulingTerms(
            check_offer(change.dispute, offer), ground, reasons, tuple(sorted(set(cites)))
        )
        evidence = check_terms(change.dispute, terms, change.now)
        counts = not needs_approval(change.dispute, terms.offer)
        if counts:
            rule(change, terms, evidence, arbitrator=arbitrator)
        else:
            _propose(change, terms)
        drop_drafts(change.dispute, arbitrator)
    return counts


def rule(
    change: Change,
    terms: RulingTerms,
    evidence: Sequence[Evidence],
    *,
    arbitrator: User,
    approved_by: User | None = None,
) -> None:
    """The ruling counts from now on. `evidence` is what `check_terms` has found."""
    dispute = change.dispute
    on_appeal = dispute.state == State.APPEALED
    offers = latest_offers(dispute)
    before = offers.get(Party.PLATFORM)
    offers[Party.PLATFORM] = terms.offer
    proposal = put_forward(change, terms.offer, "")
    ruling = Ruling(
        dispute=dispute,
        proposal=proposal,
        arbitrator=arbitrator,
        approved_by=approved_by,
        ground=terms.ground,
        reasons=terms.reasons,
        on_appeal=on_appeal,
        confirms=terms.offer == before if on_appeal else None,
        against_store=Party.SELLER in losers(offers),
        waited_since=_waited_since(dispute),
        ruled_at=change.now,
    )
    change.add(ruling)
    change.add(*(Citation(ruling=ruling, evidence=item, version=item.version) for item in evidence))
    appellants = appeal_open_to(dispute, offers)
    if on_appeal:
        # Both sides could add evidence until now.
        change.record_event(
            EventKind.EVIDENCE_CLOSED,
            evidence=snapshots([dispute])[dispute.pk],
            **silent_sides(dispute),
        )
    dispute.rule(change.now, appellants)
    change.record_event(
        EventKind.RULED,
        **offer_data(terms.offer, dispute.currency),
        **ruling_data(ruling),
        cites=[item.number for item in evidence],
        cited_versions=[item.version for item in evidence],
        approved=approved_by is not None,
    )
    if not appellants:
        carry_out_ruling(change)


def _propose(change: Change, terms: RulingTerms) -> None:
    """Propose it for another arbitrator to approve. Neither side reads it before that."""
    dispute, arbitrator = change.dispute, change.actor.user
    assert arbitrator is not None, "somebody rules"
    offer = terms.offer
    change.add(
        ProposedRuling(
            dispute=dispute,
            author=arbitrator,
            solution=offer.solution,
            amount_minor=offer.amount_minor,
            freight_payer=offer.freight_payer or "",
            freight_minor=offer.freight_minor,
            ground=terms.ground,
            reasons=terms.reasons,
            cites=list(terms.cites),
            proposed_at=change.now,
            read_to=dispute.event_count + 1,
        )
    )
    dispute.propose_ruling(change.now)
    change.record_event(EventKind.RULING_PROPOSED)


def _waited_since(dispute: Dispute) -> datetime:
    """When the evidence closed, or the last appeal came."""
    came = (dispute.evidence_closed_at, *(side.appealed_at for side in dispute.sides))
    return max(at for at in came if at is not None)
