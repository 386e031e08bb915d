"""What a ruling may rest on: evidence of this case that both sides could answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Dispute, Evidence
from disputes.rules.instants import instant
from disputes.states import OTHER_SIDE, Party


def check_cites(dispute: Dispute, cites: Sequence[int], now: datetime) -> list[Evidence]:
    """The evidence with these numbers, in their order; refused when one cannot be cited."""
    if not cites:
        raise _invalid(_("Choose at least one piece of evidence that the ruling rests on."))
    found = {item.number: item for item in dispute.evidence.all()}
    not_yet = not_yet_known(dispute, list(found.values()), now)
    for number in cites:
        if number not in found:
            raise _invalid(_("There is no evidence %(number)d in this case.") % {"number": number})
        if number in not_yet:
            raise _invalid(
                _(
                    "The other side has not opened evidence %(number)d yet. You can cite it once "
                    "it has, and from %(instant)s in any case."
                )
                % {"number": number, "instant": instant(not_yet[number])}
            )
    return [found[number] for number in cites]


def not_yet_known(
    dispute: Dispute, evidence: Sequence[Evidence], now: datetime
) -> dict[int, datetime]:
    """Which of this evidence cannot be cited yet, by number: from when it can.

    Both sides count as knowing it once the other one has opened it, or has done anything else in
    the case since it was there; and when it had the time to do so. Source of that time:
    `Policy.notice_hours` of the case. One query.
    """
    acts = dispute.events.order_by().values_list("party").annotate(Max("at"))
    last_acts: dict[str, datetime] = dict(acts)
    not_yet = {}
    for item in evidence:
        told_at = item.changed_at or item.added_at
        last_act = last_acts.get(OTHER_SIDE[Party(item.party)])
        known_from = told_at + timedelta(hours=dispute.policy.notice_hours)
        if now < known_from and (last_act is None or last_act < told_at):
            not_yet[item.number] = known_from
    return not_yet


def _invalid(sentence: str) -> Refused:
    return Refused(Code.CITATION_INVALID, sentence, field="cites")
