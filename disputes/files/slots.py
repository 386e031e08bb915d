"""Waiting in line: few at once, few of each account, and the rest come again later."""

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock


class NoSlotLeft(Exception):
    """Too many are in the line already, or too many of this account."""


class Slots:
    """A line of one process: `places` in all, `each` of them for one account."""

    def __init__(self, places: int, each: int) -> None:
        self._places, self._each = places, each
        self._lock = Lock()
        self._inside: Counter[Hashable] = Counter()

    @contextmanager
    def place(self, account: Hashable) -> Iterator[None]:
        """Raises `NoSlotLeft` at once; nobody waits for a place."""
        with self._lock:
            if self._inside.total() >= self._places or self._inside[account] >= self._each:
                raise NoSlotLeft
            self._inside[account] += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside[account] -= 1
                self._inside += Counter()  # forgets those with none left
