"""The deadline sentence: when, how long still, and what happens when it passes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timesince import timeuntil
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute, Proposal
from disputes.states import PLATFORM_STATES, Solution, State
from disputes.wording.history import decided_by
from disputes.wording.offers import offer_in_words, payment_in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# From here on the page presses.
URGENT = timedelta(hours=24)


@dataclass(frozen=True)
class Deadline:
    """`at` is aware; `left` is empty once it has passed; `consequence` is a whole sentence.

    `seconds_left` lets a page keep counting; it is 0 once the time has passed.
    """

    at: datetime
    left: str
    consequence: str
    urgent: bool
    seconds_left: int


def deadline(
    dispute: Dispute, request: Proposal | None, now: datetime, *, to_staff: bool = False
) -> Deadline | None:
    """The clock that runs in this case; none when it is closed.

    `request` is what would be carried out when the clock runs out: the buyer's live request
    while the seller must answer, the solution that was ruled or agreed after that. Only staff is
    told of a ruling that waits for approval.
    """
    if dispute.due_at is None:
        return None
    remaining = max(dispute.due_at - now, timedelta())
    return Deadline(
        at=dispute.due_at,
        left=timeuntil(dispute.due_at, now) if remaining else "",
        consequence=consequence(dispute, request, to_staff=to_staff),
        urgent=remaining < URGENT,
        seconds_left=int(remaining.total_seconds()),
    )


def consequence(dispute: Dispute, request: Proposal | None, *, to_staff: bool = False) -> str:
    """What the platform does when this case's clock runs out."""
    offer = "" if request is None else _in_words(dispute, request)
    if dispute.state in PLATFORM_STATES and dispute.is_last_round:
        return str(_LAST[State(dispute.state)]) % {"offer": f": {offer}" if offer else ""}
    told = str(_what_follows(dispute, to_staff)) % {"offer": offer}
    if dispute.state in PLATFORM_STATES and dispute.decide_by is not None:
        return f"{told} {decided_by(dispute.decide_by)}"
    return told


def _in_words(dispute: Dispute, request: Proposal) -> str:
    """As it would be carried out: nothing is sent back any more where the goods stay or are back
    already, and no more is paid than is left."""
    offer = request.offer
    goes_back = dispute.state not in (State.AWAITING_ADDRESS, State.RETURN_IN_TRANSIT)
    if goes_back and offer.solution != Solution.REFUND:
        return offer_in_words(offer, request.currency)
    return payment_in_words(dispute, offer, request.currency)


def _what_follows(dispute: Dispute, to_staff: bool) -> "StrOrPromise":
    if dispute.state == State.HEARING and dispute.asked_sides:
        return _WITHOUT_IT
    if to_staff and dispute.state in PLATFORM_STATES and dispute.proposed_by_id is not None:
        return _NEXT_APPROVAL
    return _CONSEQUENCES[State(dispute.state)]


_WITHOUT_IT = _(
    "Then the file closes. What was asked for and is not there by then is left out of the ruling."
)
_NEXT_APPROVAL = _("If it is not approved by then, another arbitrator looks at the ruling.")
_NEXT_ARBITRATOR = _("If no ruling is made by then, another arbitrator gets the case.")
# The platform's own time is over. What is said is true as well where a ruling waits for approval,
# which the sides are not told.
_LAST = {
    State.AWAITING_RULING: _(
        "A ruling that is written by then counts. Without one, the buyer's request is carried "
        "out%(offer)s. That costs the store no points."
    ),
    State.APPEALED: _(
        "A ruling that is written by then counts. Without one, the ruling that was appealed is "
        "carried out%(offer)s."
    ),
}
_CONSEQUENCES = {
    State.AWAITING_SELLER: _(
        "If the seller does not answer by then, the platform forces the request: %(offer)s."
    ),
    State.NEGOTIATING: _("If nothing is agreed by then, the case goes to the platform by itself."),
    State.HEARING: _("Then the file closes, and an arbitrator decides on the evidence in it."),
    State.AWAITING_RULING: _NEXT_ARBITRATOR,
    State.APPEALED: _NEXT_ARBITRATOR,
    State.RULED: _("If nobody appeals by then, the ruling is carried out: %(offer)s."),
    State.AWAITING_ADDRESS: _(
        "If the seller gives no return address by then, the buyer keeps the item and the refund is "
        "paid: %(offer)s."
    ),
    State.AWAITING_RETURN: _(
        "If the item is not sent back by then, the case closes without a refund."
    ),
    State.RETURN_IN_TRANSIT: _(
        "If the seller does not answer by then, the refund is paid: %(offer)s."
    ),
}
