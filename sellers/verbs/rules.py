"""A supervisor publishes a rule of the catalogue."""

from django.utils.translation import gettext as _

from disputes.kernel.publishing import publish
from disputes.models import User
from sellers.models import Rule


def publish_rule(supervisor: User, rule: Rule, *, change_note: str) -> Rule:
    """A new rule, or a new version of one (`rule.version` is the version that it starts from).

    It holds for what happens from now on; what was given before keeps its version.
    """
    sentence = _("Only a supervisor can publish a rule.")
    return publish(rule, supervisor, change_note=change_note, not_allowed=sentence, code=rule.code)
