"""What the program that sets PDFs gives back begins and ends as a PDF, or is no answer."""

import subprocess
import sys
from typing import Any

import pytest

from disputes.case_pdf import printing
from disputes.case_pdf.printing import print_document
from disputes.errors import Code, Refused


@pytest.mark.parametrize("said", [b"<script>", b"%PDF-1.7 and no end", b"and no begin %%EOF"])
def test_half_a_pdf_is_none(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_args: Any) -> tuple[int, bytes]:
        return 0, said

    monkeypatch.setattr(printing, "_run", run)
    with pytest.raises(Refused) as caught:
        print_document({}, [])
    assert caught.value.code == Code.BUSY


@pytest.mark.slow
@pytest.mark.parametrize("says", ["", "sys.stdout.write('%PDF-'); sys.stdout.flush(); os.close(1)"])
def test_one_that_goes_on_beyond_its_time_is_killed(
    says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it still could say something or not."""
    start, started = subprocess.Popen, []

    def popen(command: list[str], **options: Any) -> Any:
        code = f"import os, sys, time; {says or 'pass'}; time.sleep(600)"
        started.append(start([sys.executable, "-c", code], **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(printing, "TIME", 0.5)
    with pytest.raises(Refused) as caught:
        print_document({}, [])
    assert caught.value.code == Code.BUSY
    assert [program.returncode for program in started] == [-9, -9]
