"""Two sweeps at once behind PgBouncer in transaction mode delete no file that has a row.

They once did: the names of the rows came by a server-side cursor outside a transaction, which
Django names by thread and number. Both are the same in forked processes, and in this mode one
process may read what the other has opened.
"""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from disputes import clock
from disputes.models import Attachment, AttachmentOwner, HaltedCleanup
from tests.support.pooling import pgbouncer, pooled_url
from tests.support.world import World

__all__ = ["pgbouncer", "pooled_url"]  # fixtures

DAYS = (3, 4, 5)
FILES = 2_500  # of a day; Django reads 2,000 rows from such a cursor at a time


@pytest.mark.slow
def test_two_forked_sweeps_delete_nothing_that_has_a_row(pooled_url: str, tmp_path: Path) -> None:
    rows = [row for ago in DAYS for row in files_with_rows(tmp_path, timedelta(days=ago))]
    Attachment.objects.bulk_create(rows)
    both = subprocess.run(
        [sys.executable, "-c", TWO_SWEEPS],
        env=os.environ | {"DATABASE_URL": pooled_url, "EVIDENCE_ROOT": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    gone = [row.original.name for row in rows if not (tmp_path / str(row.original.name)).exists()]
    assert len(gone) == 0, f"{len(gone)} of {len(rows)} files that have rows were deleted"
    assert (both.returncode, both.stdout) == (0, NOTHING * 2 * SWEEPS), both.stderr
    assert not HaltedCleanup.objects.exists()


def files_with_rows(store: Path, age: timedelta) -> list[Attachment]:
    """A day of them, as the store has them; the rows are not saved."""
    day, uploader = clock.now() - age, World().seller
    owner = AttachmentOwner.objects.create()
    folder = f"evidence/{day:%Y/%m/%d}"
    (store / folder).mkdir(parents=True)
    names = [f"{folder}/{uuid4()}.jpg" for _number in range(FILES)]
    for name in names:
        (store / name).touch()
    return [
        Attachment(
            uploader=uploader, kept_for=owner, name="a.jpg", size=0, sha256="", original=name,
            uploaded_at=day,
        )
        for name in names
    ]  # fmt: skip


SWEEPS = 6  # of each process: the fault did not show every time
NOTHING = "Swept(uploads=0, strays=0, halted=0)\n"
# As Celery's children are: of one parent, so that their threads have the same number. One that
# fails is there again at the next tick.
TWO_SWEEPS = f"""
import os, sys
import django
django.setup()
from disputes.background.file_sweep import sweep_all_files

children = []
for _process in range(2):
    child = os.fork()
    if child == 0:
        for _sweep in range({SWEEPS}):
            try:
                os.write(1, f"{{sweep_all_files()}}\\n".encode())
            except Exception as error:
                os.write(1, f"{{error}}\\n".encode())
        os._exit(0)
    children.append(child)
sys.exit(max(os.waitpid(child, 0)[1] for child in children))
"""
