"""Documents are kept as they are and never opened here: only that a PDF came whole is checked."""

from disputes.files.kinds import has_pdf_header

_END = b"%%EOF"
_TAIL = 2048  # bytes after which nobody ends a file any more


def is_whole_pdf(data: bytes) -> bool:
    """Does it begin and end as a PDF does? A download that was cut off lacks the end."""
    return has_pdf_header(data) and _END in data[-_TAIL:]
