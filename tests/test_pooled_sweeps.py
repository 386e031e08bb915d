"""Two sweeps at once behind PgBouncer in transaction mode delete no file that has a row.

They once did: the names of the rows came by a server-side cursor outside a transaction, which
Django names by thread and number. Both are the same in forked processes, and in this mode one
process may read what the other has opened.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import LazySettings

from disputes import clock
from disputes.models import EvidenceFile
from tests.concurrency import committed, refilled  # noqa: F401  # fixtures
from tests.pooling import _pgbouncer, pooled_url  # noqa: F401  # fixtures
from tests.world import World

ROWS = 6_000  # more than Django reads from such a cursor at a time
DAYS = range(3, 6)


def test_two_forked_sweeps_delete_nothing_that_has_a_row(
    pooled_url: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    world, now = World(), clock.now()
    rows = []
    for ago in DAYS:
        day = now - timedelta(days=ago)
        folder = f"evidence/{day:%Y/%m/%d}"
        (tmp_path / folder).mkdir(parents=True)
        for _number in range(ROWS // len(DAYS)):
            name = f"{folder}/{uuid4()}.jpg"
            (tmp_path / name).touch()
            rows.append(
                EvidenceFile(
                    uploader=world.seller, kept_for="test", name="a.jpg", size=0, sha256="",
                    original=name, uploaded_at=day,
                )
            )  # fmt: skip
    EvidenceFile.objects.bulk_create(rows)
    swept = subprocess.run(
        [sys.executable, "-c", TWO_SWEEPS],
        env=os.environ | {"DATABASE_URL": pooled_url, "EVIDENCE_ROOT": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert swept.returncode == 0, swept.stderr
    print(swept.stdout, swept.stderr)
    gone = [row.original.name for row in rows if not (tmp_path / str(row.original.name)).exists()]
    assert len(gone) == 0


TWO_SWEEPS = """
import os, sys, time
import django
django.setup()
from django.db import DatabaseError
from disputes.services import sweeping

children = []
for number in range(2):
    child = os.fork()
    if child == 0:
        for again in range(12):
            t=time.monotonic()
            try:
                print(sweeping.sweep_all_files(), flush=True)
            except DatabaseError as e:
                print(str(e)[:60], flush=True)
            print(time.monotonic()-t, flush=True)
        os._exit(0)
    children.append(child)
sys.exit(max(os.waitpid(child, 0)[1] for child in children))
"""
