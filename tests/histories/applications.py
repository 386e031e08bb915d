"""When a buyer may apply for a refund, by the design."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from disputes.errors import Code
from disputes.states import Party, State
from tests.histories.acts import Act
from tests.histories.cast import MISSED, RECEIVED
from tests.histories.goods import Item
from tests.histories.mistakes import wrong_request
from tests.histories.model import Case
from tests.histories.offers import normal
from tests.histories.rests import Times


def application(
    item: Item,
    numbers: Mapping[str, int],
    act: Act,
    now: datetime,
    others: Sequence[Case],
    times: Times,
) -> Case:
    """The case that an application makes, beside the others on its line: what is counted is counted
    through those that were withdrawn."""
    pieces = free_pieces(item, others) if act.pieces is None else act.pieces
    dispute = Case(item, pieces, act.reason == RECEIVED, numbers, now, item.said(pieces))
    dispute.times, dispute.now = times, now
    before = last_withdrawn(others)
    if before is not None:
        dispute.application, dispute.changes = before.application + 1, before.changes
    dispute.say(act, now)
    dispute.put(Party.BUYER, normal(act.offer, dispute.worth))
    dispute.start("seller_response_days", now)
    dispute.count(now, None)
    dispute.log.append((now, dispute.state, dispute.due))
    return dispute


def free_pieces(item: Item, others: Sequence[Case]) -> int:
    """What no case is about that stands."""
    mine = [other for other in others if other.item is item and other.state != State.WITHDRAWN]
    return item.pieces - sum(other.pieces for other in mine)


def last_withdrawn(others: Sequence[Case]) -> Case | None:
    """Of the withdrawn ones the one that most came before; of several, the newest."""
    withdrawn = [other for other in others if other.state == State.WITHDRAWN]
    return max(reversed(withdrawn), key=lambda other: other.application, default=None)


def application_refusal(
    dispute: Case, others: Sequence[Case], act: Act, now: datetime
) -> Code | None:
    """Why this case cannot come to be, beside the others on its line; or nothing."""
    return cannot_apply(dispute, others, act, now) or wrong_application(dispute, act)


def wrong_application(dispute: Case, act: Act) -> Code | None:
    """What is wrong with photos and terms of one that could be made."""
    if dispute.received and not act.photo:
        return Code.PHOTO_REQUIRED
    return wrong_request(dispute, act.offer, may_return=dispute.received)


def cannot_apply(dispute: Case, others: Sequence[Case], act: Act, now: datetime) -> Code | None:
    """Whatever is asked for and shown."""
    item, before = dispute.item, last_withdrawn(others)
    free = free_pieces(item, others)
    if act.who.name != item.order.buyer:
        return Code.NOT_FOUND
    if not free:
        return Code.CASE_EXISTS
    if not 0 < dispute.pieces <= free:
        return Code.ORDER_INVALID
    if before is not None and before.application >= before.numbers["applications_per_line"]:
        return Code.LIMIT_REACHED
    if item.order.cancelled_at is not None or not item.line.left:
        return Code.WINDOW_CLOSED
    if not _window_is_open(item, dispute.received, now):
        return Code.WINDOW_CLOSED
    if not dispute.received and act.reason != MISSED[item.parcel.dispatched_at is not None]:
        return Code.REASON_INVALID
    return None


def _window_is_open(item: Item, received: bool, now: datetime) -> bool:
    """What was not sent: from the end of the time to send it. Of what was: received from receipt,
    which is the buyer's word where nobody reported it; else missed. See `Parcel.promise`."""
    parcel = item.parcel
    opens, closes = parcel.missing_from, parcel.missing_until
    if parcel.dispatched_at is None:
        return not received and opens is not None and opens <= now
    if received and parcel.delivered_at is not None:
        opens, closes = parcel.delivered_at, parcel.received_until
    elif received:
        opens = parcel.dispatched_at
    assert opens is not None
    assert closes is not None
    return opens <= now < closes
