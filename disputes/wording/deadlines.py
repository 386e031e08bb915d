"""The deadline sentence: when, how long still, and what happens when it passes.

Made here for pages, mails and programs alike: where a page sets its parts apart, they are those of
the sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.timesince import timeuntil
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute, Proposal
from disputes.rules.instants import weekday_instant
from disputes.states import PLATFORM_STATES, Solution, State
from disputes.wording.history import decided_by
from disputes.wording.offers import offer_in_words, payment_in_words
from disputes.wording.rests import mark, whys

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# From here on the page presses.
URGENT = timedelta(hours=24)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Deadline:
    """`at` is aware; `left` is empty once it has passed.

    `seconds_left` lets a page keep counting; it is 0 once the time has passed.
    """

    at: datetime
    left: str
    urgent: bool
    seconds_left: int
    follows: str
    decide_by: datetime | None = None
    # Why it ends later than it would: in a few words, and as whole sentences.
    moved: str = ""
    why_moved: Sequence[str] = ()

    @property
    def consequence(self) -> str:
        """What happens when it passes, in whole sentences, for whoever reads in the active zone."""
        if self.decide_by is None:
            return self.follows
        return f"{self.follows} {decided_by(self.decide_by)}"


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
    decided_later = dispute.state in PLATFORM_STATES and not dispute.is_last_round
    return Deadline(
        at=dispute.due_at,
        left=time_left(dispute.due_at, now),
        urgent=remaining < URGENT,
        seconds_left=int(remaining.total_seconds()),
        follows=_follows(dispute, request, to_staff),
        decide_by=dispute.decide_by if decided_later else None,
        moved=mark(dispute),
        why_moved=whys(dispute),
    )


def deadline_sentence(deadline: Deadline, zone: tzinfo) -> str:
    """For whoever reads in this zone, such as "Deadline: Tue 1 Dec 2026, 14:02 (UTC+01:00), in
    4 days, 3 hours. If the seller does not answer by then, …"."""
    if not deadline.left:
        passed = gettext(
            "The deadline passed on %(when)s. The platform carries out what follows from that."
        )
        return passed % {"when": weekday_instant(deadline.at, zone)}
    when = gettext("Deadline: %(when)s, in %(left)s.") % {
        "when": weekday_instant(deadline.at, zone),
        "left": deadline.left,
    }
    return f"{when} {_consequence_in(zone, deadline)}"


def deadline_on_paper(deadline: Deadline, zone: tzinfo) -> str:
    """The same without the time left, which a paper would not keep up with."""
    when = gettext("Deadline: %(when)s.") % {"when": weekday_instant(deadline.at, zone)}
    return f"{when} {_consequence_in(zone, deadline)}"


def time_left(at: datetime, now: datetime) -> str:
    """Until then, in the two largest units and never more than it is, such as "4 days, 3 hours";
    empty once it is over.

    Counted in UTC: no change of a clock anywhere makes it longer or shorter.
    """
    if at <= now:
        return ""
    if at - now < _MINUTE:
        return gettext("less than a minute")
    return timeuntil(at.astimezone(UTC), now.astimezone(UTC)).replace("\xa0", " ")


def _consequence_in(zone: tzinfo, deadline: Deadline) -> str:
    with timezone.override(zone):
        return deadline.consequence


def _follows(dispute: Dispute, request: Proposal | None, to_staff: bool) -> str:
    """What the platform does when this case's clock runs out."""
    offer = "" if request is None else _in_words(dispute, request)
    if dispute.state in PLATFORM_STATES and dispute.is_last_round:
        return str(_LAST[State(dispute.state)]) % {"offer": f": {offer}" if offer else ""}
    return str(_what_follows(dispute, to_staff)) % {"offer": offer}


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
