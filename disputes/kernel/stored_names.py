"""Whose is a file in the store? Asked about exactly its name, before anything there is deleted."""

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.db.models import FileField, Model

# Names asked about in one query.
BATCH = 1_000


def names_with_rows(names: Sequence[str]) -> set[str]:
    """Those of these names that a row has, of whichever model and field, erased or not, however
    old. Each field answers from an index."""
    found: set[str] = set()
    for start in range(0, len(names), BATCH):
        asked = names[start : start + BATCH]
        for model, field in _file_fields():
            rows = model._base_manager.filter(**{f"{field}__in": asked})
            # Names are not empty; said once more for the index, which leaves empty ones out.
            stored = rows.exclude(**{field: ""}).order_by()
            found.update(stored.values_list(field, flat=True))
    return found


def _file_fields() -> Iterator[tuple[type[Model], str]]:
    """All there are, so that a model of tomorrow is not forgotten."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                yield model, field.name
