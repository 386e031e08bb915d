"""Public references: short enough to read out, unguessable, never a row id."""

import secrets

from django.db import models

# Crockford's base 32 without the letters and digits that are mistaken for each other.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


def new_reference(model: type[models.Model], prefix: str, column: str = "reference") -> str:
    """An unused reference such as "R-7K3M-9QXA", for that column of `model`."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
        reference = f"{prefix}-{letters[:4]}-{letters[4:]}"
        if not model._default_manager.filter(**{column: reference}).exists():
            return reference


def as_written(typed: str, prefix: str) -> str:
    """A reference as it stands in the table, however somebody has typed it: in small letters,
    without its dashes or its prefix, with blanks."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(letters) == _LENGTH + len(prefix):
        letters = letters.removeprefix(prefix)
    return f"{prefix}-{letters[:4]}-{letters[4:]}"
