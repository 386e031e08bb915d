"""What only matters when hundreds of cases are in hand at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Build a batch without looking for garbage in it.

    A batch makes thousands of objects and keeps all of them to its end: the collector would walk
    them, and everything that the process ever loaded, again and again, for nothing (a quarter of
    the time of a sweep).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
