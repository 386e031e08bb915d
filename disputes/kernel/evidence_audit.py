"""Evidence as it is, against what the history says of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from disputes.models import Attachment, Dispute, Event, Evidence
from disputes.states import EventKind

Fingerprint = tuple[tuple[str, str], ...]


def versions_of(number: int, events: Sequence[Event]) -> list[Event]:
    """The lines of the history that hold a version of this evidence, oldest first.

    An application is the first evidence of its case.
    """
    return [event for event in events if _number(event) == number]


def holds(versions: Sequence[Event], file: Attachment) -> Event:
    """The first of these lines that holds this file."""
    return next((event for event in versions if _names(event, file)), versions[0])


def evidence_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    """What is not as the history says, in plain words."""
    evidence = list(dispute.evidence.all())
    recorded = {number for event in events if (number := _number(event)) is not None}
    for number in sorted(recorded - {item.number for item in evidence}):
        yield f"evidence {number} is in the history, and its statement is missing."
    for item in evidence:
        versions = versions_of(item.number, events)
        if not versions:
            yield f"evidence {item.number} is not in the history."
            return
        for flaw in _flaws(dispute, item, versions, events):
            yield f"evidence {item.number}: {flaw}"


def _flaws(
    dispute: Dispute, item: Evidence, versions: Sequence[Event], events: Sequence[Event]
) -> Iterator[str]:
    latest, files = versions[-1], list(item.files.all())
    if item.party != latest.party or item.author_id != versions[0].actor_id:
        yield "it is not from whom the history says."
    if item.version != latest.data.get("version", 1):
        yield "its version is not the latest one in the history."
    if (item.added_at, item.changed_at) != (
        versions[0].at,
        latest.at if len(versions) > 1 else None,
    ):
        yield "it is not from when the history says."
    if item.seen_at not in _seen(item, latest, events):
        yield "it was not seen when its row says so."
    if dispute.erased_at is None:
        if item.text != latest.data.get("text", item.text):
            yield "its words are not those in the history."
        yield from (
            f"file {file.public_id} has lost its place in the store."
            for file in files
            if not (file.shared if file.is_photo else file.original)
        )
    yield from _file_flaws(dispute, item, versions)


def _seen(item: Evidence, latest: Event, events: Sequence[Event]) -> list[datetime | None]:
    """When the other side saw this version, the latest one; none as long as it has not."""
    seen: list[datetime | None] = [
        event.at
        for event in events
        if event.kind == EventKind.EVIDENCE_SEEN
        and event.number > latest.number
        and item.number in event.data["numbers"]
    ]
    return seen or [None]


def _file_flaws(dispute: Dispute, item: Evidence, versions: Sequence[Event]) -> Iterator[str]:
    """The rows of the files against the hashes in the history."""
    for file in item.files.all():
        if not any(_names(event, file) for event in versions):
            yield f"file {file.public_id} is not in the history with the hashes of its row."
    current, latest = item.current_attachments, versions[-1]
    if sorted(_key(file.fingerprint) for file in current) != sorted(map(_key, _files(latest))):
        yield "its files are not those of the latest version in the history."
    elif dispute.erased_at is None and _captions(current) != _captions_of(latest):
        yield "its captions are not those in the history."


def _number(event: Event) -> int | None:
    """The number of the evidence that this line holds a version of."""
    match event.kind:
        case EventKind.OPENED:
            return 1
        case EventKind.EVIDENCE_ADDED | EventKind.EVIDENCE_CHANGED:
            return int(event.data["number"])
    return None


def _names(event: Event, file: Attachment) -> bool:
    return file.fingerprint in _files(event)


def _files(event: Event) -> list[dict[str, str]]:
    """Somebody may have taken them out: that is a flaw to tell, like any other."""
    found: list[dict[str, str]] = event.data.get("files", [])
    return found


def _key(fingerprint: dict[str, str]) -> Fingerprint:
    return tuple(sorted(fingerprint.items()))


def _captions(files: Sequence[Attachment]) -> list[tuple[Fingerprint, str]]:
    return sorted((_key(file.fingerprint), file.caption) for file in files)


def _captions_of(event: Event) -> list[tuple[Fingerprint, str]]:
    captions = event.data.get("captions", [])
    return sorted(zip(map(_key, _files(event)), captions, strict=False))
