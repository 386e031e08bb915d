"""What each verb declares of itself, beside its function: who may do it, from which states, what
else must be so, and which line of history it leaves.

`refusal` reads it for verbs and pages, `act` for what a verb must leave behind. States that are
those of a transition are not said again: the declaration names the transition.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, TypeVar

from disputes.errors import Refused
from disputes.models import Dispute
from disputes.permissions.people import Actor
from disputes.states import EventKind, Party, State, Verb

# Why an act is not possible now, besides what the state and the clock say; or nothing.
Check = Callable[[Dispute, Actor, datetime], Refused | None]
_Function = TypeVar("_Function", bound=Callable[..., Any])

# What a decision rests on: all but what is only talk, who has seen or has the case, who is done,
# what was paid, and that there is more time. By message after message, a side could else keep the
# other one from acting.
DECISIVE = frozenset(EventKind) - {
    EventKind.EVIDENCE_SEEN,
    EventKind.EVIDENCE_FINISHED,
    EventKind.MESSAGE_SENT,
    EventKind.MESSAGE_SEEN,
    EventKind.TAKEN,
    EventKind.REASSIGNED,
    EventKind.HANDED_BACK,
    EventKind.REFUND_PAID,
    EventKind.ERASED,
    EventKind.CAME_AFTER,
    EventKind.STORE_CLOSED,
    EventKind.CLOCK_PAUSED,
}


@dataclass(frozen=True)
class Declaration:
    """What a verb says of itself; see `declares`."""

    by: Mapping[Party, frozenset[State]]
    leaves: frozenset[EventKind]
    check: Check | None
    is_supervision: bool
    heeds: frozenset[EventKind]


DECLARED: dict[Verb, Declaration] = {}


def declares(
    verb: Verb,
    *,
    by: Mapping[Party, Collection[State] | Callable[..., Any]],
    leaves: EventKind | Collection[EventKind],
    check: Check | None = None,
    is_supervision: bool = False,
    heeds: Collection[EventKind] = DECISIVE,
) -> Callable[[_Function], _Function]:
    """The function below this is the verb.

    `by`: who may do it, each with the states in which that is possible, or with the transition of
    `Dispute` whose sources they are. `leaves`: one of these is in the history afterwards.
    `is_supervision`: who may is for `check` alone to say, and it is possible as long as the sweep
    has not done it. `heeds`: what turns it back when it came after what was read.
    """

    def declare(function: _Function) -> _Function:
        assert verb not in DECLARED, f"{verb} is declared twice"
        DECLARED[verb] = Declaration(
            by={party: _states(where) for party, where in by.items()},
            leaves=frozenset([leaves] if isinstance(leaves, EventKind) else leaves),
            check=check,
            is_supervision=is_supervision,
            heeds=frozenset(heeds),
        )
        return function

    return declare


def read_declarations(package: str) -> None:
    """Import every module of these verbs: each declares itself then."""
    for module in iter_modules(import_module(package).__path__, f"{package}."):
        import_module(module.name)


def _states(where: Collection[State] | Callable[..., Any]) -> frozenset[State]:
    if not callable(where):
        return frozenset(where)
    found = Dispute._meta.get_field("state").get_all_transitions(Dispute)
    return frozenset(State(str(each.source)) for each in found if each.name == where.__name__)
