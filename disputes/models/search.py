"""The index behind a search for a part of a word."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models.functions import Upper


def words_in(*columns: str, name: str) -> GinIndex:
    """For `column__icontains`, from three letters on.

    Only for tables that hardly change: every new version of a row enters it with all its letters.
    """
    return GinIndex(*(OpClass(Upper(column), "gin_trgm_ops") for column in columns), name=name)
