"""What people are told of the end of a case, by bare SQL."""

from disputes.models import Notice
from disputes.states import NoticeKind
from tests.bench.rows import insert


def notices(source: str, *, buyer: NoticeKind, seller: NoticeKind) -> str:
    """A notice for the buyer and for everybody of the store: `source` has `at`, `buyer_id`,
    `case_id` and `store_id`, and `event` the keys of the events that tell it."""
    notice = {
        "person_id": "whom.id",
        "key": "'event-' || event.id",
        "kind": "whom.kind",
        "party": "whom.party",
        "dispute_id": "case_id",
        "event_id": "event.id",
        "at": "at",
        "mail_due_at": "at",
    }
    told = f"""{source} JOIN event ON event.dispute_id = case_id CROSS JOIN LATERAL (
        SELECT buyer_id AS id, 'buyer' AS party, '{buyer}' AS kind
        UNION ALL
        SELECT user_id, 'seller', '{seller}' FROM disputes_storemember AS member
        WHERE member.store_id = {source}.store_id
    ) AS whom"""  # only names
    return insert(Notice, told, notice)
