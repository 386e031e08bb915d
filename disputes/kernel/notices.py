"""Notices: written in the transaction of what they tell, for everybody whom it concerns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from disputes.kernel.changes import Change, rows_of
from disputes.models import Dispute, Event
from disputes.permissions import SUPERVISE, judges
from disputes.rules.notices import FOR_SUPERVISORS, concerned, first_reminder
from disputes.states import OPTIONAL_NOTICES, EventKind, NoticeKind, Party

# One statement for all. Who belongs to a store is looked up here: a sweep has thousands of cases.
_TELL = """
INSERT INTO disputes_notice
    (person_id, key, kind, party, dispute_id, event_id, store_id, at, data, mail_due_at, in_digest)
SELECT DISTINCT ON (person.id, told.key)
    person.id, told.key, told.kind, told.party, told.dispute_id, told.event_id, told.store_id,
    told.at, told.data, told.at, false
FROM jsonb_to_recordset(%s) AS told(
    place int, key text, kind text, party text, person_id bigint, members_of bigint,
    dispute_id bigint, event_id bigint, store_id bigint, at timestamptz, data jsonb, by bigint
)
JOIN LATERAL (
    SELECT told.person_id AS id
    UNION ALL
    SELECT user_id FROM disputes_storemember WHERE store_id = told.members_of
) AS whom ON true
JOIN disputes_user AS person ON person.id = whom.id
WHERE person.is_active AND person.id IS DISTINCT FROM told.by
ORDER BY person.id, told.key, told.place
ON CONFLICT DO NOTHING
"""


def tell(told: Sequence[Mapping[str, Any]]) -> None:
    """Save notices; who has one of the same key already gets none.

    Each says `key`, `kind`, `party`, `at` and `data`; whom it is for: `person_id`, or everybody of
    the store `members_of`; what it is about: `dispute_id`, `event_id`, `store_id`; and who did it,
    who is not told: `by`. The first one of a key counts.
    """
    if told:
        placed = [{"place": place, "data": {}, **each} for place, each in enumerate(told)]
        with connection.cursor() as cursor:
            cursor.execute(_TELL, [orjson.dumps(placed).decode()])


def tell_of_events(changes: Sequence[Change]) -> None:
    """Everybody whom the events of these changes concern."""
    told: list[dict[str, Any]] = []
    alarms: list[Event] = []
    for change in changes:
        events = rows_of([change], Event)
        told += _of_act(events, change.dispute)
        alarms += [event for event in events if event.kind in FOR_SUPERVISORS]
    if alarms:
        supervisors = list(judges(SUPERVISE).values_list("pk", flat=True))
        told += [
            _about(event, NoticeKind.WORK, Party.PLATFORM) | {"person_id": pk}
            for event in alarms
            for pk in supervisors
        ]
    tell(told)


def _of_act(events: Sequence[Event], dispute: Dispute) -> Iterable[dict[str, Any]]:
    """What an act that leaves several lines comes to: whoever is told what matters, such as that
    the request was rejected, is not told beside it what went along, such as the evidence."""
    told = [
        (event, party, kind)
        for event in events
        for party, kind in concerned(EventKind(event.kind), Party(event.party)).items()
    ]
    matters = {party for _event, party, kind in told if kind not in OPTIONAL_NOTICES}
    for event, party, kind in told:
        if kind in OPTIONAL_NOTICES and party in matters:
            continue
        whom: dict[str, int | None]
        match party:
            case Party.BUYER:
                whom = {"person_id": dispute.buyer_id}
            case Party.SELLER:
                whom = {"members_of": dispute.store_id}
            case Party.PLATFORM:
                whom = {"person_id": dispute.assignee_id}
        yield _about(event, kind, party) | whom


def _about(event: Event, kind: NoticeKind, party: Party) -> dict[str, Any]:
    return {
        "key": f"event-{event.pk}",
        "kind": kind,
        "party": party,
        "dispute_id": event.dispute_id,
        "event_id": event.pk,
        "at": event.at,
        "by": event.actor_id,
    }


def set_reminders(changes: Iterable[Change]) -> None:
    """A clock that began or moved reminds anew; a case without one never again."""
    for change in changes:
        due_at: datetime | None = change.dispute.due_at
        if due_at != change.was_due_at or change.is_new or change.is_moved:
            change.dispute.remind_at = first_reminder(change.now, due_at)
