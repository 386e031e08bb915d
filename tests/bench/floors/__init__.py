"""The floors: the rows that our services write, written by bare SQL in as few statements as can be.

One statement takes a batch, skips what others hold, and writes all rows of all kinds; the same
tables, constraints and triggers, the same hashes. It knows one course of things only, asks nobody's
permission, and builds nothing in memory: what it costs is what PostgreSQL costs.
"""

# Rows that one statement takes.
BATCH = 1_000
