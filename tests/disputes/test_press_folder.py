"""The program that sets PDFs can read its folder, whatever it may do with users; others cannot."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from disputes.case_pdf import printing
from disputes.case_pdf.pictures import Read
from disputes.confinement import Layer, probe
from disputes.states import State
from tests.support.case_pdfs import file_of
from tests.support.world import World

START = """
import os
from disputes.confinement import namespaces
def lacks(*args):
    raise PermissionError(1, "Operation not permitted")
{changes}
from {module} import main
main()
"""
# Root in a container that has lost these powers, and the power to pass over permissions.
NO_CHOWN, NO_SETUID = "os.chown = lacks", "namespaces.leave_root = lacks"

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="users are for root only to change")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The programs are started as ever, but for these powers."""
    start = subprocess.Popen

    def change(changes: str) -> None:
        def popen(command: list[str], **options: Any) -> Any:
            code = START.format(changes=changes, module=command[2])
            return start([command[0], "-c", code, *command[3:]], **options)

        monkeypatch.setattr(subprocess, "Popen", popen)

    return change


@pytest.mark.slow
@as_root
@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes", [NO_CHOWN, NO_SETUID, f"{NO_CHOWN}; {NO_SETUID}"], ids=["chown", "setuid", "both"]
)
def test_a_root_without_powers_sets_pdfs(without: Callable[[str], None], changes: str) -> None:
    world = World()
    dispute = world.dispute_in(State.HEARING)
    without(changes)
    file = file_of(world, dispute)
    assert sum(len(page.images) for page in file.pages) == 2


@pytest.fixture
def strict_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.django_db
@pytest.mark.usefixtures("strict_umask")
def test_so_does_one_whose_files_are_its_own() -> None:
    world = World()
    file = file_of(world, world.dispute_in(State.HEARING))
    assert sum(len(page.images) for page in file.pages) == 2


def test_no_other_user_can_look_into_its_folder() -> None:
    with tempfile.TemporaryDirectory() as folder:
        printing._run(folder, {}, ["picture-1"], [Read("picture-1", b"data")])
        assert Path(folder, "case.json").exists()
        assert Path(folder).stat().st_mode & 0o007 == 0


@pytest.mark.slow
@as_root
@pytest.mark.parametrize("changes", [NO_CHOWN, NO_SETUID])
def test_that_it_stays_root_is_told(without: Callable[[str], None], changes: str) -> None:
    without(changes)
    probe._tried.cache_clear()
    try:
        missing = probe.missing_layers()
        assert "Operation not permitted" in missing[Layer.NOT_ROOT]
        assert probe.unreadable_folder() == ""
    finally:
        probe._tried.cache_clear()


UNREADABLE = "namespaces.give_to_nobody = lambda folder: folder.chmod(0)"


@pytest.mark.slow
@as_root
def test_that_no_pdf_can_be_set_is_told(without: Callable[[str], None]) -> None:
    """Whatever it is that closes the folder."""
    without(UNREADABLE)
    probe._tried.cache_clear()
    try:
        told = run_checks(tags=["confinement"], include_deployment_checks=True)
    finally:
        probe._tried.cache_clear()
    [warning] = [each for each in told if each.id == "redress.W102"]
    assert warning.msg == (
        "No case can be had as PDF: the program that sets it cannot read its folder "
        "(Permission denied)."
    )
