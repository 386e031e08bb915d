"""Reminding whoever a clock waits for: at half of its time, and a day before its end."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from disputes import access, clock
from disputes.background import sweep
from disputes.kernel.notices import tell
from disputes.kernel.rows import update_rows
from disputes.kernel.story import told_as
from disputes.models import Dispute, Notice
from disputes.permissions import SUPERVISE, judges
from disputes.rules.notices import LAST_DAY, next_reminder
from disputes.selectors import whose_turn
from disputes.states import NoticeKind, Party

BATCH = 500


@told_as("reminders")
def remind(seconds: float = 30, limit: int = BATCH) -> int:
    """Write the reminders that are due; how many cases had one. Any number of workers may do so at
    once.

    Under the lock of its case, so that nobody is reminded of what is done; and whose clock has run
    out meanwhile is not reminded of it any more.
    """
    return sum(sweep.run(lambda: _batch(limit), sweep.within(seconds)), 0)


def _batch(limit: int) -> int | None:
    with sweep.one_batch():
        now = clock.now()
        due = Dispute.objects.filter(remind_at__lte=now).order_by("remind_at", "id")
        due = due.prefetch_related("snapshot")  # of which some steps speak
        disputes = access.lock_free(due, limit)
        if not disputes:
            return None
        running = [dispute for dispute in disputes if dispute.due_at and dispute.due_at > now]
        _write(running, now)
        for dispute in disputes:
            at, due_at = dispute.remind_at, dispute.due_at
            dispute.remind_at = next_reminder(now, due_at) if at and due_at else None
        update_rows(disputes, ["remind_at"])
        return len(disputes)


def _write(disputes: Sequence[Dispute], now: datetime) -> None:
    turns = whose_turn(disputes, now)
    supervisors: list[int] = []
    if any(
        Party.PLATFORM in turns[dispute.pk] and dispute.assignee_id is None for dispute in disputes
    ):
        supervisors = list(judges(SUPERVISE).values_list("pk", flat=True))
    told = []
    for dispute in disputes:
        assert dispute.due_at is not None, "only what runs"
        kind = NoticeKind.LAST_DAY if dispute.due_at - now <= LAST_DAY else NoticeKind.REMINDER
        about = {
            "key": f"clock-{dispute.pk}-{int(dispute.due_at.timestamp())}-{kind}",
            "kind": kind,
            "dispute_id": dispute.pk,
            "at": now,
            "data": {"due_at": dispute.due_at.isoformat(), "state": dispute.state},
        }
        for party in turns[dispute.pk]:
            told += [about | {"party": party} | whom for whom in _whom(dispute, party, supervisors)]
    tell(told)


def _whom(dispute: Dispute, party: Party, supervisors: Sequence[int]) -> Iterator[dict[str, int]]:
    """Whoever has the case, and as long as nobody has it, those who can give it to somebody."""
    if party == Party.BUYER:
        yield {"person_id": dispute.buyer_id}
    elif party == Party.SELLER:
        yield {"members_of": dispute.store_id}
    elif dispute.assignee_id is not None:
        yield {"person_id": dispute.assignee_id}
    else:
        yield from ({"person_id": pk} for pk in supervisors)


def still_matters(notice: Notice, now: datetime) -> bool:
    """Is a reminder, which may be sent late, still about a clock that runs and waits for its
    person? Whatever else is told has happened, and stays true."""
    dispute = notice.dispute
    if "due_at" not in notice.data or dispute is None:
        return True
    same = dispute.due_at is not None and dispute.due_at == datetime.fromisoformat(
        notice.data["due_at"]
    )
    return (
        same
        and dispute.state == notice.data["state"]
        and now < datetime.fromisoformat(notice.data["due_at"])
        and Party(notice.party) in whose_turn([dispute], now)[dispute.pk]
    )
