"""An arbitrator asks a side for more evidence."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arbitration.permissions import may_rule
from disputes.errors import Code, Refused
from disputes.kernel.act import act
from disputes.models import Dispute, User
from disputes.permissions import Actor, declares
from disputes.rules.policy import days
from disputes.rules.texts import check_length
from disputes.states import AskedFor, EventKind, Party, Verb


def _requests_left(dispute: Dispute, actor: Actor, now: datetime) -> Refused | None:
    if dispute.evidence_requests < (most := dispute.policy.evidence_requests):
        return may_rule(dispute, actor, now)
    return Refused(
        Code.LIMIT_REACHED,
        ngettext(
            "Evidence can be asked for %(number)d time in a case. Rule on what is in the file.",
            "Evidence can be asked for %(number)d times in a case. Rule on what is in the file.",
            most,
        )
        % {"number": most},
    )


@declares(
    Verb.REQUEST_EVIDENCE,
    by={Party.PLATFORM: Dispute.ask},
    leaves=EventKind.EVIDENCE_REQUESTED,
    check=_requests_left,
)
def request_evidence(
    arbitrator: User,
    dispute: Dispute,
    *,
    of: Collection[Party],
    kinds: Sequence[AskedFor] = (),
    text: str = "",
    within_days: int | None = None,
) -> None:
    """Ask one side, or both, for these kinds of evidence, in own words as well or instead.

    Both sides can add evidence until it is over: `within_days` of 24 hours, at most (and where
    nothing is said) the `hearing_days` of the policy. The case stays with its arbitrator; silence
    lets the ruling go on without it.
    """
    text = check_length(text)
    if not text and not kinds:
        raise Refused(Code.TEXT_MISSING, _("Say what evidence is missing."), field="text")
    parties = [party for party in (Party.BUYER, Party.SELLER) if party in of]
    if not parties:
        raise Refused(Code.NOT_ALLOWED, _("Choose who should show it."), field="of")
    with act(Actor(arbitrator, Party.PLATFORM), dispute, Verb.REQUEST_EVIDENCE) as change:
        most = change.dispute.policy.hearing_days
        if within_days is None:
            within_days = most
        if not 1 <= within_days <= most:
            raise Refused(
                Code.LIMIT_REACHED,
                ngettext("Give the side %(most)d day.", "Give the side 1 to %(most)d days.", most)
                % {"most": most},
                field="within_days",
            )
        change.dispute.ask(change.now, parties, change.now + days(within_days))
        asked_until = change.dispute.asked_until
        assert asked_until is not None, "just set"
        change.record_event(
            EventKind.EVIDENCE_REQUESTED,
            of=[party.value for party in parties],
            kinds=[kind.value for kind in kinds],
            text=text,
            until=asked_until.isoformat(),
        )
