"""The floors: the rows that our services write, written by bare SQL in as few statements as can be.

One statement takes a batch, skips what others hold, and writes all rows of all kinds; the same
tables, constraints and triggers, the same hashes. It knows one course of things only, asks nobody's
permission, and builds nothing in memory: what it costs is what PostgreSQL costs.
"""

import psycopg

# Rows that one statement takes.
BATCH = 1_000


def batch_after_batch(database: psycopg.Connection, statement: str) -> int:
    """One commit each, until there is nothing left; how many rows were taken."""
    done = 0
    while taken := database.execute(statement).rowcount:
        done += taken
    return done
