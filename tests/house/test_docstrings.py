"""Docstrings and comments name in `backticks` only what exists: no old name outlives its thing."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("arbitration", "buyers", "config", "disputes", "sellers", "tests")
FILES = [
    file for app in APPS for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts
]
NAMED = re.compile(r"`([A-Za-z_][\w.]*)`")
EXPLAINED = re.compile(r"(?:^|[.;]\s)\s*`(\w+)`:", re.MULTILINE)
TOLD = re.compile(r'"""[\s\S]*?"""|#.*')
# Names of PostgreSQL, Linux, Celery and Django, and of this file.
FOREIGN = {
    "NO_NEW_PRIVS",
    "acks_late",
    "backticks",
    "bulk_update",
    "column__icontains",
    "pg_dump",
    "redress.clock_offset",
}


@cache
def words_of(file: Path) -> set[str]:
    """Of the code itself, without docstrings and comments."""
    return set(re.findall(r"\w+", TOLD.sub("", file.read_text())))


@cache
def all_words() -> set[str]:
    others = [file for name in ("templates", "static") for file in (ROOT / name).rglob("*")]
    text = {word for file in FILES + others for word in re.findall(r"\w+", str(file))}
    return text.union(*(words_of(file) for file in FILES))


@cache
def inside(module: str) -> set[str]:
    """The words in the app of this name, or in the modules and packages, wherever they lie."""
    app = [file for file in FILES if file.is_relative_to(ROOT / module)]
    found = app or [file for file in FILES if module == file.stem or module in file.parts]
    return {file.stem for file in found}.union(*(words_of(file) for file in found))


def unknown_names(text: str) -> Iterator[str]:
    for name in set(NAMED.findall(text)) - FOREIGN:
        parts = name.strip(".").removesuffix(".py").split(".")
        strangers = (b for a, b in pairwise(parts) if inside(a) and b not in inside(a))
        if any(strangers) or not all_words().issuperset(parts):
            yield name


def unknown_parameters(file: Path) -> Iterator[str]:
    """Such as are explained (`name`: …) by a function or a class that has none of this name."""
    code = file.read_text()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            body = "\n".join(code.splitlines()[node.lineno - 1 : node.end_lineno])
            text = set(re.findall(r"\w+", TOLD.sub("", body)))
            explained = EXPLAINED.findall(ast.get_docstring(node) or "")
            yield from (name for name in explained if name not in text)


@pytest.mark.parametrize("app", APPS)
def test_what_is_named_exists(app: str) -> None:
    files = [file for file in FILES if file.is_relative_to(ROOT / app)]
    stale = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        for name in (
            *(name for text in TOLD.findall(file.read_text()) for name in unknown_names(text)),
            *unknown_parameters(file),
        )
    ]
    assert stale == []
