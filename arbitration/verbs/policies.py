"""Publishing a new version of the numbers."""

from collections.abc import Mapping

from django.db.models import BooleanField, PositiveSmallIntegerField
from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.transactions import one_transaction
from disputes.models import Policy, User
from disputes.permissions import SUPERVISE
from disputes.rules.texts import check_text

NUMBERS = tuple(
    field.name
    for field in Policy._meta.get_fields()
    if isinstance(field, PositiveSmallIntegerField)
)
SWITCHES = tuple(
    field.name for field in Policy._meta.get_fields() if isinstance(field, BooleanField)
)


def publish_policy(
    supervisor: User,
    numbers: Mapping[str, int],
    *,
    change_note: str,
    based_on: int,
    large_amounts: Mapping[str, int] | None = None,
    switches: Mapping[str, bool] | None = None,
) -> Policy:
    """A new version with these numbers, for cases filed from now on; older cases keep theirs,
    except for the limits of files and the standing of stores, which hold for all from now on.

    `large_amounts`, by currency in minor units, and `switches` stay as they are unless given.

    `based_on` is the version that the supervisor started from: when another one was published in
    the meantime, nothing is, so that nobody undoes what they have not seen.
    """
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, _("Only a supervisor can publish a policy."))
    change_note = check_text(
        change_note, field="change_note", most=300, sentence=_("Say what changes and why.")
    )
    with one_transaction():
        # Version 1 is always there, so its row is the lock. The latest row would not do: whoever
        # waited for it would still see the latest of before.
        Policy.objects.select_for_update().earliest("version")
        latest = Policy.objects.latest()
        if latest.version != based_on:
            raise Refused(
                Code.STALE,
                _("Version %(version)d was published while you were writing.")
                % {"version": latest.version},
            )
        return Policy.objects.create(
            **{name: numbers[name] for name in NUMBERS},
            **{name: getattr(latest, name) for name in SWITCHES} | dict(switches or {}),
            large_amounts=latest.large_amounts if large_amounts is None else dict(large_amounts),
            version=latest.version + 1,
            published_at=clock.now(),
            published_by=supervisor,
            change_note=change_note,
        )
