"""When a buyer may apply for a refund, by the design."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from disputes.errors import Code
from disputes.states import Party, State
from tests.histories.model import NUMBERS, Act, Case, Line, normal
from tests.histories.turns import wrong_request


def application(
    line: Line,
    received: bool,
    numbers: Mapping[str, int],
    act: Act,
    now: datetime,
    others: Sequence[Case],
) -> Case:
    """The case that an application makes, beside the others on its line: what is counted is counted
    through all of them."""
    dispute = Case(line, received, numbers)
    dispute.application = len(others) + 1
    dispute.changes = max((other.changes for other in others), default=0)
    dispute.say(act, now)
    dispute.put(Party.BUYER, normal(act.offer, line.paid))
    dispute.start("seller_response_days", now)
    dispute.log.append((now, dispute.state, dispute.due))
    return dispute


def application_refusal(
    dispute: Case, others: Sequence[Case], act: Act, now: datetime
) -> Code | None:
    """Why this case cannot come to be, beside the others on its line; or nothing."""
    if act.who.name != dispute.line.buyer:
        return Code.NOT_FOUND
    if any(other.state != State.WITHDRAWN for other in others):
        return Code.CASE_EXISTS
    if others and len(others) >= others[-1].numbers["applications_per_line"]:
        return Code.LIMIT_REACHED
    if not _window_is_open(dispute, now):
        return Code.WINDOW_CLOSED
    if dispute.received and not act.photo:
        return Code.PHOTO_REQUIRED
    return wrong_request(dispute, act.offer)


def _window_is_open(dispute: Case, now: datetime) -> bool:
    """Received: five days from receipt. Not received: from the fifth day after dispatch, at once
    if less was promised, until 15 days after the promised date. By the numbers of when its news
    came: what was promised then is kept, whatever policy comes later."""

    def days(number: str) -> timedelta:
        return timedelta(days=NUMBERS[number])

    line = dispute.line
    if dispute.received:
        assert line.delivered_at, "the model asks this of delivered goods only"
        return line.delivered_at <= now < line.delivered_at + days("apply_after_receipt_days")
    quick = line.promised_days < 5
    opens = line.dispatched_at + (timedelta() if quick else days("apply_after_dispatch_days"))
    return opens <= now < line.promised_until + days("apply_after_promise_days")
