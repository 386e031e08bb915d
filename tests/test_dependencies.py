"""What is installed is what pyproject.toml asks for, from wherever, and exactly once."""

import re
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(settings.BASE_DIR)
LOCK = (ROOT / "requirements.txt").read_text()
# "name==1.2 ; marker \" at the start of a line, its hashes indented below it.
LOCKED = {
    canonicalize_name(name): Requirement(f"{name}=={number}")
    for name, number in re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, re.MULTILINE)
}


def asked_for() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [
        Requirement(text)
        for text in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    ]


def test_only_the_kept_up_state_machine_is_installed() -> None:
    """django-fsm installs a module of the same name, and whichever came last would win."""
    assert packages_distributions()["django_fsm"] == ["django-fsm-2"]
    assert "django-fsm" not in LOCKED


def test_the_lock_file_holds_no_address() -> None:
    assert re.findall(r"\w+://\S+|file:\S+|^-.*$", LOCK, re.MULTILINE) == []


def test_every_locked_package_has_its_hashes() -> None:
    packages = re.split(r"^(?=\w)", LOCK, flags=re.MULTILINE)[1:]
    assert len(packages) == len(LOCKED)
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_the_lock_file_is_in_step_with_the_project() -> None:
    """As far as can be told without asking a registry; after a change: make lock."""
    out_of_step = [
        str(asked)
        for asked in asked_for()
        if (locked := LOCKED.get(canonicalize_name(asked.name))) is None
        or not asked.specifier.contains(str(locked.specifier).removeprefix("=="))
    ]
    assert out_of_step == []


def test_what_is_installed_is_what_is_locked() -> None:
    asked = [canonicalize_name(requirement.name) for requirement in asked_for()]
    assert {name: f"=={version(name)}" for name in asked} == {
        name: str(LOCKED[name].specifier) for name in asked
    }
