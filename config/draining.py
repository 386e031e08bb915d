"""A web process that is told to end first says so, and goes on serving for a while.

A load balancer learns from /readyz that no more should come here; only then are no more
connections accepted. The flag lies in memory that the workers share with the process that
started them, which is the one that is told.
"""

import mmap

# Made before the workers are, and inherited by them.
_flag = mmap.mmap(-1, 1)


def begin() -> None:
    """Say from now on that this process is about to end."""
    _flag[0] = 1


def begun() -> bool:
    """Is it about to end?"""
    return bool(_flag[0])
