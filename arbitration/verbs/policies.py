"""Publishing a new version of the numbers."""

from collections.abc import Mapping

from django.db.models import BooleanField, Max
from django.utils.translation import gettext as _

from disputes.kernel.publishing import publish
from disputes.models import Policy, Reason, User
from disputes.models.numbers import numbers_of
from disputes.rules.policy_checks import check_together

NUMBERS = tuple(field.name for field in numbers_of(Policy))
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

    `based_on` is the version that the supervisor started from. `large_amounts`, by currency in
    minor units, and `switches` stay as they are there unless given.
    """
    draft = Policy.objects.filter(version=based_on).first() or Policy(version=based_on)
    for name in NUMBERS:
        setattr(draft, name, numbers[name])
    for name, switch in (switches or {}).items():
        setattr(draft, name, switch)
    if large_amounts is not None:
        draft.large_amounts = dict(large_amounts)
    return publish(
        draft,
        supervisor,
        change_note=change_note,
        not_allowed=_("Only a supervisor can publish a policy."),
        wrong_together=check_together(numbers, photos_required=photos_required()),
    )


def photos_required() -> int:
    """The most that any reason asks for."""
    most: int = Reason.objects.aggregate(most=Max("photos_required"))["most"]
    return most
