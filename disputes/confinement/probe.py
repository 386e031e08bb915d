"""Finds out what this machine has of the locks: a process of its own tries them on and tells."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

from disputes.confinement import Layer, Missing, confine, refuse_calls

_HOME = Path(__file__).resolve().parents[2]
_PATIENCE = 10  # seconds


@cache
def missing_layers() -> Missing:
    """The layers that this machine lacks, with what the kernel said; asked once in a process."""
    try:
        answer = subprocess.run(  # noqa: S603 - a program of our own
            [sys.executable, "-m", __name__],
            cwd=_HOME,
            env={"PYTHONPATH": str(_HOME)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
        )
        return {Layer(name): str(why) for name, why in json.loads(answer.stdout).items()}
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return dict.fromkeys(Layer, f"it could not be tried: {type(error).__name__}")


def main() -> None:
    missing = confine() | refuse_calls()
    sys.stdout.write(json.dumps(missing))


if __name__ == "__main__":
    main()
