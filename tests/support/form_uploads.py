"""The files that a page shows in its form, as the form sends them back."""

import re


def uploads_in(page: str) -> dict[str, list[str]]:
    """By the names of their fields. The pattern for files to come names none."""
    found: dict[str, list[str]] = {}
    for name, file in re.findall(r'name="(held-[\w-]+)"\s+value="([0-9a-f-]+)"', page):
        found.setdefault(name, []).append(file)
    return found
