"""May this buyer apply for a refund now? If not: from when, until when, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disputes.rules.instants import instant
from disputes.rules.parcels import WILL_NOT_COME, ParcelTimes, promised_until
from disputes.rules.policy import PolicyNumbers, days


@dataclass(frozen=True)
class Promises:
    """When a buyer may apply about a parcel, as pages have promised it: kept with the parcel, so
    that no later policy takes it back, and later facts move ends only forward.

    Instants are aware; a start is included, an end is not. `missing_until` is empty for a parcel
    that was not dispatched, as long as it is not; `received_until` until its delivery is known:
    then it is so many days (of 24 hours) later as `received_days` says.
    """

    received_days: int = 0
    received_until: datetime | None = None
    missing_from: datetime | None = None
    missing_until: datetime | None = None

    def moved_by(self, facts: "Promises") -> "Promises":
        """These, with what follows from new facts: an end that was there already never comes
        earlier, nor does the start of a wait that had begun."""
        goes_on = (self.missing_until is None) == (facts.missing_until is None)
        starts = [self.missing_from if goes_on else None, facts.missing_from]
        return Promises(
            max(self.received_days, facts.received_days),
            max(filter(None, [self.received_until, facts.received_until]), default=None),
            min(filter(None, starts), default=None),
            max(filter(None, [self.missing_until, facts.missing_until]), default=None),
        )


class PromisedParcel(ParcelTimes, Protocol):
    """A parcel with what was promised about it."""

    @property
    def promises(self) -> Promises: ...
    @property
    def delivery_known_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Window:
    """When a buyer may apply: from `opens_at` (included) until `closes_at` (excluded); a window
    without an end is open until something happens.

    `closed_because` is a sentence for the buyer, empty while the window is open.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    closed_because: str

    @property
    def is_open(self) -> bool:
        return not self.closed_because


def promises_of(
    parcel: ParcelTimes,
    *,
    handling_until: datetime,
    delivery_known_at: datetime | None,
    kept: Promises,
    policy: PolicyNumbers,
    now: datetime,
) -> Promises:
    """What follows from what is known of a parcel at `now`, by this policy, beside what was
    promised before (`kept`).

    Source of the rules: design, section 3, "Goods received but not as pictured or described",
    "Never dispatched" and "Goods not received". What became known late counts from then.
    """
    ends = promised_until(parcel)
    received_days = max(kept.received_days, policy.apply_after_receipt_days)
    received_until = None
    if parcel.delivered_at is not None:
        known_at = max(parcel.delivered_at, delivery_known_at or parcel.delivered_at)
        received_until = known_at + days(received_days)
    if parcel.dispatched_at is None:
        missing_from = min(handling_until, ends or handling_until)
        return kept.moved_by(Promises(received_days, received_until, missing_from, None))
    ends = ends or parcel.dispatched_at
    lost = parcel.status in WILL_NOT_COME
    quick = ends - parcel.dispatched_at < days(policy.apply_at_once_under_days)
    wait = 0 if quick or lost else policy.apply_after_dispatch_days
    after_promise = days(policy.apply_after_promise_days)
    missing_until = max(ends, now) + after_promise if lost else ends + after_promise
    missing_from = parcel.dispatched_at + days(wait)
    return kept.moved_by(Promises(received_days, received_until, missing_from, missing_until))


def window(parcel: PromisedParcel, *, received: bool, now: datetime) -> Window:
    """The window to apply in, by what the buyer says about the goods."""
    promised = parcel.promises
    if parcel.dispatched_at is None:
        if received:
            return Window(None, None, _("The seller has not dispatched this item yet."))
        return _undispatched_window(promised.missing_from, now)
    if received:
        return _received_window(parcel, parcel.dispatched_at, now)
    assert promised.missing_from is not None, "a parcel that was sent can be missed"
    assert promised.missing_until is not None
    if now < promised.missing_from:
        reason = _("You can apply from %(date)s%(why)s.") % {
            "date": instant(promised.missing_from),
            "why": _since(promised.missing_from, _after_dispatch, parcel.dispatched_at),
        }
        return Window(promised.missing_from, promised.missing_until, reason)
    return _until(promised.missing_from, promised.missing_until, now, _after_promise(parcel))


