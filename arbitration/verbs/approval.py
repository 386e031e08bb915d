"""A second arbitrator looks at a ruling on a large amount before it counts."""

from datetime import datetime

from django.utils.translation import gettext as _

from arbitration.kernel.terms import RulingTerms, check_terms
from arbitration.models import ProposedRuling
from arbitration.permissions import in_hand, is_heard
from arbitration.verbs.rulings import rule
from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.kernel.settlement import check_left
from disputes.models import Dispute, User
from disputes.permissions import Actor, decisive_since, declares
from disputes.rules.texts import check_text
from disputes.states import EventKind, Party, Verb
from disputes.wording.unread import changed


def proposed_ruling(dispute: Dispute) -> ProposedRuling | None:
    """The ruling that waits for approval in this case."""
    if dispute.proposed_by_id is None:
        return None
    return dispute.proposed_rulings.select_related("author", "ground").latest("proposed_at", "id")


def _has_one_to_review(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.proposed_by_id is None:
        return Refused(Code.NOT_ALLOWED, _("No ruling waits for approval in this case."))
    return in_hand(dispute, actor, now)


def _has_one_that_holds(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    """Its author has read all that is in the case, and what is in it could be answered."""
    if refused := _has_one_to_review(dispute, actor, now):
        return refused
    since = decisive_since(dispute, _of(dispute).read_to)
    if not since:
        return is_heard(dispute, now)
    told = " ".join(changed(event, to_staff=True) for event in since[-3:])
    return Refused(
        Code.STALE,
        _("%(changes)s The ruling was written before that. Send it back.") % {"changes": told},
    )


@declares(
    Verb.APPROVE,
    by={Party.PLATFORM: Dispute.rule},
    leaves=EventKind.RULED,
    check=_has_one_that_holds,
)
def approve_ruling(reviewer: User, dispute: Dispute) -> None:
    """The ruling counts from now on, as its arbitrator proposed it.

    Refused where something came that its author has not read, where its evidence or its ground can
    no longer be relied on, and where less is left to refund by now: it has to be sent back then.
    """
    with act(Actor(reviewer, Party.PLATFORM), dispute, Verb.APPROVE) as change:
        proposed = _of(change.dispute)
        terms = RulingTerms(
            proposed.offer, proposed.ground, proposed.reasons, tuple(proposed.cites)
        )
        check_left(change, terms.offer)
        evidence = check_terms(change.dispute, terms, change.now)
        rule(change, terms, evidence, arbitrator=proposed.author, approved_by=reviewer)
        proposed.reviewer, proposed.approved, proposed.answered_at = reviewer, True, change.now
        proposed.save()


@declares(
    Verb.SEND_BACK,
    by={Party.PLATFORM: Dispute.send_ruling_back},
    leaves=EventKind.RULING_SENT_BACK,
    check=_has_one_to_review,
)
def send_ruling_back(reviewer: User, dispute: Dispute, *, comment: str) -> None:
    """Not approved: its arbitrator gets the case again, with the reasons why."""
    comment = check_text(comment, field="comment", sentence=_("Say what has to be thought over."))
    with act(Actor(reviewer, Party.PLATFORM), dispute, Verb.SEND_BACK) as change:
        proposed = _of(change.dispute)
        proposed.reviewer, proposed.approved = reviewer, False
        proposed.comment, proposed.answered_at = comment, change.now
        proposed.save()
        change.dispute.send_ruling_back(change.now)
        change.record_event(EventKind.RULING_SENT_BACK)


def _of(dispute: Dispute) -> ProposedRuling:
    proposed = proposed_ruling(dispute)
    assert proposed is not None, "asked for under the lock, after permissions"
    return proposed
