"""Is everything as it was written? Each history against its chain, each file against its hash.

What is looked at is only ever read. A case that is being changed at that moment can look wrong
while it is read row by row, so whoever finds a flaw looks once more under the row's lock.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.db.models.fields.files import FieldFile

from disputes.background import sweep
from disputes.kernel.chain import is_intact
from disputes.kernel.decisions_audit import decision_flaws, version_flaws
from disputes.kernel.evidence_audit import evidence_flaws
from disputes.kernel.failures import brief
from disputes.kernel.line_snapshots import snapshot_flaws
from disputes.kernel.message_audit import message_flaws
from disputes.kernel.row_audit import row_flaws
from disputes.models import Attachment, Dispute, Event, Evidence, Message, Policy, Ruling

_BATCH = 100  # cases, or files, in memory at a time


@dataclass
class VerifiedCases:
    """How much was looked at so far."""

    cases: int = 0
    lines: int = 0  # of histories
    files: int = 0


class Flaw(Exception):
    """One thing that is not as it was written, in plain words."""


def stop(flaw: str) -> None:
    """What is done about a flaw, unless somebody wants to hear of them all."""
    raise Flaw(flaw)


def verify(
    disputes: QuerySet[Dispute],
    tell: Callable[[VerifiedCases], None],
    report: Callable[[str], None] = stop,
) -> VerifiedCases:
    """Look at these cases with all their files; `tell` is called after every batch, and `report`
    with each flaw."""
    verified = VerifiedCases()
    for batch in sweep.through(_whole(disputes), _BATCH):
        for dispute in batch:
            for flaw in _confirmed(dispute):
                report(f"Case {dispute.reference}: {flaw}")
            verified.cases += 1
            verified.lines += dispute.event_count
            homes: list[Evidence | Message] = [*dispute.evidence.all(), *dispute.messages.all()]
            verified.files += sum(len(home.files.all()) for home in homes)
        tell(verified)
    return verified


def verify_policies(report: Callable[[str], None] = stop) -> None:
    """Look at what was published for all cases, those that nobody has used included."""
    for policy in Policy.objects.order_by("version"):
        for flaw in version_flaws(policy):
            report(f"Policy version {policy.version}: {flaw}")


def verify_uploads(
    verified: VerifiedCases,
    tell: Callable[[VerifiedCases], None],
    report: Callable[[str], None] = stop,
) -> None:
    """Look at the files that lie in no case: of these there are only the hashes in their rows."""
    uploads = Attachment.objects.filter(evidence=None, message=None)
    for batch in sweep.through(uploads, _BATCH):
        for file in batch:
            flaws = list(_stored_flaws(file))
            if flaws and uploads.filter(pk=file.pk).exists():  # else it was dropped meanwhile
                home = "is kept outside of the cases" if file.kept_for_id else "waits for a form"
                for flaw in flaws:
                    report(f"A file that {home}: {flaw}")
        verified.files += len(batch)
        tell(verified)


def _confirmed(dispute: Dispute) -> list[str]:
    """What is still wrong when nobody can change the case."""
    if next(_flaws(dispute), None) is None:
        return []
    with transaction.atomic():
        Dispute.objects.select_for_update().get(pk=dispute.pk)
        [dispute] = _whole(Dispute.objects.filter(pk=dispute.pk))
        return list(_flaws(dispute))


def _whole(disputes: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """The cases with all that is verified; a fixed number of queries."""
    rulings = Ruling.objects.select_related("ground").prefetch_related("citations__evidence")
    return disputes.select_related(
        "snapshot", "settlement", "refund", "line__order"
    ).prefetch_related(
        Prefetch("events", Event.objects.order_by("number")),
        Prefetch("rulings", rulings.order_by("ruled_at", "id")),
        "evidence__files",
        "messages__files",
        "proposals",
        "policy",
        "group__disputes",
    )


def _flaws(dispute: Dispute) -> Iterator[str]:
    events = list(dispute.events.all())
    yield from _chain_flaws(dispute, events)
    yield from evidence_flaws(dispute, events)
    yield from message_flaws(dispute, events)
    for item in dispute.evidence.all():
        for file in item.files.all():
            for flaw in _stored_flaws(file):
                yield f"evidence {item.number}: {flaw}"
    for message in dispute.messages.all():
        for file in message.files.all():
            for flaw in _stored_flaws(file):
                yield f"message {message.number}: {flaw}"
    yield from snapshot_flaws(dispute, events)
    yield from decision_flaws(dispute, events)
    yield from row_flaws(dispute, events)
    snapshot = getattr(dispute, "snapshot", None)
    if (
        snapshot
        and snapshot.picture_sha256
        and (wrong := _wrong(snapshot.picture, snapshot.picture_sha256))
    ):
        yield f"the picture of the listing {wrong}"


def _chain_flaws(dispute: Dispute, events: Sequence[Event]) -> Iterator[str]:
    previous = ""
    for number, event in enumerate(events, start=1):
        if event.number != number:
            yield f"line {number} of the history is missing."
        if event.previous_hash != previous:
            yield f"line {number} of the history does not follow from the line before it."
        if not is_intact(event):
            yield f"line {number} of the history is not as it was written."
        previous = event.hash
    if dispute.event_count != len(events):
        yield (
            f"the history has {len(events)} lines, and there should be {dispute.event_count}: "
            "the end is missing."
            if len(events) < dispute.event_count
            else f"the history has {len(events)} lines, which is more than the "
            f"{dispute.event_count} that the case knows of."
        )
    if dispute.chain_head != previous:
        yield "the history does not end with the line that the case names as its last."


def _stored_flaws(file: Attachment) -> Iterator[str]:
    """What lies in the store against the hashes in the row. Nothing is stored of an erased file."""
    for stored, sha256, what in (
        (file.original, file.sha256, "the original"),
        (file.shared, file.shared_sha256, "the shared copy"),
        (file.thumbnail, file.thumbnail_sha256, "the small form"),
    ):
        if stored and (wrong := _wrong(stored, sha256)):
            yield f"{what} of file {file.public_id} {wrong}"


def _wrong(stored: FieldFile, sha256: str) -> str:
    """What is wrong with a stored file, or nothing."""
    try:
        with stored.open("rb") as opened:
            found = file_digest(opened, "sha256").hexdigest()
    except (FileNotFoundError, ValueError):
        return "is missing."
    except OSError as error:  # its folder is somebody else's, or the bucket is away
        return f"cannot be read: {brief(error)}."
    return "" if found == sha256 else f"is not the one that was stored: its SHA-256 is {found}."
