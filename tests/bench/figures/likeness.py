"""Finding the pictures that look like one, among a million."""

from collections.abc import Callable

from django.db import connection

from disputes.models import Attachment
from disputes.similar_pictures import CLOSE, matches
from tests.bench.ground import Ground
from tests.bench.measure import by_turns, seconds
from tests.bench.report import Figure
from tests.bench.rows import insert
from tests.bench.seed.cases import LIKENESS

_SEARCHES = 20
_FEW_BITS = 0b1000_0001_0001  # that are another in a copy
_COMPARE = f"""
    SELECT id FROM disputes_attachment
    WHERE evidence_id IS NOT NULL AND bit_count((perceptual_hash # %s)::bit(64)) <= {CLOSE}
"""  # only a number


def likeness(ground: Ground) -> Figure:
    """Milliseconds for one picture, in all its eight turns; each has a near copy in the table."""
    ground.use(ground.size.many)
    _fill(ground.size.many)
    photos = Attachment.objects.exclude(evidence=None).order_by("sha256")
    known = photos.values_list("perceptual_hash", flat=True)[:_SEARCHES]
    asked = [each ^ _FEW_BITS for each in known if each is not None]
    value, floor = by_turns(
        ground.size.repeats, lambda: _each(asked, _search), lambda: _each(asked[:2], _compare)
    )
    return Figure(
        value=value,
        floor=floor,
        unit="ms",
        targets={"value": ("<=", 50)},
        notes=(
            f"among {photos.count():,} pictures in evidence, within {CLOSE} of 64 bits",
            "what it is compared with reads every row, and looks for one of the eight turns only",
        ),
    )


def _fill(most: int) -> None:
    """As many pictures as there are cases; some of these came with none."""
    missing = most - Attachment.objects.count()
    more = {
        "public_id": "gen_random_uuid()",
        "uploader_id": "author_id",
        "evidence_id": "evidence.id",
        "name": "'photo.jpg'",
        "shared": "'shared.jpg'",
        "size": "400000",
        "sha256": "md5(i::text) || md5(i::text)",
        "uploaded_at": "now()",
        "perceptual_hash": LIKENESS.replace("'likeness'", "'more'"),
    }
    source = (
        "(SELECT id, author_id FROM disputes_evidence LIMIT 1) AS evidence, "
        f"generate_series(1, {missing}) AS i"
    )
    with connection.cursor() as cursor:
        cursor.execute(insert(Attachment, source, more))
        cursor.execute("VACUUM ANALYZE disputes_attachment")


def _each(asked: list[int], find: Callable[[int], int]) -> float:
    """Milliseconds for one of these."""

    def all_of_them() -> None:
        if not all(map(find, asked)):
            raise RuntimeError("a near copy was not found")

    return 1000 * seconds(all_of_them) / len(asked)


def _search(likeness: int) -> int:
    return len(matches({1: likeness}, except_dispute=0)[1])


def _compare(likeness: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE, [likeness])
        return len(cursor.fetchall())
