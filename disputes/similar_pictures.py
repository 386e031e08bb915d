"""Finding pictures that look like others among all that were ever shown, by indexes.

Two perceptual hashes are close when they differ in at most CLOSE of their 64 bits. Of their four
parts of 16 bits at least one then differs in at most one bit, so it is one of 17 values: these are
looked up in an index for each part, for each of the eight ways to turn and mirror the picture. What
is found is some thousand of a million, and only these are compared bit by bit.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from disputes.files.perceptual_hash import Rotation, distance, variants

CLOSE = 7  # bits
_PARTS = range(4)
_PART = 0xFFFF
_NEAR = [0, *(1 << bit for bit in range(16))]
# The candidates for one picture. Where many pictures are much alike (all with the same frame, say)
# there would be more candidates than anybody wants to wait for: then the first ones found have to
# do.
_CANDIDATES = 50_000
_FOUND = 20

# The parts are written as the indexes have them, see `models.Attachment`. The case is looked up
# last, for the few that are left: in a join PostgreSQL expects many, and reads all evidence.
_SEARCH = f"""
    SELECT asked.key, near.id, near.perceptual_hash
    FROM jsonb_to_recordset(%s::jsonb) AS asked (
        key bigint, ways bigint[], {", ".join(f"p{part} bigint[]" for part in _PARTS)}
    )
    CROSS JOIN LATERAL (
        SELECT id, evidence_id, perceptual_hash FROM disputes_attachment
        WHERE perceptual_hash IS NOT NULL AND evidence_id IS NOT NULL AND (
            {
    " OR ".join(
        f"((perceptual_hash >> {16 * part}) & {_PART}) = ANY (asked.p{part})" for part in _PARTS
    )
}
        )
        LIMIT {_CANDIDATES}
    ) AS near
    WHERE EXISTS (
        SELECT FROM unnest(asked.ways) AS way
        WHERE bit_count((near.perceptual_hash # way)::bit(64)) <= {CLOSE}
    )
    AND (SELECT dispute_id FROM disputes_evidence WHERE id = near.evidence_id) <> %s
"""  # noqa: S608  # only numbers


@dataclass(frozen=True, slots=True)
class Match:
    """A picture that looks like the one that was asked about."""

    file_id: int
    distance: int
    rotation: Rotation


def alike(one: int, other: int) -> tuple[int, Rotation] | None:
    """How far apart they are and how one has to be turned; nothing if they are not close."""
    near = min((distance(way, other), rotation) for way, rotation in variants(one).items())
    return near if near[0] <= CLOSE else None


def matches(hashes: Mapping[int, int], *, except_dispute: int) -> dict[int, list[Match]]:
    """What is like each of these pictures, by any key: pictures in evidence of other cases that
    look like it, the closest first, at most 20. One query, whatever the number of pictures."""
    if not hashes:
        return {}
    asked = [{"key": key, **_probes(perceptual_hash)} for key, perceptual_hash in hashes.items()]
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, [json.dumps(asked), except_dispute])
        rows = cursor.fetchall()
    found: dict[int, list[Match]] = {key: [] for key in hashes}
    for key, file_id, perceptual_hash in rows:
        if near := alike(hashes[key], perceptual_hash):
            found[key].append(Match(file_id, *near))
    for each in found.values():
        each.sort(key=lambda match: (match.distance, match.file_id))
        del each[_FOUND:]
    return found


def _probes(perceptual_hash: int) -> dict[str, object]:
    ways = list(variants(perceptual_hash))
    probes = {
        f"p{part}": sorted({(way >> 16 * part & _PART) ^ near for way in ways for near in _NEAR})
        for part in _PARTS
    }
    return {"ways": ways, **probes}
