"""What clocks leave out, found with the lock and told in the history.

Whoever locks a case to change it comes by here (`changes_of`): pauses that were published since are
carried out first, in the same transaction, so that a deadline that a pause has moved is never taken
for one that is over, whichever comes first, an act, the sweep of deadlines, or that of pauses.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from disputes.models import ClockPause, ClosedDays, Dispute, Event, ParcelItem, Policy
from disputes.rules.rests import Rest, Resting, after, before, without
from disputes.states import EventKind, State

if TYPE_CHECKING:
    from disputes.kernel.changes import Change


def find_rests(disputes: Sequence[Dispute], now: datetime) -> None:
    """Tell these cases, locked or new, what their clocks leave out: two queries for all of them,
    and one more while something is paused."""
    known = min((dispute.pauses_read for dispute in disputes), default=0)
    found = ClockPause.objects.filter(Q(number__gt=known) | Q(until__gt=now))
    pauses = [pause.terms for pause in found.order_by("number")]
    closed = _closed({dispute.store_id for dispute in disputes}, now)
    traits = _traits([dispute for dispute in disputes if dispute.pk]) if pauses else {}
    for dispute in disputes:
        client, carrier = traits.get(dispute.pk, (None, ""))
        is_new = dispute._state.adding
        if pauses and is_new:
            client, carrier = dispute.store.client_id, dispute.item.parcel.carrier
        dispute.resting = Resting(
            pauses=[pause for pause in pauses if _is_to_come(pause.in_force, now)],
            closed=closed.get(dispute.store_id, ()),
            client=client,
            carrier=carrier,
        )
        unread = [one for one in pauses if one.number > dispute.pauses_read]
        if is_new:  # its clock begins with them
            dispute.pauses_read = max((one.number for one in unread), default=0)
        else:
            dispute.unread_pauses = unread


def _is_to_come(rest: Rest, now: datetime) -> bool:
    """Is there any time left in it? Not in what was called off before it began."""
    return max(rest.begins_at, now) < rest.ends_at


def _closed(stores: set[int], now: datetime) -> Mapping[int, list[Rest]]:
    """What these stores have announced and not taken back."""
    rows = ClosedDays.objects.filter(store__in=stores, ends_at__gt=now, cancelled_at=None)
    found: dict[int, list[Rest]] = {}
    for row in rows:
        found.setdefault(row.store_id, []).append(row.rest)
    return found


def _traits(disputes: Sequence[Dispute]) -> Mapping[int, tuple[int | None, str]]:
    """Marketplace and carrier of these cases."""
    rows = Dispute.objects.filter(pk__in=[dispute.pk for dispute in disputes])
    told = rows.values_list("pk", "store__client", "snapshot__carrier")
    return {pk: (client, carrier or "") for pk, client, carrier in told}


def carry_out_pauses(change: "Change") -> None:
    """Move the clocks of a locked case by what was paused since somebody last had it in hand, each
    pause once, with a line for each that moves something."""
    dispute = change.dispute
    for pause in dispute.unread_pauses:
        was = dispute.pause(pause)
        if was:
            moved = {name: getattr(dispute, name).isoformat() for name in was}
            change.record_of_platform(
                EventKind.CLOCK_PAUSED,
                rested=[pause.promised.data],
                instead_of={name: end.isoformat() for name, end in was.items()},
                moved_to=moved,
                rests=dispute.rests,
                **({"decide_by": moved["decide_by"]} if "decide_by" in moved else {}),
            )
    change.is_moved = change.was_due_at != dispute.due_at
    change.was_due_at = dispute.due_at


def tell_rests(change: "Change") -> None:
    """What the clock leaves out that this act has set, with lines that say so."""
    dispute, now = change.dispute, change.now
    if dispute.due_at is None:
        dispute.rests = []
        return
    if dispute.due_at == change.was_due_at and not change.is_new:
        return
    # Where it waits for what is promised, that says when it ends.
    is_held = dispute.state == State.AWAITING_SELLER and dispute.due_at == dispute.held_until
    closed = dispute.resting.closed if dispute.waits_for_seller and not is_held else ()
    paused = dispute.rests_in(dispute.state)
    dispute.rest([*paused, *before(dispute.due_at, closed)], now)
    rested = dispute.rested
    closed = [one for one in rested if one.closed is not None]
    begin = without(now, dispute.due_at, rested)
    middle = after(now, begin - now, closed)
    for kind, rests, was, ends in (
        (EventKind.STORE_CLOSED, closed, begin, middle),
        (
            EventKind.CLOCK_PAUSED,
            [one for one in rested if one.closed is None],
            middle,
            dispute.due_at,
        ),
    ):
        if rests:
            change.record_of_platform(
                kind,
                rested=[one.data for one in rests],
                instead_of={"due_at": was.isoformat()},
                moved_to={"due_at": ends.isoformat()},
                rests=dispute.rests,
            )


def use_closed_days(changes: Sequence["Change"]) -> None:
    """Days that a clock leaves out count in the year of their store, also when it takes them back:
    else it could announce others instead."""
    used = {
        rest["closed"]
        for change in changes
        for event in change.created
        if isinstance(event, Event) and event.kind == EventKind.STORE_CLOSED
        for rest in event.data["rested"]
    }
    if used:
        ClosedDays.objects.filter(pk__in=used, is_used=False).update(is_used=True)


def foresee_answer(item: ParcelItem, policy: Policy, now: datetime) -> tuple[datetime, list[Rest]]:
    """Until when the seller could answer a request about this item that came now, and what of that
    time does not count: by the code that opens a case."""
    dispute = Dispute(item=item, line=item.line, store=item.order.store, policy=policy)
    find_rests([dispute], now)
    dispute.open(now)
    assert dispute.due_at is not None, "just set"
    left_out = dispute.rests_in(State.AWAITING_SELLER, for_seller=True)
    return dispute.due_at, before(dispute.due_at, left_out)
