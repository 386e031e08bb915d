"""Publishing a new version of the numbers."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.models import Policy, User
from disputes.permissions import SUPERVISE
from disputes.rules.words import check_words

NUMBERS = tuple(
    field.name
    for field in Policy._meta.get_fields()
    if field.name.endswith(("_days", "_points", "_changes"))
)


def publish_policy(supervisor: User, numbers: Mapping[str, int], *, note: str) -> Policy:
    """A new version with these numbers, for cases filed from now on; older cases keep theirs."""
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can publish a policy."))
    note = check_words(note, field="note", most=300, sentence=_("Say what changes and why."))
    with transaction.atomic(durable=True):
        # The lock on the latest version makes two publications follow each other.
        latest = Policy.objects.select_for_update().latest()
        return Policy.objects.create(
            **{name: numbers[name] for name in NUMBERS},
            version=latest.version + 1,
            published_at=clock.now(),
            published_by=supervisor,
            note=note,
        )
