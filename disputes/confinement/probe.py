"""Finds out what this machine has of the locks: a process of its own tries them on and tells."""

import json
import os
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from disputes.confinement import Layer, Missing, confine, refuse_calls
from disputes.confinement.programs import running

_PATIENCE = 30  # seconds, of which it needs less than one
_MOST = 10_000  # bytes that it tells
_FILE = "probe"


def missing_layers() -> Missing:
    """The layers that this machine lacks, with what the kernel said; asked once in a process."""
    return _tried()[0]


def unreadable_folder() -> str:
    """Why a process that is locked up cannot even read the folder made for it, as the one that sets
    PDFs must; empty if it can."""
    return _tried()[1]


@cache
def _tried() -> tuple[Missing, str]:
    try:
        with TemporaryDirectory() as folder:
            Path(folder, _FILE).touch()
            with running(__name__, folder, seconds=_PATIENCE) as (_program, conversation):
                missing, unreadable = json.loads(conversation.hear_all(_MOST))
        return {Layer(name): str(why) for name, why in missing.items()}, str(unreadable)
    except (OSError, ValueError) as error:
        return dict.fromkeys(Layer, f"it could not be tried: {type(error).__name__}"), ""


def main() -> None:
    folder, unreadable = Path(sys.argv[1]), ""
    missing = confine(own=folder) | refuse_calls(reading=True)
    try:
        (folder / _FILE).read_bytes()
    except OSError as error:
        unreadable = os.strerror(error.errno or 0)
    sys.stdout.write(json.dumps([missing, unreadable]))


if __name__ == "__main__":
    main()
