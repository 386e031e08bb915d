"""Documents are shown to ClamAV where it is configured, and kept only when it finds nothing."""

import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from disputes.errors import Code, Refused
from disputes.models import Attachment, RefusedUploads
from disputes.verbs.uploads import add_upload
from tests.support.form_files import upload
from tests.support.rows import refused
from tests.support.world import World

pytestmark = pytest.mark.django_db

# The harmless string that all scanners agree to find.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LETTER = b"%PDF-1.7\n" + bytes(3_000_000) + b"\n%%EOF\n"

Answer = Callable[[bytes], bytes]


def as_clamd_does(data: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"


class Clamd:
    """Speaks INSTREAM as clamd(8) documents it: chunks with their lengths, until one of none."""

    def __init__(self, path: Path) -> None:
        self.path, self.answer, self.seen = str(path), as_clamd_does, list[bytes]()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(self.path)
        self._listening.listen()
        Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                data = b""
                while length := struct.unpack(">I", sent.read(4))[0]:
                    data += sent.read(length)
                self.seen.append(data)
                connection.sendall(self.answer(data))


@pytest.fixture
def clamd(tmp_path: Path, settings: LazySettings) -> Iterator[Clamd]:
    running = Clamd(tmp_path / "clamd")
    settings.CLAMAV_SOCKET = running.path
    yield running
    running.close()


def letter(data: bytes = LETTER) -> SimpleUploadedFile:
    return SimpleUploadedFile("letter.pdf", data)


def test_a_document_is_kept_when_nothing_is_found_in_it(clamd: Clamd) -> None:
    file = add_upload(World().buyer, "form", letter())
    assert file.kind == Attachment.Kind.DOCUMENT
    assert clamd.seen == [LETTER]


def test_an_infected_document_is_refused_with_a_sentence(clamd: Clamd) -> None:
    with pytest.raises(Refused) as caught:
        add_upload(World().buyer, "form", letter(b"%PDF-1.7\n" + EICAR + b"\n%%EOF\n"))
    assert caught.value.code == Code.FILE_INFECTED
    assert caught.value.message.startswith("A virus scanner found something harmful")
    assert not Attachment.objects.exists()
    assert RefusedUploads.objects.get().number == 1


def test_a_photo_is_drawn_anew_and_not_scanned(clamd: Clamd) -> None:
    add_upload(World().buyer, "form", upload())
    assert clamd.seen == []


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: \xff ERROR\0", b"OK\0"]
)
def test_without_a_verdict_nothing_is_kept_and_nobody_is_blamed(
    clamd: Clamd, answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    clamd.answer = lambda data: answer
    world = World()
    with refused(Code.FILE_NOT_STORED, says="that is our fault"):
        add_upload(world.buyer, "form", letter())
    assert "the virus scanner answered" in caplog.text


def test_a_scanner_that_is_away_keeps_documents_out(
    settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody")
    world = World()
    with refused(Code.FILE_NOT_STORED, says="Please try again later"):
        add_upload(world.buyer, "form", letter())
    assert "the virus scanner does not answer" in caplog.text
    assert add_upload(world.buyer, "form", upload()).is_photo


def test_where_none_is_configured_nobody_is_asked(settings: LazySettings) -> None:
    assert settings.CLAMAV_SOCKET == ""
    assert add_upload(World().buyer, "form", letter()).kind == Attachment.Kind.DOCUMENT
