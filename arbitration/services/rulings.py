"""An arbitrator rules: the terms, what they must hold, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from arbitration.models import ProposedRuling
from arbitration.services.bench import Bench
from arbitration.services.citations import check_cites
from arbitration.services.drafts import drop_drafts
from disputes.errors import Code, Refused
from disputes.models import Citation, Dispute, Evidence, Ground, Ruling, User
from disputes.permissions import Actor, appeal_open_to, latest_offers
from disputes.rules.solutions import Offer, check, outcome_of
from disputes.rules.words import check_words
from disputes.services.act import act
from disputes.services.changes import Change
from disputes.services.settlement import conclude, offer_data, put_forward
from disputes.services.snapshots import snapshots
from disputes.services.statements import silent_sides
from disputes.states import (
    EventKind,
    Party,
    ProposalStatus,
    SettledBy,
    Solution,
    State,
    Verb,
)


@dataclass(frozen=True)
class Terms:
    """What is ruled, on which ground, why, and on which evidence (by its numbers)."""

    offer: Offer
    ground: Ground
    reasons: str
    cites: tuple[int, ...]


def issue_ruling(
    arbitrator: User,
    case: Dispute,
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
    reasons = check_words(reasons, field="reasons", sentence=_("Give both sides your reasons."))
    with act(Actor(arbitrator, Party.PLATFORM), case, Verb.RULE) as change:
        terms = Terms(_checked(change.dispute, offer), ground, reasons, tuple(sorted(set(cites))))
        evidence = check_terms(change, terms)
        counts = not (
            is_large(change.dispute, terms.offer) and Bench.of([change]).able(change.dispute)
        )
        if counts:
            rule(change, terms, evidence, arbitrator=arbitrator)
        else:
            _propose(change, terms)
        drop_drafts(change.dispute, arbitrator)
    return counts


def is_large(dispute: Dispute, offer: Offer) -> bool:
    """Does a ruling for this offer need a second look? Refusing a large sum does, as well.

    Source: `Policy.large_amounts` of the case, by currency; where a currency has no number there,
    every amount is large.
    """
    asked = latest_offers(dispute)[Party.BUYER].amount_minor
    limit: int = dispute.policy.large_amounts.get(dispute.currency, 0)
    return max(asked, offer.amount_minor) >= limit


def check_terms(change: Change, terms: Terms) -> list[Evidence]:
    """The evidence that is cited; refused where ground or evidence do not do."""
    dispute, ground = change.dispute, terms.ground
    if not ground.active:
        raise Refused(Code.REASON_INVALID, _("Choose the ground of the ruling."), field="ground")
    outcome = outcome_of(terms.offer, paid_minor=dispute.line.paid_minor)
    if outcome not in ground.outcomes:
        raise Refused(
            Code.REASON_INVALID,
            _("“%(ground)s” is no ground for this outcome: %(outcome)s.")
            % {"ground": ground.title, "outcome": outcome.label},
            field="ground",
        )
    return check_cites(dispute, terms.cites, change.now)


def rule(
    change: Change,
    terms: Terms,
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
        waited_since=_waited_since(dispute),
        ruled_at=change.now,
    )
    change.add(ruling)
    change.add(*(Citation(ruling=ruling, evidence=item, version=item.version) for item in evidence))
    appellants = appeal_open_to(dispute, offers | {Party.PLATFORM: terms.offer})
    if on_appeal:
        # Both sides could add to the file until now.
        change.note(
            EventKind.FILE_CLOSED,
            evidence=snapshots([dispute])[dispute.pk],
            **silent_sides(dispute),
        )
    dispute.rule(change.now, appellants)
    change.note(
        EventKind.RULED,
        **offer_data(terms.offer, dispute.currency),
        ground=terms.ground.title,
        reasons=terms.reasons,
        cites=[item.number for item in evidence],
        on_appeal=on_appeal,
        confirms=ruling.confirms,
        approved=approved_by is not None,
    )
    if not appellants:
        carry_out_ruling(change, on_appeal=on_appeal)


def carry_out_ruling(change: Change, *, on_appeal: bool) -> None:
    """Nobody can appeal any more: the latest ruling is final."""
    ruled = change.live[Party.PLATFORM]
    by = SettledBy.APPEAL if on_appeal else SettledBy.RULING
    change.dispute.carry_out_ruling(change.now, Solution(ruled.solution), by)
    conclude(change, ruled, ProposalStatus.IMPOSED)
    change.note(EventKind.RULING_CARRIED_OUT, **offer_data(ruled.offer, ruled.currency))


def _propose(change: Change, terms: Terms) -> None:
    """For another arbitrator to approve. Neither side reads it before that."""
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
            ground=terms.ground,
            reasons=terms.reasons,
            cites=list(terms.cites),
            proposed_at=change.now,
        )
    )
    dispute.propose_ruling(change.now)
    change.note(EventKind.RULING_PROPOSED)


def _checked(dispute: Dispute, offer: Offer) -> Offer:
    return check(
        offer,
        paid_minor=dispute.line.paid_minor,
        currency=dispute.currency,
        may_return=dispute.may_return,
        platform_may_pay=True,
    )


def _waited_since(dispute: Dispute) -> datetime:
    """When the file closed, or the last appeal came."""
    came = (dispute.file_closed_at, dispute.buyer_appealed_at, dispute.seller_appealed_at)
    return max(at for at in came if at is not None)
