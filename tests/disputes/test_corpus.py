"""Each file of a collection of broken pictures is taken or refused with a sentence, nothing else.

CORPUS names the folder: the fuzzing corpora of picture libraries do for it.
"""

import os
from pathlib import Path

import psutil
import pytest

from disputes.errors import Refused
from disputes.files.intake import check, read
from disputes.files.limits import Limits

CORPUS = os.environ.get("CORPUS")
LIMITS = Limits(megabytes=15, megapixels=50, at_once=10, per_side=60)


@pytest.mark.skipif(CORPUS is None, reason="CORPUS names no folder of files to try")
def test_each_file_of_a_corpus_is_taken_or_refused(caplog: pytest.LogCaptureFixture) -> None:
    paths = [path for path in Path(CORPUS or "").rglob("*") if path.is_file()]
    assert paths
    sentences = []
    for path in paths:
        try:
            with path.open("rb") as file:
                check(read(file, path.stat().st_size, LIMITS), LIMITS)
        except Refused as refusal:
            sentences.append(refusal.message)
    assert all(sentences)
    assert "ended its process" not in caplog.text
    assert all(child.status() != psutil.STATUS_ZOMBIE for child in psutil.Process().children(True))
