"""May this buyer apply for a refund now? If not: from when, until when, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.rules.instants import instant
from disputes.rules.policy import PolicyNumbers, days


class ParcelTimes(Protocol):
    """What is known of a parcel. Instants are aware; `promised_days` count from dispatch."""

    @property
    def dispatched_at(self) -> datetime | None: ...
    @property
    def promised_days(self) -> int: ...
    @property
    def delivered_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Window:
    """When a buyer may apply: from `opens_at` (included) until `closes_at` (excluded).

    `closed_because` is a sentence for the buyer, empty while the window is open.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    closed_because: str

    @property
    def is_open(self) -> bool:
        return not self.closed_because


def window(parcel: ParcelTimes, *, received: bool, policy: PolicyNumbers, now: datetime) -> Window:
    """The window to apply in, by what the buyer says about the goods.

    Source of the rules: design, section 3, "Goods received but not as pictured or described" and
    "Goods not received".
    """
    if parcel.dispatched_at is None:
        return Window(None, None, _("The seller has not dispatched this item yet."))
    if received:
        return _received_window(parcel, parcel.dispatched_at, policy, now)
    return _not_received_window(parcel, parcel.dispatched_at, policy, now)


def promised_until(parcel: ParcelTimes) -> datetime | None:
    """The instant by which the seller promised delivery; none before dispatch."""
    if parcel.dispatched_at is None:
        return None
    return parcel.dispatched_at + days(parcel.promised_days)


def blocked_until(parcel: ParcelTimes, *, received: bool) -> datetime | None:
    """Until when a not-received case may not go to the platform: the promised delivery time."""
    return None if received else promised_until(parcel)


def _received_window(
    parcel: ParcelTimes, dispatched_at: datetime, policy: PolicyNumbers, now: datetime
) -> Window:
    """From receipt until N days after it.

    Where nobody has recorded the delivery, the buyer's word that the goods are here is the
    receipt; then the last moment is that of a parcel that never came, so that an application
    cannot be put off for ever.
    """
    if parcel.delivered_at is None:
        opens = dispatched_at
        closes = dispatched_at + days(parcel.promised_days + policy.apply_after_promise_days)
        since = _after_promise(policy)
    else:
        number = policy.apply_after_receipt_days
        opens, closes = parcel.delivered_at, parcel.delivered_at + days(number)
        since = ngettext("%(n)s day after delivery", "%(n)s days after delivery", number)
        since %= {"n": apnumber(number)}
    return _between(opens, closes, now, opened_by=_("the day of delivery"), closed_by=since)


def _not_received_window(
    parcel: ParcelTimes, dispatched_at: datetime, policy: PolicyNumbers, now: datetime
) -> Window:
    """From the Nth day after dispatch (at once where a quick delivery was promised) until N days
    after the promised delivery date."""
    at_once = parcel.promised_days < policy.apply_at_once_under_days
    wait = 0 if at_once else policy.apply_after_dispatch_days
    return _between(
        dispatched_at + days(wait),
        dispatched_at + days(parcel.promised_days + policy.apply_after_promise_days),
        now,
        opened_by=ngettext("%(n)s day after dispatch", "%(n)s days after dispatch", wait)
        % {"n": apnumber(wait)},
        closed_by=_after_promise(policy),
    )


def _after_promise(policy: PolicyNumbers) -> str:
    number = policy.apply_after_promise_days
    return ngettext(
        "%(n)s day after the promised delivery date",
        "%(n)s days after the promised delivery date",
        number,
    ) % {"n": apnumber(number)}


def _between(
    opens: datetime, closes: datetime, now: datetime, *, opened_by: str, closed_by: str
) -> Window:
    if now < opens:
        reason = _("You can apply from %(date)s, %(why)s.") % {
            "date": instant(opens),
            "why": opened_by,
        }
    elif now >= closes:
        reason = _("The time to apply ended on %(date)s, %(why)s.") % {
            "date": instant(closes),
            "why": closed_by,
        }
    else:
        reason = ""
    return Window(opens, closes, reason)
