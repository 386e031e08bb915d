"""A ruling that nobody can appeal any more."""

from collections.abc import Callable

from disputes.kernel.changes import Change
from disputes.kernel.settlement import address_return, conclude, offer_data
from disputes.models import Ruling
from disputes.states import EventKind, Party, ProposalStatus, SettledBy, Solution

# What it means beyond its case: apps above the core say so, in `AppConfig.ready`.
when_final: list[Callable[[Change, Ruling], None]] = []


def carry_out_ruling(change: Change, *, counts: bool = True) -> None:
    """The latest ruling is final, and counts beyond its case unless said otherwise."""
    ruled = change.live[Party.PLATFORM]
    by = SettledBy.APPEAL if ruled.ruling.on_appeal else SettledBy.RULING
    address_return(change, Solution(ruled.solution))
    change.dispute.carry_out_ruling(change.now, Solution(ruled.solution), by)
    conclude(change, ruled, ProposalStatus.IMPOSED)
    change.record_event(EventKind.RULING_CARRIED_OUT, **offer_data(ruled.offer, ruled.currency))
    for also in when_final if counts else ():
        also(change, ruled.ruling)
