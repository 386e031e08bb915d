"""The kinds of files that are taken, told apart by their first bytes and never by their names."""

from enum import StrEnum


class FileKind(StrEnum):
    """A format; the value is what Pillow calls it."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIF = "HEIF"
    PDF = "PDF"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def is_photo(self) -> bool:
        return self != FileKind.PDF


_CONTENT_TYPES = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.HEIF: "image/heic",
    FileKind.PDF: "application/pdf",
}
# Of single pictures, coded with HEVC; "mif1" and its kin also stand before AVIF, which is not
# taken: the brand that follows tells.
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_HEIF_CONTAINERS = frozenset({b"mif1", b"msf1"})


def kind_of(data: bytes) -> FileKind | None:
    """The kind of this file, or none of them. Pillow by itself would try forty formats more."""
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileKind.WEBP
    if data[4:8] == b"ftyp":
        return FileKind.HEIF if _is_heif(data) else None
    return FileKind.PDF if has_pdf_header(data) else None


def has_pdf_header(data: bytes) -> bool:
    """Readers look for it in the first 1024 bytes (PDF Reference 1.7, appendix H, note 13): mail
    programs and printers put lines of their own before it."""
    return b"%PDF-" in data[:1024]


def _is_heif(data: bytes) -> bool:
    brand, length = data[8:12], int.from_bytes(data[:4])
    if brand in _HEIF_CONTAINERS:
        others = {data[at : at + 4] for at in range(16, min(length, 256), 4)}
        return not _HEIF_BRANDS.isdisjoint(others)
    return brand in _HEIF_BRANDS
