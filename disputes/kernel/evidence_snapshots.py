"""What the history says of evidence: its text and captions, and the hashes of its files.

Text and captions can be erased from it one day; the hashes stay.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from disputes.models import Attachment, Dispute, Evidence, Message

_OF_EVIDENCE = ("dispute_id", "number", "party", "version")
_OF_FILE = ("files__sha256", "files__shared_sha256", "files__thumbnail_sha256")


def contents(evidence: Evidence | Message, files: Sequence[Attachment]) -> dict[str, Any]:
    """A statement or message with these files, as an event keeps it: one caption for each file."""
    return {
        "text": evidence.text,
        "files": [file.fingerprint for file in files],
        "captions": [file.caption for file in files],
    }


def snapshots(disputes: Sequence[Dispute]) -> dict[int, list[Mapping[str, Any]]]:
    """The evidence of each of these cases, by case id: no texts, all hashes; one query.

    A sweep asks for hundreds of cases at a time, so it makes no objects of them.
    """
    if not disputes:
        return {}
    found: dict[int, list[Mapping[str, Any]]] = {dispute.pk: [] for dispute in disputes}
    rows = Evidence.objects.filter(dispute__in=found).order_by("dispute", "number", "files__id")
    last = None
    for row in rows.values_list(*_OF_EVIDENCE, "files__replaced_by", *_OF_FILE):
        dispute, number, party, version, replaced_by, sha256, shared, thumbnail = row
        if last != (dispute, number):
            files: list[dict[str, str]] = []
            found[dispute].append(
                {"number": number, "party": party, "version": version, "files": files}
            )
            last = dispute, number
        if sha256 is not None and replaced_by is None:
            files.append({"sha256": sha256, "shared": shared, "thumbnail": thumbnail})
    return found
