"""What the database does not let a person do, said as any other refusal."""

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg import Error
from psycopg.errors import UniqueViolation

from disputes.errors import Code, Refused
from disputes.kernel.failures import place

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

log = logging.getLogger(__name__)

_NEVER_BEFORE_DISPATCH = gettext_lazy(
    "Nothing is delivered before it is dispatched, so nothing was changed. Check the two dates."
)
_SENTENCES: "dict[str, StrOrPromise]" = {
    "refunds_within_paid": gettext_lazy(
        "That is more than can still be refunded for this item, so nothing was changed. Choose a "
        "smaller amount, or ask the platform to decide."
    ),
    "paid_covers_open_cases": gettext_lazy(
        "What was paid covers what was refunded and what an open case asks for, so nothing was "
        "changed. End the case first, or enter a larger amount."
    ),
    "one_case_per_piece": gettext_lazy(
        "There is a case about this item already, so nothing was changed. Look at your cases."
    ),
    "one_live_proposal_per_side": gettext_lazy(
        "Your side has just put something else on the table, so nothing was changed. Look at the "
        "case again."
    ),
    "line_of_a_case_stays": gettext_lazy(
        "There is a case about this item, so it stays in its order. Nothing was changed."
    ),
    "order_of_a_case_stays": gettext_lazy(
        "There is a case about this order, so its buyer, store and currency stay as they are. "
        "Nothing was changed."
    ),
    "snapshot_stays": gettext_lazy(
        "What a case is about stays as it was. Nothing was changed; note a correction instead."
    ),
    "delivered_after_dispatch": _NEVER_BEFORE_DISPATCH,
    "snapshot_delivered_after_dispatch": _NEVER_BEFORE_DISPATCH,
}


def refused_by_database(error: DatabaseError) -> Refused:
    """The refusal for somebody whose act broke a constraint, a trigger's law or a type.

    Logged by the constraint's name and the place in the code alone: the message of the database
    holds values of rows.
    """
    name = _constraint(error)
    log.error("the database refused an act: %s (%s)", name, place(error))
    if name in _SENTENCES:
        return Refused(Code.CONFLICT, str(_SENTENCES[name]))
    if isinstance(error.__cause__, UniqueViolation):
        return Refused(
            Code.CONFLICT,
            _("This is there already, so nothing was changed. Look at the page again."),
        )
    return Refused(
        Code.CONFLICT,
        _(
            "This does not fit what is stored, so nothing was changed. Look at the page again; if "
            "it happens once more, tell the platform that “%(name)s” stood in the way."
        )
        % {"name": name},
    )


def _constraint(error: DatabaseError) -> str:
    """What it is called in the database, else the kind of the error."""
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, Error) else None
    return name or type(cause or error).__name__
