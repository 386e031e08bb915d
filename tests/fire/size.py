"""How much a drill is about."""

import os

FULL_SIZE = bool(os.environ.get("DRILL"))


def cases(full: int, quick: int) -> int:
    """How many cases there are."""
    return full if FULL_SIZE else quick
