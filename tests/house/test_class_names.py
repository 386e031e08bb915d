"""One word for one thing: no two classes of the apps share a name."""

import ast
from collections import defaultdict

from tests.house.test_docstrings import APPS, ROOT

FOUND_BY_NAME = {"Command"}  # of `manage.py`


def test_no_two_classes_share_a_name() -> None:
    """Those inside of another one are told apart by it."""
    places: dict[str, list[str]] = defaultdict(list)
    for file in sorted(file for app in APPS for file in (ROOT / app).rglob("*.py")):
        if not {"tests", "migrations"} & set(file.relative_to(ROOT).parts):
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert "Dispute" in places
    shared = {name: found for name, found in places.items() if len(found) > 1}
    assert {name: shared[name] for name in shared.keys() - FOUND_BY_NAME} == {}
