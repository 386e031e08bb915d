"""What is said where several cases are acted on at once."""

from django.utils.translation import gettext as _

from disputes.errors import Refused
from disputes.rules.texts import isolated


def about(title: str, refused: Refused) -> Refused:
    """The same refusal, which names the one of several that it is about."""
    told = {"title": isolated(title), "sentence": refused.message}
    refused.message = _("%(title)s: %(sentence)s") % told
    return refused
