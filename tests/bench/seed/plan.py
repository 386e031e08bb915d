"""Which case is whose, in which state, about what: one table that all others are filled from."""

from dataclasses import dataclass

from disputes.models.references import ALPHABET
from tests.bench.seed.stories import CLOSED, SPARE, STORIES

TABLE = "bench_plan"
BIG_STORE, SMALL_STORE, BUSY_BUYER = 1, 2, 1
# The small store and the busy buyer have their cases, 33 each, among the first ones: as many at
# any size, so that their pages show the same.
_FIRST = 330
_PRIME = 387_420_499  # spreads neighbouring numbers over all references
CLOCK = "date_trunc('second', now()) + interval '123456 microseconds'"


@dataclass(frozen=True)
class Numbers:
    """How many of each there are in one database."""

    open_cases: int
    spare: int

    @property
    def closed(self) -> int:
        return self.open_cases // 10

    @property
    def cases(self) -> int:
        return self.open_cases + self.closed + self.spare

    @property
    def buyers(self) -> int:
        return max(50, self.open_cases // 5)

    @property
    def stores(self) -> int:
        return max(20, self.open_cases // 50)


def reference(prefix: str) -> str:
    """A reference of its own for each `i`, as scattered as real ones."""
    base = len(ALPHABET)
    scattered = f"(i * {_PRIME} % {base**8})"
    digits = [
        f"substr('{ALPHABET}', ({scattered} / {base**place} % {base})::int + 1, 1)"
        for place in range(8)
    ]
    return f"'{prefix}-' || {' || '.join(digits[:4])} || '-' || {' || '.join(digits[4:])}"


def make_plan(numbers: Numbers) -> str:
    """One row for each case. In every ten one belongs to the big store; the share of each state
    is the same there as elsewhere. Nothing is due in the next two hours."""
    days = " ".join(f"WHEN '{story.name}' THEN {story.days}" for story in STORIES)
    return f"""
        CREATE UNLOGGED TABLE {TABLE} AS
        SELECT *,
            {numbers.buyers} + store AS seller,
            closes_in - CASE WHEN story = '{CLOSED}' THEN interval '60 days'
                WHEN story IN ('asked', '{SPARE}') THEN interval '5 days'
                ELSE interval '12 days' END + {CLOCK} AS opened_at,
            CASE WHEN story <> '{CLOSED}' THEN closes_in + {CLOCK} END AS due_at
        FROM (
            SELECT *,
                make_interval(secs => 7200 + i * 7907 % 999983 / 999983.0
                    * greatest(0, (CASE story {days} END) * 86400 - 7200)::int) AS closes_in
            FROM (
                SELECT i,
                    {reference("R")} AS reference,
                    {_story(numbers)} AS story,
                    CASE WHEN i % 10 = 0 THEN {BIG_STORE}
                        WHEN i % 10 = 1 AND i <= {_FIRST} THEN {SMALL_STORE}
                        ELSE 3 + (i * {_PRIME} >> 8) % {numbers.stores - 2} END AS store,
                    CASE WHEN i % 10 = 2 AND i <= {_FIRST} THEN {BUSY_BUYER}
                        ELSE 2 + (i * {_PRIME} >> 4) % {numbers.buyers - 1} END AS buyer,
                    i / 10 % 10 < 7 AS received,
                    1000 + i * 7919 % 20011 AS paid
                FROM generate_series(1::bigint, {numbers.cases}) AS i
            ) AS numbered
        ) AS planned
    """


def _story(numbers: Numbers) -> str:
    branches, upper = [], 0
    for story in STORIES:
        upper += story.share
        if story.share:
            branches.append(f"WHEN i / 10 * 37 % 100 < {upper} THEN '{story.name}'")
    return f"""CASE
        WHEN i > {numbers.open_cases + numbers.closed} THEN '{SPARE}'
        WHEN i > {numbers.open_cases} THEN '{CLOSED}'
        {" ".join(branches)} END"""
