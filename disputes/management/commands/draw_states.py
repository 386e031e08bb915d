"""`manage.py draw_states`: the state machine as a Mermaid diagram, read from the code."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from disputes.models import Dispute
from disputes.states import FINAL_STATES, State


class Command(BaseCommand):
    help = "Prints the states of a case and the steps between them as a Mermaid diagram."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(diagram())


def diagram() -> str:
    """One line for each step that the state machine allows."""
    return "\n".join(
        [
            "stateDiagram-v2",
            f"    [*] --> {State.AWAITING_SELLER}: open dispute",
            *sorted(
                f"    {source} --> {target}: {', '.join(sorted(names))}"
                for (source, target), names in _steps().items()
            ),
            *(f"    {state} --> [*]" for state in State if state in FINAL_STATES),
        ]
    )


def _steps() -> dict[tuple[str, str], set[str]]:
    """Names of the transitions by source and target; those that stay in a state left out."""
    steps: dict[tuple[str, str], set[str]] = {}
    for name, source, target in _transitions():
        if source != target:
            steps.setdefault((source, target), set()).add(name.replace("_", " "))
    return steps


def _transitions() -> Iterator[tuple[str, str, str]]:
    field: Any = Dispute._meta.get_field("state")
    for transition in field.get_all_transitions(Dispute):
        # A step whose result decides the target names all the targets that it may have.
        targets = getattr(transition.target, "allowed_states", None) or [transition.target]
        for target in targets:
            yield transition.name, str(transition.source), str(target)
