"""Why an act came too late: who did what, when."""

from django.db.models import F
from django.utils.translation import gettext as _

from disputes.models import Dispute
from disputes.rules.instants import instant
from disputes.wording.history import sentence


def what_happened(dispute: Dispute) -> str:
    """The last step that changed the state, for somebody whose page is older than the case."""
    step = dispute.events.exclude(from_state="").exclude(from_state=F("to_state")).last()
    if step is None:
        return _("This is not possible now. The page shows what is.")
    return _("This is no longer possible. On %(instant)s: %(sentence)s") % {
        "instant": instant(step.at),
        "sentence": sentence(step),
    }
