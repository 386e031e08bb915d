"""The names of the acts."""

from django.utils.translation import gettext_lazy

from disputes.states import Party, Verb

_LABELS = {
    (Verb.ACCEPT, Party.SELLER): gettext_lazy("Accept request"),
    (Verb.REPORT_RETURN_DELIVERED, Party.BUYER): gettext_lazy("Show that it was delivered"),
    (Verb.PROPOSE, Party.BUYER): gettext_lazy("Propose another solution"),
}


def label(verb: Verb, party: Party) -> str:
    """The accessible name of the link and of the button: the same words everywhere."""
    return str(_LABELS.get((verb, party), verb.label))
