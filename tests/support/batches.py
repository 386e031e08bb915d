"""How much a sweep takes at once, for those that are called without saying so."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest


def in_batches_of(
    number: int, sweep: Callable[..., int], monkeypatch: pytest.MonkeyPatch, *, seconds: float = 30
) -> None:
    """Let this sweep take so many rows at once, for so long."""
    function: Any = inspect.unwrap(sweep)
    _limit, _seconds, *rest = function.__defaults__
    monkeypatch.setattr(function, "__defaults__", (number, seconds, *rest))
