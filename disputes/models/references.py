"""Public references: short enough to read out, unguessable, never a row id."""

import secrets
import unicodedata

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
    """A reference as it stands in the table, however somebody has typed it: in small letters or
    those of full width, without its dashes or its prefix, with blanks, a zero for the letter O."""
    letters = _letters(typed)
    if len(letters) == _LENGTH + len(prefix):
        letters = _body(letters, prefix)
    return _with_dashes(letters, prefix)


def beginnings(typed: str, prefix: str) -> list[str]:
    """How a reference of which this is the beginning can begin: with what was typed, and without
    its first sign where that can be the prefix."""
    letters = _letters(typed)
    bodies = dict.fromkeys((letters, _body(letters, prefix)))
    return [_with_dashes(each, prefix) for each in bodies if len(each) <= _LENGTH]


def _letters(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def _body(letters: str, prefix: str) -> str:
    """Without the prefix. No reference has a zero or an O behind it, so they are the same here."""
    taken_for_it = ("O", "0") if prefix == "O" else (prefix,)
    return letters[1:] if letters.startswith(taken_for_it) else letters


def _with_dashes(letters: str, prefix: str) -> str:
    return "-".join(filter(None, (prefix, letters[:4], letters[4:])))
