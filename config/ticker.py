"""How beat keeps time: ticks are worthless, so nothing of them is kept anywhere."""

from datetime import datetime
from typing import Any

from celery.beat import ScheduleEntry, Scheduler

# More ticks than this have no worker that takes them up.
MOST_WAITING = 20


class Ticker(Scheduler):
    """Beat with its schedule in memory, whose ticks do not pile up and whose clock may be wrong.

    - While no worker is there, the queue would grow for days, and the first worker to come back
      would work through it. What waits too long is thrown away: the next tick does the same.
    - When the machine's clock is set back, an entry would wait until its clock has come again
      to where it was. So the schedule begins anew.
    """

    _last_seen: datetime | None = None

    def tick(self, *args: Any, **kwargs: Any) -> float:
        now: datetime = self.app.now()
        if self._last_seen is not None and now < self._last_seen:
            for entry in self.schedule.values():
                entry.last_run_at = now
            self.old_schedulers = None  # else the queue of entries is taken to be still good
        self._last_seen = now
        delay: float = super().tick(*args, **kwargs)
        return delay

    def apply_async(self, entry: ScheduleEntry, *args: Any, **kwargs: Any) -> Any:
        result = super().apply_async(entry, *args, **kwargs)
        channel: Any = self.connection.default_channel
        queue: str = self.app.amqp.router.route({}, str(entry.task))["queue"].name
        if channel.queue_declare(queue, durable=True).message_count > MOST_WAITING:
            channel.queue_purge(queue)
        return result
