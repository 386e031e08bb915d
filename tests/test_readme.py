"""The README says what is true."""

import re
from pathlib import Path

from config.env import HOW_TO_MEND
from disputes.demo_accounts import DEMO_ACCOUNTS
from disputes.management.commands.draw_states import diagram

README = (Path(__file__).resolve().parents[1] / "README.md").read_text()


def test_the_picture_of_the_states_is_the_one_that_the_code_draws() -> None:
    assert f"```mermaid\n{diagram()}\n```" in README


def test_every_demo_account_is_named() -> None:
    assert {account.username for account in DEMO_ACCOUNTS} <= set(re.findall(r"`(\w+)`", README))


def test_every_variable_that_production_can_lack_is_explained() -> None:
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", README, flags=re.MULTILINE))
    assert set(HOW_TO_MEND) - {"MOVABLE_CLOCK"} <= explained


def test_every_path_that_it_names_is_there() -> None:
    root = Path(__file__).resolve().parents[1]
    named = set(re.findall(r"`((?:disputes|arbitration|config|tests)/[\w/]+\.py)`", README))
    assert named
    assert {path for path in named if not (root / path).is_file()} == set()
