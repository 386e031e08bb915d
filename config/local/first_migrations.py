"""`make migrations`: the initial ones anew after a change of the models, until 0.2.0 is tagged.

Django writes all of them but one line: the extension that the searches need. What is written by
hand (`0002_reference_data`) stays, and is mended by hand where it names what was changed.
"""

import subprocess
import sys
from pathlib import Path

# One after the other: made together, some would be split in two.
APPS = ("disputes", "sellers", "buyers", "arbitration")
WITH_EXTENSION = Path("disputes/migrations/0001_initial.py")
IMPORT = "import django.contrib.postgres.indexes\n"
OPERATIONS = "    operations = [\n"


def main() -> None:
    by_hand = {}
    for app in APPS:
        folder = Path(app, "migrations")
        (folder / "0001_initial.py").unlink(missing_ok=True)
        second = folder / "0002_reference_data.py"
        if second.exists():
            by_hand[second] = second.read_text()
            second.unlink()
    try:
        for app in APPS:
            make = ["manage.py", "makemigrations", "--no-header", "--verbosity=0", app]
            subprocess.run([sys.executable, "-W", "ignore::RuntimeWarning", *make], check=True)
    finally:
        for path, text in by_hand.items():
            path.write_text(text)
    text = WITH_EXTENSION.read_text()
    for before, line in (
        (IMPORT, "import django.contrib.postgres.operations\n"),
        (OPERATIONS, "        django.contrib.postgres.operations.TrigramExtension(),\n"),
    ):
        if before not in text:
            sys.exit(f"{WITH_EXTENSION}: found no {before!r} to put the extension after.")
        text = text.replace(before, before + line, 1)
    WITH_EXTENSION.write_text(text)


if __name__ == "__main__":
    main()
