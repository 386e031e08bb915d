"""What the platform writes about a penalty says something, whoever decides what."""

from django.utils.translation import gettext as _

from disputes.models import Policy
from disputes.rules.texts import check_reasons


def check_penalty_reasons(reasons: str, *, sentence: str = "") -> str:
    """Of so many letters and digits at least as the policy says: of giving, approving, lowering
    and revoking a penalty alike. `sentence` is what is said where there are none."""
    least = Policy.objects.latest().least_reasons
    return check_reasons(reasons, least, sentence=sentence or _("Give the store your reasons."))
