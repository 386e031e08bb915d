"""Keeps an upload from filling the memory or the disk."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


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
