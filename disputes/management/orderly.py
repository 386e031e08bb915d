"""Commands that go on for long end in order when they are told to."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def until_told() -> Iterator[Callable[[], bool]]:
    """Gives what says whether to go on: no longer after TERM, which else would end the process in
    the middle of a batch. Ask between two batches."""
    told = False

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal told
        told = True

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield lambda: not told
    finally:
        signal.signal(signal.SIGTERM, before)
