"""An arbitrator asks for more, or rules."""

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Dispute, Ground, Ruling, User
from disputes.permissions import Actor, appeal_open_to, latest_offers
from disputes.rules.solutions import Offer, check
from disputes.rules.words import check_words
from disputes.services.act import act
from disputes.services.changes import Change
from disputes.services.settlement import conclude, offer_data, put_forward
from disputes.services.snapshots import snapshots
from disputes.states import (
    EventKind,
    Party,
    ProposalStatus,
    SettledBy,
    Solution,
    State,
    Verb,
)


def request_evidence(arbitrator: User, case: Dispute, *, words: str) -> None:
    """Open the file again for both sides, with a clock of its own; the case stays mine."""
    words = check_words(words, sentence=_("Say what evidence is missing."))
    with act(Actor(arbitrator, Party.PLATFORM), case, Verb.REQUEST_EVIDENCE) as change:
        change.dispute.reopen_file(change.now)
        change.note(EventKind.EVIDENCE_REQUESTED, words=words)


def issue_ruling(
    arbitrator: User, case: Dispute, *, offer: Offer, ground: Ground, reasons: str
) -> None:
    """Decide the case, or the appeal, with a coded ground and reasons.

    The sides that lose by it may appeal, once each; until then nothing is carried out. Where
    nobody may appeal any more, the ruling is final and carried out at once.
    """
    reasons = check_words(reasons, field="reasons", sentence=_("Give both sides your reasons."))
    if not ground.active:
        raise Refused(Code.REASON_INVALID, _("Choose the ground of the ruling."), field="ground")
    with act(Actor(arbitrator, Party.PLATFORM), case, Verb.RULE) as change:
        dispute = change.dispute
        on_appeal = dispute.state == State.APPEALED
        offer = check(
            offer,
            paid_minor=dispute.line.paid_minor,
            currency=dispute.currency,
            may_return=dispute.may_return,
            platform_may_pay=True,
        )
        offers = latest_offers(dispute) | {Party.PLATFORM: offer}
        proposal = put_forward(change, offer, "")
        change.add(
            Ruling(
                dispute=dispute,
                proposal=proposal,
                arbitrator=arbitrator,
                ground=ground,
                reasons=reasons,
                on_appeal=on_appeal,
                ruled_at=change.now,
            )
        )
        appellants = appeal_open_to(dispute, offers)
        if on_appeal:
            # Both sides could add to the file until now.
            change.note(EventKind.FILE_CLOSED, evidence=snapshots([dispute])[dispute.pk])
        dispute.rule(change.now, appellants)
        change.note(
            EventKind.RULED,
            **offer_data(offer, dispute.currency),
            ground=ground.title,
            reasons=reasons,
            on_appeal=on_appeal,
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
