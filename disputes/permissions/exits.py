"""Nobody gets out of a case on an outcome that is known, or could be."""

from disputes.errors import Code, Refused
from disputes.models import Dispute
from disputes.wording.exits import no_way_out


def no_exit(dispute: Dispute) -> Refused | None:
    """Why a case is neither withdrawn nor ended by accepting any more, if so."""
    sentence = no_way_out(dispute)
    return Refused(Code.NOT_ALLOWED, sentence) if sentence else None
