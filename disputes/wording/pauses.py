"""Which cases a pause of the platform is about, in words."""

from django.utils.translation import gettext as _

from disputes.models import ClockPause
from disputes.rules.addresses import country_name
from disputes.rules.texts import isolated
from disputes.states import State


def cases_in_words(pause: ClockPause) -> str:
    """All that is said of them; all open cases, where nothing is."""
    said = []
    if pause.store is not None:
        said.append(_("store %(name)s") % {"name": isolated(pause.store.name)})
    if pause.client is not None:
        said.append(_("marketplace %(name)s") % {"name": isolated(pause.client.name)})
    if pause.carrier:
        said.append(_("carrier %(name)s") % {"name": isolated(pause.carrier)})
    if pause.return_country:
        said.append(_("returns to %(country)s") % {"country": country_name(pause.return_country)})
    if pause.states:
        said.append(", ".join(f"“{State(state).label}”" for state in pause.states))
    return " · ".join(said) or _("All open cases")
