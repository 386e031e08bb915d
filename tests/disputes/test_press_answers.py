"""What the program that sets PDFs gives back begins and ends as a PDF, or is no answer."""

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
