"""What a ruling may rest on: evidence of this case that both sides could answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from disputes.errors import Code, Refused
from disputes.models import Dispute, Event, Evidence
from disputes.rules.instants import instant
from disputes.states import EVIDENCE_STATES, OTHER_SIDE, EventKind, Party


def check_cites(
    evidence: Sequence[Evidence], unanswered: Mapping[int, datetime | None], cites: Sequence[int]
) -> list[Evidence]:
    """Those of this evidence with these numbers, in their order; refused when one cannot be cited.
    `unanswered` as `not_yet_answered` has it."""
    if not cites:
        raise _invalid(_("Choose at least one piece of evidence that the ruling rests on."))
    found = {item.number: item for item in evidence}
    for number in cites:
        if number not in found:
            raise _invalid(_("There is no evidence %(number)d in this case.") % {"number": number})
        if number in unanswered:
            raise _invalid(why_not_yet(number, unanswered[number]))
    return [found[number] for number in cites]


def why_not_yet(number: int, until: datetime | None) -> str:
    """Why no ruling can rest on this evidence, and from when on it can; never, for none."""
    if until is None:
        return _(
            "The other side had no time to answer evidence %(number)d, so no ruling can rest on "
            "it. Ask for evidence, and it can be answered."
        ) % {"number": number}
    return _(
        "The other side had no time yet to answer evidence %(number)d. A ruling can rest on it "
        "from %(instant)s, and as soon as the other side has nothing to add."
    ) % {"number": number, "instant": instant(until)}


def not_yet_answered(
    dispute: Dispute, evidence: Sequence[Evidence], now: datetime
) -> dict[int, datetime | None]:
    """Which of this evidence the other side had no time to answer, by number: until when it has;
    none where the evidence is closed.

    To have opened it is not enough: the side must have been able to add something for
    `Policy.notice_hours` of the case since it was there, or have said that it has nothing to add.
    One query.
    """
    events = list(dispute.events.defer("data").order_by("number"))
    asked = timedelta(hours=dispute.policy.notice_hours)
    found: dict[int, datetime | None] = {}
    for item in evidence:
        since, other = item.changed_at or item.added_at, OTHER_SIDE[Party(item.party)]
        lacking = asked - _time_to_answer(events, since, now)
        if lacking > timedelta() and not _is_done(events, other, since):
            is_open = dispute.state in EVIDENCE_STATES
            found[item.number] = now + lacking if is_open else None
    return found


def _is_done(events: Sequence[Event], party: Party, since: datetime) -> bool:
    return any(
        event.kind == EventKind.EVIDENCE_FINISHED and event.party == party and event.at >= since
        for event in events
    )


def _time_to_answer(events: Sequence[Event], since: datetime, now: datetime) -> timedelta:
    """For how long the evidence was open after this instant. A deadline ends it, whenever the
    platform came to enforce it."""
    total, ends = timedelta(), [*(event.at for event in events[1:]), now]
    for event, end in zip(events, ends, strict=True):
        if event.to_state in EVIDENCE_STATES:
            open_until = min(end, event.due_at or end)
            total += max(timedelta(), open_until - max(event.at, since))
    return total


def _invalid(sentence: str) -> Refused:
    return Refused(Code.CITATION_INVALID, sentence, field="cites")
