"""Keeps an upload from filling the memory or the disk."""

import logging
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    SkipFile,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

log = logging.getLogger(__name__)


class OnlySoMany(FileUploadHandler):
    """Passes the first UPLOAD_FILES of a form on and skips the rest, so that the words beside them
    arrive; that they are too many says the form, which takes fewer."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._files += 1
        if self._files > settings.UPLOAD_FILES:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""


class CutOff(FileUploadHandler):
    """Passes a file on up to UPLOAD_CUT_OFF and drops the rest.

    What arrives is then still larger than any limit of the application, which answers with its
    own sentence about this file while the other files of the form are kept.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """`start` is how much of this file came before."""
        return raw_data if start < settings.UPLOAD_CUT_OFF else None

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""


class NoRoom(BytesIO):
    """Stands for a file that the temporary folder had no room for: reading it fails."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def read(self, size: int | None = -1, /) -> bytes:
        raise self._error


class OnDisk(TemporaryFileUploadHandler):
    """Keeps a large file in the temporary folder. Where that has no room, the other files and
    the fields of the form arrive all the same, so that the application can answer about this one.
    """

    _error: OSError | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._error = None
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._give_up(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._error is None:
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as error:
                self._give_up(error)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if self._error is None:
            try:
                return super().file_complete(file_size)
            except OSError as error:  # the last bytes are written only now
                self._give_up(error)
        assert self._error is not None
        return UploadedFile(
            NoRoom(self._error),
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def _give_up(self, error: OSError) -> None:
        self._error = error
        log.error("an upload could not be kept in the temporary folder: error %s", error.errno)
        file = getattr(self, "file", None)
        if isinstance(file, TemporaryUploadedFile):
            with suppress(OSError):  # it still has bytes to write, and no room for them
                file.close()
