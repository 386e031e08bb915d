"""No browser test looks at a page before what it waits for is there: after an act, such as a click,
the next look is one that waits. Read from the tests' own source."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest


def text(text: str) -> set[str]:
    return set(text.split())


FOLDER = Path(__file__).parents[1] / "browser"
ACTS = text(
    "click dblclick tap press type insert_text fill clear check uncheck select_option wheel down up"
    " move hover drag_to dispatch_event send set_input_files"
)
LOOKS = text(
    "all all_inner_texts all_text_contents aria_snapshot bounding_box content count evaluate"
    " eval_on_selector eval_on_selector_all get_attribute inner_html inner_text input_value"
    " is_checked is_disabled is_editable is_enabled is_hidden is_visible text_content title"
)
# The first three wait until the new page has loaded; see tests/browser/moves.py for the others.
WAITS = {"goto", "reload", "go_back", "follow", "drawn"}
# What holds on the page of before, too, has waited for nothing.
NEGATIVE = ("not_to_", "to_be_hidden")


@dataclass
class Reader:
    """Follows what is called, in order, in the functions of all these modules."""

    functions: dict[str, ast.FunctionDef]
    faults: list[int] = field(default_factory=list)
    acted: bool = False
    _inside: list[str] = field(default_factory=list)

    def read(self, function: ast.FunctionDef, *, acted: bool = False) -> list[int]:
        """The lines that look too early."""
        self.faults, self.acted, self._inside = [], acted, [function.name]
        self._all(function.body)
        return sorted(set(self.faults))

    def _all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self._one(node)

    def _one(self, node: ast.AST) -> None:
        match node:
            case ast.FunctionDef() | ast.Lambda() | ast.ClassDef():
                pass  # it runs later
            case ast.For() | ast.While():
                self._all([node.iter] if isinstance(node, ast.For) else [node.test])
                for _ in range(2):  # the end of one turn comes before the next one
                    self._all(node.body)
                    self._all([node.test] if isinstance(node, ast.While) else [])
                self._all(node.orelse)
            case ast.If():
                self._one(node.test)
                before = self.acted
                self._all(node.body)
                after, self.acted = self.acted, before
                self._all(node.orelse)
                self.acted = self.acted or after
            case ast.With():
                self._all(item.context_expr for item in node.items)
                self._all(node.body)
                if any("expect_" in ast.unparse(item.context_expr) for item in node.items):
                    self.acted = False
            case ast.Call():
                self._all(ast.iter_child_nodes(node))
                self._call(node)
            case ast.Attribute(attr="url"):
                self._one(node.value)
                self._look(node)
            case _:
                self._all(ast.iter_child_nodes(node))

    def _call(self, call: ast.Call) -> None:
        name = called(call)
        if name in WAITS or name.startswith("wait_for"):
            self.acted = False
        elif is_expectation(call):
            self.acted = self.acted and name.startswith(NEGATIVE)
        elif name in self.functions and name not in self._inside:
            self._step_into(call, self.functions[name])
        elif name in LOOKS:
            self._look(call)
        elif name in ACTS:
            self.acted = True

    def _step_into(self, call: ast.Call, function: ast.FunctionDef) -> None:
        faults, self.faults = self.faults, []
        self._inside.append(function.name)
        self._all(function.body)
        self._inside.pop()
        self.faults = faults + ([call.lineno] if self.faults else [])

    def _look(self, node: ast.expr) -> None:
        if self.acted:
            self.faults.append(node.lineno)


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def is_expectation(call: ast.Call) -> bool:
    """`expect(…).to_be_visible()`."""
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value).startswith(
        "expect("
    )


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


SOURCES = {path.name: ast.parse(path.read_text()) for path in sorted(FOLDER.glob("*.py"))}
HELPERS = {each.name: each for tree in SOURCES.values() for each in functions_of(tree)}


@pytest.mark.parametrize("name", SOURCES)
def test_after_an_act_the_next_look_waits(name: str) -> None:
    known = HELPERS | {each.name: each for each in functions_of(SOURCES[name])}
    found = {each.name: Reader(known).read(each) for each in functions_of(SOURCES[name])}
    assert {function: lines for function, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("then", "too_early"),
    [
        ("place.inner_text()", [3]),
        ("page.url", [3]),
        ("expect(place).to_be_hidden(); place.count()", [3]),
        ("read(place)", [3]),
        ("while place.count(): page.reload()", [3]),
        ("expect(place).to_have_text('Done'); place.inner_text()", []),
        ("page.reload(); read(place)", []),
        ("drawn(page); place.bounding_box()", []),
    ],
)
def test_a_look_too_early_is_found(then: str, too_early: list[int]) -> None:
    source = f"def test(page, place):\n  place.click()\n  {then}\ndef read(it): it.inner_text()"
    known = {each.name: each for each in functions_of(ast.parse(source))}
    assert Reader(known).read(known["test"]) == too_early
