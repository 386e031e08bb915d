"""A supervisor publishes a rule of the catalogue."""

from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.transactions import one_transaction
from disputes.models import User
from disputes.permissions import SUPERVISE
from disputes.rules.texts import check_text
from sellers.models import Rule


def publish_rule(supervisor: User, rule: Rule, *, change_note: str) -> Rule:
    """A new rule, or a new version of one (`rule.version` is the version that it starts from).

    It holds for what happens from now on; what was given before keeps its version. When another
    version was published in the meantime, nothing is, so that nobody undoes what they have not
    seen.
    """
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can publish a rule."))
    change_note = check_text(
        change_note, field="change_note", most=300, sentence=_("Say what changes and why.")
    )
    with one_transaction():
        # The first rule of all is always there, so its row is the lock.
        Rule.objects.select_for_update().earliest("pk")
        latest = Rule.objects.filter(code=rule.code).order_by("-version").first()
        if (latest.version if latest else 0) != rule.version:
            raise Refused(
                Code.STALE,
                _("Version %(version)d was published while you were writing.")
                % {"version": latest.version if latest else 0},
            )
        rule.pk, rule.version = None, rule.version + 1
        rule.published_at, rule.published_by, rule.change_note = (
            clock.now(),
            supervisor,
            change_note,
        )
        rule.save(force_insert=True)
    return rule
