"""The README and the papers beside it say what is true."""

import re
from pathlib import Path

from config.env import HOW_TO_MEND
from disputes.demo_accounts import DEMO_ACCOUNTS
from disputes.management.commands.draw_states import diagram

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()
PAPERS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = ROOT / "docs/decisions"
TARGETS = set(re.findall(r"^(\w[\w-]*):(?! export)", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_the_picture_of_the_states_is_the_one_that_the_code_draws() -> None:
    assert f"```mermaid\n{diagram()}\n```" in ARCHITECTURE


def test_every_demo_account_is_named() -> None:
    assert {account.username for account in DEMO_ACCOUNTS} <= set(re.findall(r"`(\w+)`", README))


def test_every_variable_that_an_installation_can_set_is_explained_and_no_other() -> None:
    [table] = re.findall(r"^## Variables\n(.*?)^## ", OPERATIONS, re.MULTILINE | re.DOTALL)
    explained = re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)
    not_for_it = {"DEBUG", "DEMO", "TESTING", "MOVABLE_CLOCK"}
    assert sorted(explained) == sorted(set(HOW_TO_MEND) - not_for_it)


def test_the_example_of_an_environment_sets_only_what_is_read() -> None:
    example = re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert example
    assert set(example) <= set(HOW_TO_MEND)


def test_every_path_that_they_name_is_there() -> None:
    named = {
        path
        for paper in PAPERS
        for path in re.findall(
            r"`((?:disputes|arbitration|sellers|buyers|config|tests|docs)/[\w/.-]+\.\w+)`",
            paper.read_text(),
        )
    }
    assert named
    assert {path for path in named if not (ROOT / path).is_file()} == set()


def test_every_command_of_make_that_they_name_is_there() -> None:
    named = {
        (paper.name, target)
        for paper in PAPERS
        for target in re.findall(r"(?:`|^ {4})make ([a-z-]+)", paper.read_text(), re.MULTILINE)
    }
    assert {name for name in named if name[1] not in TARGETS} == set()


def test_every_decision_has_its_number_and_its_line_in_their_index() -> None:
    index = (DECISIONS / "README.md").read_text()
    numbered = {path: int(path.name[:4]) for path in DECISIONS.glob("0*.md")}
    assert numbered
    for path, number in numbered.items():
        assert path.read_text().startswith(f"# {number}. ")
        assert re.search(rf"^{number}\. ", index, re.MULTILINE)


def test_every_link_between_them_leads_somewhere() -> None:
    links = {
        (paper.name, link)
        for paper in PAPERS
        for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", paper.read_text())
        if not (paper.parent / link).exists()
    }
    assert links == set()
