"""What is said where several cases are acted on at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from disputes.errors import Refused
from disputes.rules.texts import isolated


@contextmanager
def naming(title: str, *, several: bool) -> Iterator[None]:
    """Of several, a refusal names the one that it is about."""
    try:
        yield
    except Refused as refused:
        if several:
            told = {"title": isolated(title), "sentence": refused.message}
            refused.message = _("%(title)s: %(sentence)s") % told
        raise
