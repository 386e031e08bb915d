"""What templates ask for and their views do not give: it would show as nothing at all."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine, Origin

# A pattern for a script, which puts a file into it.
TEMPLATES = settings.BASE_DIR / "templates"
WITHOUT_A_FILE = "disputes/parts/upload.html"


class Nothing(str):
    """What Django shows for a name without a value, if it holds a place for that name."""

    def __new__(cls) -> "Nothing":
        return super().__new__(cls, "%s")

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __mod__(self, name: object) -> str:
        template = next(iter(_templates()), "")
        if template and not template.endswith(WITHOUT_A_FILE):
            self.asked.append(f"{template}: {name}")
        return ""


def _templates() -> Iterator[str]:
    """Our templates that are being rendered, the innermost first."""
    frame = inspect.currentframe()
    while frame := frame and frame.f_back:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if isinstance(origin, Origin) and Path(origin.name).is_relative_to(TEMPLATES):
            yield origin.name


@pytest.fixture(autouse=True)
def every_name_has_a_value(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    nothing = Nothing()
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", nothing)
    yield
    assert nothing.asked == []
