"""Who of the platform may judge a case, and what its people need beside the right moment: to have
the case, and no part in it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from arbitration.models import Handover, ProposedRuling
from disputes.errors import Code, Refused
from disputes.models import Dispute, User
from disputes.permissions import (
    INTERESTS,
    RULED,
    Actor,
    CaseColumn,
    Part,
    Person,
    has_interest,
    people_with,
    since_contested,
)
from disputes.rules.instants import instant


def _handed_back(of: CaseColumn) -> QuerySet[Handover]:
    return Handover.objects.filter(why=Handover.Why.HANDED_BACK)


def _written_before_the_appeal(of: CaseColumn) -> QuerySet[ProposedRuling]:
    appealed_at = Greatest(of("buyer_appealed_at"), of("seller_appealed_at"))
    return ProposedRuling.objects.filter(
        since_contested("proposed_at", of), proposed_at__lt=appealed_at
    )


# Nobody judges an own case, nor one that they have ruled on before or handed back, nor hears the
# appeal where they have written or looked over a ruling before it.
_BARS = (
    *INTERESTS,
    RULED,
    Part(_handed_back, ["giver"]),
    Part(_written_before_the_appeal, ["author", "reviewer"]),
)
# Nobody approves their own ruling; where nobody else can, they may think it over.
_OWN_RULING = Part(lambda of: Dispute.objects.all(), ["proposed_by"], dispute="pk")


def bars(person: Person) -> list[Q]:
    """Conditions on the cases of a query: each bars this person from taking them."""
    return [part.has(person) for part in (*_BARS, _OWN_RULING)]


def barred(disputes: Sequence[Dispute]) -> dict[int, set[int]]:
    """The ids of all who may not judge these cases, by case; one query. Whoever wrote the ruling
    that waits in one is not among them for that."""
    return people_with(_BARS, [dispute.pk for dispute in disputes])


def in_hand(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    """Only the arbitrator who has taken the case does this."""
    if actor.user is None or dispute.assignee_id != actor.user.pk:
        return Refused(
            Code.NOT_ALLOWED, _("Only the arbitrator who has taken this case can do this.")
        )
    return uninvolved(actor.user, dispute)


def may_rule(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    """Whoever has the case, unless it waits for the approval of another's ruling."""
    if dispute.proposed_by_id is not None and dispute.assignee_id is not None:
        return Refused(
            Code.NOT_ALLOWED,
            _("A ruling waits for your approval. Approve it, or send it back with a note."),
        )
    return in_hand(dispute, actor, now)


def may_issue(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    """Whoever may rule, once what is in the case could be answered."""
    return may_rule(dispute, actor, now) or is_heard(dispute, now)


def is_heard(dispute: Dispute, now: datetime) -> Refused | None:
    """An appeal, and what comes during it, is answered before it is ruled."""
    if (until := dispute.awaits_answer(now)) is None:
        return None
    return Refused(
        Code.NOT_ALLOWED,
        _(
            "The sides can answer each other until %(instant)s. You can rule from then on, and as "
            "soon as both have said that they have nothing to add."
        )
        % {"instant": instant(until)},
    )


def uninvolved(user: User, dispute: Dispute) -> Refused | None:
    if not has_interest(user, dispute):
        return None
    return Refused(Code.NOT_ALLOWED, _("You are involved in this case yourself."))
