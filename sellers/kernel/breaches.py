"""Breaches that the acts on a case bring about: rows that are saved with the act.

That is all that a case costs its store's ledger: no lock of the store, no look at its rules. The
ledger takes them up within seconds (`background.ledger_sweep`).
"""

from disputes.kernel.changes import Change
from disputes.models import Ruling
from disputes.states import SettledBy
from sellers.models import Breach
from sellers.selectors.standing import has_lost
from sellers.states import Trigger


def record_silence(change: Change) -> None:
    """The store did not answer a request in time."""
    _record(change, Trigger.NO_RESPONSE)


def record_lost_ruling(change: Change, ruling: Ruling) -> None:
    """This ruling is final. Losing counts once in a case, however often it was ruled on."""
    if ruling.against_store and not has_lost(change.dispute):
        _record(change, Trigger.RULING_LOST, ground=ruling.ground.code)


def record_broken_agreement(change: Change) -> None:
    """The store neither confirmed nor contested a return that it had agreed to.

    Only where its delivery is known: a parcel that never came cannot be answered.
    """
    dispute = change.dispute
    if dispute.settled_by == SettledBy.AGREEMENT and dispute.return_delivered_at is not None:
        _record(change, Trigger.AGREEMENT_BROKEN)


def _record(change: Change, trigger: Trigger, **details: str) -> None:
    dispute = change.dispute
    change.add(
        Breach(
            store_id=dispute.store_id,
            dispute=dispute,
            key=f"case:{dispute.pk}:{trigger}",
            trigger=trigger,
            # As the clock said, however late it was looked at; an act of a person happens now.
            at=change.now if change.actor.user else change.was_due_at or change.now,
            **details,
        )
    )
