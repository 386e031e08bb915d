"""What must hold of notices: nobody is told of what they did, nor reminded of what is over."""

from datetime import datetime

from disputes.states import NoticeKind, Party, State
from tests.histories.books import Books, Row, instant
from tests.histories.model import Case
from tests.histories.offers import BOTH

_ONE_SIDE = {
    State.AWAITING_SELLER: Party.SELLER,
    State.AWAITING_ADDRESS: Party.SELLER,
    State.AWAITING_RETURN: Party.BUYER,
    State.RETURN_IN_TRANSIT: Party.SELLER,
    State.AWAITING_RULING: Party.PLATFORM,
}


def nobody_is_told_of_an_own_act(books: Books) -> None:
    """Nor is anything told twice to anybody."""
    events = {row["id"]: row for row in books.rows("disputes_event")}
    told = [(row["person_id"], row["key"]) for row in books.rows("disputes_notice")]
    assert len(told) == len(set(told))
    for row in books.rows("disputes_notice"):
        if row["event_id"] is not None:
            event = events[row["event_id"]]
            assert (row["at"], row["dispute_id"]) == (event["at"], event["dispute_id"])
            assert row["person_id"] != event["actor_id"]


def reminder_matters(dispute: Case, row: Row, now: datetime) -> None:
    """A clock that runs waits for the side that is reminded, and the last day is the last."""
    due = dispute.due
    assert due is not None
    assert instant(row["data"]["due_at"]) == due
    assert now < due
    assert (row["kind"] == NoticeKind.LAST_DAY) == ((due - now).total_seconds() <= 24 * 3600)
    assert Party(row["party"]) in _waits_for(dispute, now)


def _waits_for(dispute: Case, now: datetime) -> set[Party]:
    match dispute.state:
        case State.NEGOTIATING:
            return set(BOTH)
        case State.HEARING:
            return set(BOTH) - dispute.done | dispute.asked
        case State.RULED:
            return set(dispute.may_appeal)
        case State.APPEALED if dispute.is_waiting_for_answers(now):
            return set(BOTH) - dispute.done | dispute.asked
        case State.APPEALED:
            return {Party.PLATFORM}
        case _:
            return {_ONE_SIDE[dispute.state]}
