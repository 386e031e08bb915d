"""Who was seen alive, for staff and monitoring; by the database's clock, like everything else."""

from datetime import timedelta

from disputes import clock
from disputes.models import Heartbeat

# A machine that was taken away is remembered for so long.
REMEMBERED = timedelta(days=1)


def record_heartbeat(kind: Heartbeat.Kind, name: str = "") -> None:
    """This process, or a piece of work that has just ended well, is alive now.

    The row is written in one statement, so that any number of processes may share it.
    """
    Heartbeat.objects.bulk_create(
        [Heartbeat(kind=kind, name=name[:200], at=clock.now())],
        update_conflicts=True,
        unique_fields=["kind", "name"],
        update_fields=["at"],
    )


def forget_gone() -> None:
    """Drop beats and workers that were last seen more than a day ago.

    Called after a sweep: while nothing sweeps, what was seen last stays to be looked at.
    """
    gone = clock.now() - REMEMBERED
    processes = [Heartbeat.Kind.BEAT, Heartbeat.Kind.WORKER, Heartbeat.Kind.MAILER]
    Heartbeat.objects.filter(kind__in=processes, at__lt=gone).delete()
