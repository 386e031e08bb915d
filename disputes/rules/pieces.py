"""What some of the pieces of a line cost."""


def share(paid_minor: int, pieces: int, quantity: int) -> int:
    """What was paid for some of the pieces of a line, in minor units, rounded up: nobody loses a
    cent by asking for one piece after the other, and what is left of the line caps the last one."""
    return -(-paid_minor * pieces // quantity)
