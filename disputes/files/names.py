"""What a file is called, on the page and when it is given out: its sender could write anything."""

import re
from pathlib import PurePath

from disputes.rules.texts import cut, one_line

# The ending by what a file is, whatever its name says.
ENDINGS = {
    "application/pdf": ".pdf",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}
LONGEST = 80
MAX_NAME_LENGTH = 100
_SEPARATORS = re.compile(r"[/\\:*?\"<>|]+")


def name_to_give(name: str, content_type: str) -> str:
    """A name that no system takes for a path, and that does not hide what the file is.

    Letters of all scripts stay; what cannot be seen, such as marks that turn the reading
    direction so that "exe.jpg" reads as "gpj.exe", goes.
    """
    plain = _SEPARATORS.sub("_", one_line(name)).strip(" ._")
    stem = cut(PurePath(plain).stem.strip(" ._"), LONGEST) or "file"
    return stem + ENDINGS.get(content_type, ".bin")


def clean_name(name: str) -> str:
    """Make a file's name safe to show: no path, nothing invisible, at most 100 characters.

    Invisible means controls, NUL, marks that turn the reading direction ("gpj.exe" shown as
    "exe.jpg") and lone surrogates, which the database cannot store.
    """
    tidy = one_line(re.split(r"[/\\]", name)[-1]).strip(". ")
    if len(tidy) > MAX_NAME_LENGTH:
        stem, dot, extension = tidy.rpartition(".")
        ending = dot + extension if stem and len(extension) <= 10 else ""
        tidy = cut(stem if ending else tidy, MAX_NAME_LENGTH - len(ending)) + ending
    return tidy or "file"
