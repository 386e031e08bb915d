"""How a statement was before it was changed, from the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from disputes.kernel.evidence_audit import versions_of
from disputes.models import Attachment, Event, Evidence


@dataclass(frozen=True)
class Shown:
    """A file with the caption that it has, or had, in one version of a statement."""

    file: Attachment
    caption: str


@dataclass(frozen=True)
class Version:
    """A statement as it was before it was changed."""

    number: int
    at: datetime
    text: str
    files: Sequence[Shown]


def earlier_versions(item: Evidence, events: Sequence[Event]) -> list[Version]:
    """From the history, the latest first."""
    versions, files = versions_of(item.number, events), list(item.files.all())
    return [
        Version(
            number=event.data.get("version", 1),
            at=event.at,
            text=event.data.get("text", ""),
            files=_shown_in(event, files),
        )
        for event in reversed(versions[:-1])
    ]


def _shown_in(version: Event, files: Sequence[Attachment]) -> list[Shown]:
    found = {file.sha256: file for file in files}
    return [
        Shown(found[each["sha256"]], caption)
        for each, caption in zip(version.data["files"], version.data["captions"], strict=True)
        if each["sha256"] in found
    ]
