"""What a check of readiness comes to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadinessCheck:
    """What was found, in words without addresses, names or passwords."""

    ok: bool
    detail: str
