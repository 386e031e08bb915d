"""How much one file, one statement and one side of a case may bring."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MEGABYTE = 1024 * 1024  # binary megabytes, as file managers of phones count
# Makers of phones round: their 50 megapixels are 8192 × 6144, their 64 are 9280 × 6944.
MEGAPIXEL = 1024 * 1024


class LimitNumbers(Protocol):
    """What a published policy says about files."""

    file_megabytes: int
    photo_megapixels: int
    files_at_once: int
    files_per_side: int


@dataclass(frozen=True)
class Limits:
    """The numbers that are in force: those of the latest policy, for old cases too."""

    megabytes: int
    megapixels: int
    at_once: int
    per_side: int

    @classmethod
    def of(cls, policy: LimitNumbers) -> "Limits":
        return cls(
            policy.file_megabytes,
            policy.photo_megapixels,
            policy.files_at_once,
            policy.files_per_side,
        )

    @property
    def max_bytes(self) -> int:
        return self.megabytes * MEGABYTE

    @property
    def max_pixels(self) -> int:
        return self.megapixels * MEGAPIXEL

    @property
    def sentence(self) -> "StrPromise":
        """The limits in words, for the page, before anything is chosen."""
        return format_lazy(
            _(
                "Up to {files} files, each at most {megabytes} MB. Photos as JPEG, PNG, WebP or "
                "HEIC with at most {megapixels} megapixels; documents as PDF."
            ),
            files=self.at_once,
            megabytes=self.megabytes,
            megapixels=self.megapixels,
        )
