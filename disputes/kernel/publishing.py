"""Publishing the next version of something that supervisors decide about."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from disputes import clock
from disputes.errors import Code, Refused
from disputes.kernel.transactions import one_transaction
from disputes.models import User
from disputes.models.numbers import numbers_of
from disputes.models.published import Published
from disputes.permissions import SUPERVISE
from disputes.rules.texts import check_text

Version = TypeVar("Version", bound=Published)


def publish(
    draft: Version,
    supervisor: User,
    *,
    change_note: str,
    not_allowed: str,
    wrong_together: Iterable[tuple[str, str]] = (),
    **of: Any,
) -> Version:
    """Save the draft as the next version; `draft.version` is the one that it starts from, 0 for
    none. `of` says which rows are its earlier versions; by default all of its kind.

    Refused to anybody but supervisors (with the sentence `not_allowed`), without a `change_note`,
    with a number beyond its limits, with numbers that are `wrong_together` (a name and a sentence
    each), and when another version was published in the meantime, so
    that nobody undoes what they have not seen.
    """
    if not supervisor.has_perm(SUPERVISE):
        raise Refused(Code.NOT_ALLOWED, not_allowed)
    draft.change_note = check_text(
        change_note, field="change_note", most=300, sentence=_("Say what changes and why.")
    )
    _check_numbers(draft)
    for name, wrong in wrong_together:
        raise Refused(Code.AMOUNT_INVALID, wrong, field=name)
    rows = type(draft)._default_manager
    with one_transaction():
        # The first row of all is always there, so it is the lock. The latest one would not do:
        # whoever waited for it would still see the latest of before.
        rows.select_for_update().earliest("pk")
        latest = rows.filter(**of).order_by("-version").first()
        if draft.version != (number := latest.version if latest else 0):
            raise Refused(
                Code.STALE,
                _("Version %(version)d was published while you were writing.")
                % {"version": number},
            )
        draft.pk, draft.version = None, number + 1
        draft.published_at, draft.published_by = clock.now(), supervisor
        draft.save(force_insert=True)
    return draft


def _check_numbers(draft: Published) -> None:
    for number in numbers_of(type(draft)):
        try:
            number.validate(getattr(draft, number.name), draft)
        except ValidationError as error:
            raise Refused(Code.AMOUNT_INVALID, number.sentence, field=number.name) from error
