"""What people said and decided about penalties, against the chain of each ledger's events.

An event says what its rows say, by the same names: neither can be changed without the other, and
the chain stands for the event.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from disputes.kernel.decisions_audit import version_flaws
from sellers.kernel.ledger_chain import breach_data, event_hash, files_data
from sellers.models import Breach, Entry, LedgerEvent, PenaltyAppeal, Rule, Standing
from sellers.states import AppealDecision, LedgerEventKind

# What the rows of a ledger say, each under a name that a sentence can begin with.
_Said = dict[str, dict[str, Any]]


def rule_flaws() -> Iterator[str]:
    """Where the text of a rule is not the one that was published."""
    for rule in Rule.objects.order_by("code", "version"):
        for flaw in version_flaws(rule):
            yield f"Rule {rule.code}, version {rule.version}: {flaw}"


def event_flaws(first: int, last: int) -> Iterator[tuple[int, str]]:
    """Of the stores with ids from the first to the last: the store, and what is wrong with it."""
    events: dict[int, list[LedgerEvent]] = defaultdict(list)
    for event in LedgerEvent.objects.filter(store__pk__range=(first, last)):
        events[event.store_id].append(event)
    heads = {
        store: (count, head)
        for store, count, head in Standing.objects.filter(
            store__pk__range=(first, last)
        ).values_list("store", "events", "chain_head")
    }
    found = _found(first, last)
    for store in sorted(heads.keys() | events.keys() | found.keys()):
        of_store = events[store]
        for flaw in _chain_flaws(of_store, heads.get(store, (0, ""))):
            yield store, flaw
        for flaw in _text_flaws(_told(of_store), found[store]):
            yield store, flaw


def _chain_flaws(events: list[LedgerEvent], head: tuple[int, str]) -> Iterator[str]:
    previous = ""
    for number, event in enumerate(events, start=1):
        if event.number != number:
            yield f"decision {number} is missing."
        if event.previous_hash != previous or event.hash != event_hash(event):
            yield f"decision {event.number} is not as it was written."
        previous = event.hash
    if head != (len(events), previous):
        yield f"its head says {head[0]} decisions and names the last; there are {len(events)}."


def _text_flaws(told: _Said, found: _Said) -> Iterator[str]:
    for name in sorted(told.keys() | found.keys()):
        if name not in found:
            yield f"what a decision says of {name} is not there."
        elif name not in told:
            yield f"{name} is there, and no decision says so."
        elif changed := [key for key in found[name] if found[name][key] != told[name].get(key)]:
            yield f"{name} is not as it was written: {', '.join(changed)}."


def _told(events: list[LedgerEvent]) -> _Said:
    """What the rows must say, as the events tell it."""
    said: _Said = defaultdict(dict)
    for event in events:
        data = dict(event.data)
        key = data.pop("act")
        act, appeal = f"act {key}", f"the appeal about act {key}"
        numbers = data.pop("entries", [])
        match event.kind:
            case LedgerEventKind.FOUND:
                new = {"found_by": event.by_id, "reviewed_by": None, "review": ""}
                said[act] = data | new | {"at": event.at}
            case LedgerEventKind.APPROVED:
                said[act] |= {"reviewed_by": event.by_id, "at": event.at}
            case LedgerEventKind.DECLINED:
                said[act] |= {"reviewed_by": event.by_id, "review": data["review"]}
            case LedgerEventKind.APPEALED:
                said[appeal] = data | {"by": event.by_id, "opened_at": event.at} | _UNDECIDED
            case LedgerEventKind.DECIDED:
                said[appeal] |= data | {"decided_by": event.by_id, "decided_at": event.at}
        for number in numbers:
            said[f"entry {number}"] = {"by": event.by_id, "reasons": data["reasons"]}
    return said


def _found(first: int, last: int) -> dict[int, _Said]:
    """What the rows that people wrote say, for each store."""
    said: dict[int, _Said] = defaultdict(dict)
    by_people = Q(found_by__isnull=False) | Q(reviewed_by__isnull=False)
    breaches = Breach.objects.filter(
        by_people | ~Q(reasons="") | ~Q(review=""), store__pk__range=(first, last)
    )
    related = breaches.select_related("dispute", "rule", "attachment_owner")
    for breach in related.prefetch_related("attachment_owner__files"):
        said[breach.store_id][f"act {breach.key}"] = breach_data(breach) | {
            "found_by": breach.found_by_id,
            "reviewed_by": breach.reviewed_by_id,
            "review": breach.review,
            "at": breach.at,
        }
    appeals = PenaltyAppeal.objects.filter(penalty__store__pk__range=(first, last))
    related_appeals = appeals.select_related("penalty__breach", "attachment_owner")
    for appeal in related_appeals.prefetch_related("attachment_owner__files"):
        penalty = appeal.penalty
        said[penalty.store_id][f"the appeal about act {penalty.breach.key}"] = {
            "by": appeal.by_id,
            "opened_at": appeal.opened_at,
            "text": appeal.text,
            "files": files_data(appeal.attachment_owner.files.all()),
        } | _decision_of(appeal)
    for entry in Entry.objects.filter(store__pk__range=(first, last)).exclude(reasons=""):
        said[entry.store_id][f"entry {entry.number}"] = {
            "by": entry.by_id,
            "reasons": entry.reasons,
        }
    return said


_UNDECIDED = {"decision": "", "decided_by": None, "decided_at": None, "reasons": ""}


def _decision_of(appeal: PenaltyAppeal) -> dict[str, Any]:
    """Where nobody decided in time, the clock did: the ledger says so."""
    if appeal.decision == AppealDecision.TIMED_OUT and appeal.decided_by_id is None:
        return _UNDECIDED | {"reasons": appeal.reasons}
    return {
        "decision": appeal.decision,
        "decided_by": appeal.decided_by_id,
        "decided_at": appeal.decided_at,
        "reasons": appeal.reasons,
    }
