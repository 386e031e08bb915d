"""What people send arrives, or they are told: photos and papers as devices make them, long texts,
and more files than a form takes."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from buyers.models import Draft
from disputes.files.documents import is_whole_pdf
from disputes.files.kinds import FileKind, kind_of
from disputes.files.limits import Limits
from disputes.forms import LongTextField
from disputes.models import Policy
from disputes.states import State
from tests.support.applying import Applicant
from tests.support.form_files import upload
from tests.support.rows import everything
from tests.support.workspace import signed_in
from tests.support.world import World

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_a_phone_of_50_megapixels() -> None:
    for most in (50, Policy().photo_megapixels):
        assert Limits(15, most, 10, 60).max_pixels >= 8160 * 6144


@pytest.mark.parametrize("before", [b"\r\n", b"@PJL ENTER LANGUAGE=PDF\r\n", bytes(1024 - 5)])
def test_a_pdf_with_bytes_before_its_header(before: bytes) -> None:
    assert kind_of(before + PDF) == FileKind.PDF
    assert is_whole_pdf(before + PDF)


def test_behind_the_first_kilobyte_nobody_looks_for_it() -> None:
    assert kind_of(bytes(1024) + PDF) is None
    assert not is_whole_pdf(bytes(1024) + PDF)


def test_a_form_with_far_too_many_files_keeps_its_words(rf: RequestFactory) -> None:
    files = []
    for number in range(settings.UPLOAD_FILES + 1):
        file = BytesIO(b"x")
        file.name = f"{number}.jpg"
        files.append(file)
    request = rf.post("/", {"text": "It is green.", "files": files})
    assert request.POST["text"] == "It is green."
    assert [file.name for file in request.FILES.getlist("files")] == [
        f"{number}.jpg" for number in range(settings.UPLOAD_FILES)
    ]


@pytest.mark.django_db
def test_31_files_without_a_script_are_told_beside_the_field(world: World) -> None:
    dispute = world.dispute_in(State.NEGOTIATING)
    client = signed_in(world.seller)
    page = f"/seller/cases/{dispute.reference}/add-evidence/"
    before = everything()
    files = [upload(f"{number}.jpg") for number in range(31)]
    answer = client.post(page, {"text": "The mug is blue.", "files": files})
    assert answer.status_code == 200
    assert "The mug is blue." in answer.text
    assert "files" in answer.text
    assert everything()["disputes_evidence"] == before["disputes_evidence"]


@pytest.mark.django_db
def test_a_long_draft_is_kept_whole_and_its_length_is_told(world: World, client: Client) -> None:
    applicant = Applicant(world, world.line())
    for step in ("received", "reason", "solution"):
        applicant.post(step)
    long = "A very long story. " * 500
    answer = applicant.post("evidence", {"text": long})
    assert "9499" in answer.text or "9500" in answer.text
    assert Draft.objects.get().answers["text"].strip() == long.strip()


def test_no_browser_cuts_what_is_pasted() -> None:
    assert "maxlength" not in LongTextField(rows=3).widget.attrs
