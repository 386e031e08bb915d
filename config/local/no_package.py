"""What `pip install .` is answered: a build backend that builds nothing and says why."""

from typing import Any

REFUSAL = """
Redress is served from its checkout, not from a package: templates and static files lie beside the
code. Install what it needs, and run it where it is:

    python3 -m venv .venv
    .venv/bin/pip install --require-hashes --requirement requirements.txt

docs/operations.md says how to go on; `make run` in the checkout is enough to try it.
"""


def refuse(*args: Any, **kwargs: Any) -> None:
    """The first thing that any installer asks of a backend."""
    raise SystemExit(REFUSAL)


get_requires_for_build_wheel = get_requires_for_build_editable = get_requires_for_build_sdist = (
    refuse
)
build_wheel = build_editable = build_sdist = refuse
