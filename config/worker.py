"""The worker of the web server: gunicorn's, which leaves nobody in the queue when it ends."""

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):  # type: ignore[misc]  # it has no types
    """On TERM, gunicorn's worker stops accepting and closes its socket once all it had is done.

    Whoever connected meanwhile waited in the system's queue and is cut off then; a proxy cannot
    send such a POST elsewhere, because it may have been done. So this one takes what waits, and
    closes at once: who comes next is refused, before anything is sent, and the proxy goes on to
    another server.
    """

    def set_accept_enabled(self, enabled: bool) -> None:
        """The last call, with False, comes when the worker is about to end."""
        super().set_accept_enabled(enabled)
        if self.alive:
            return
        for listener in self.sockets:
            before = -1
            while self.nr_conns != before:
                before = self.nr_conns
                self.accept(listener)
            listener.close()