def own_store() -> str:
    """Whoever belongs to the store has no case with it: they would deal with themselves."""
    return _(
        "You belong to the store that sold this, so you cannot apply for a refund here. Settle it "
        "inside the store."
    )


def time_for_what_comes(parcel: PromisedParcel) -> str:
    """Until when one can apply about goods whose delivery is not known yet, as far as that can be
    promised; nothing once it is known, or before anything was sent."""
    promised = parcel.promises
    if parcel.dispatched_at is None or parcel.delivered_at is not None:
        return ""
    assert promised.missing_until is not None, "a parcel that was sent can be missed"
    return ngettext(
        "You can apply until %(n)s day after its delivery is reported; without a report, until "
        "%(date)s.",
        "You can apply until %(n)s days after its delivery is reported; without a report, until "
        "%(date)s.",
        promised.received_days,
    ) % {"n": apnumber(promised.received_days), "date": instant(promised.missing_until)}


def nothing_to_refund(
    *, of_own_store: bool, cancelled_at: datetime | None, paid_minor: int, left_minor: int
) -> str:
    """Why there is nothing to apply for, whatever came or did not; empty where there is."""
    if of_own_store:
        return own_store()
    if cancelled_at is not None:
        return _(
            "This order was cancelled on %(date)s, so there is nothing to apply for. What you paid "
            "comes back without it."
        ) % {"date": instant(cancelled_at)}
    if not paid_minor:
        return _("Nothing was paid for this item, so there is nothing to refund.")
    if left_minor <= 0:
        return _("All that was paid for this item has been refunded already.")
    return ""


def _undispatched_window(opens: datetime | None, now: datetime) -> Window:
    assert opens is not None, "every seller has a time to dispatch"
    if now >= opens:
        return Window(opens, None, "")
    sentence = _(
        "The seller has not dispatched this item yet. If that stays so, you can apply from "
        "%(date)s."
    )
    return Window(opens, None, sentence % {"date": instant(opens)})


def _received_window(parcel: PromisedParcel, dispatched_at: datetime, now: datetime) -> Window:
    """From receipt until N days after it.

    Where nobody has recorded the delivery, the buyer's word that the goods are here is the
    receipt; then the last moment is that of a parcel that never came, so that an application
    cannot be put off for ever.
    """
    promised = parcel.promises
    if parcel.delivered_at is None or promised.received_until is None:
        assert promised.missing_until is not None, "a parcel that was sent can be missed"
        opens, closes, why = dispatched_at, promised.missing_until, _after_promise(parcel)
    else:
        opens, closes = parcel.delivered_at, promised.received_until
        known_at = max(opens, parcel.delivery_known_at or opens)
        told = _after_delivery if known_at == opens else _after_it_was_known
        why = _since(closes, told, known_at)
    if now < opens:
        reason = _("You can apply from %(date)s, the day of delivery.") % {"date": instant(opens)}
        return Window(opens, closes, reason)
    return _until(opens, closes, now, why)


def _until(opens: datetime, closes: datetime, now: datetime, why: str) -> Window:
    if now < closes:
        return Window(opens, closes, "")
    sentence = _("The time to apply ended on %(date)s%(why)s.")
    return Window(opens, closes, sentence % {"date": instant(closes), "why": why})


def _after_promise(parcel: PromisedParcel) -> str:
    closes, ends = parcel.promises.missing_until, promised_until(parcel)
    return "" if closes is None else _since(closes, _after_promised_date, ends)


def _since(at: datetime, told: Callable[[int], str], begin: datetime | None) -> str:
    """How many days after `begin` this is; nothing where it is no whole number of them."""
    number, rest = divmod(at - begin, timedelta(days=1)) if begin else (0, timedelta(1))
    return told(number) % {"n": apnumber(number)} if not rest else ""


def _after_dispatch(number: int) -> str:
    return ngettext(", %(n)s day after dispatch", ", %(n)s days after dispatch", number)


def _after_delivery(number: int) -> str:
    return ngettext(", %(n)s day after delivery", ", %(n)s days after delivery", number)


def _after_it_was_known(number: int) -> str:
    return ngettext(
        ", %(n)s day after the delivery became known",
        ", %(n)s days after the delivery became known",
        number,
    )


def _after_promised_date(number: int) -> str:
    return ngettext(
        ", %(n)s day after the promised delivery date",
        ", %(n)s days after the promised delivery date",
        number,
    )
