#!/bin/bash
# A second installation from a backup: restore.sh DUMP [EVIDENCE]
#
# Into the empty database that libpq's variables name, as the role that shall own the tables, and
# into the empty folder EVIDENCE_ROOT. No worker does anything in what comes of it, until
# `manage.py resume_work` is run there.
set -euo pipefail
umask 077
dump=${1:?which dump?}
evidence=${2:-}

if [ -n "$evidence" ] && [ -n "$(ls -A "${EVIDENCE_ROOT:?where do the files go?}")" ]; then
    echo "There are files in $EVIDENCE_ROOT already. Name an empty folder." >&2
    exit 1
fi
# All or nothing. Owners and rights are those of the new database.
pg_restore --exit-on-error --single-transaction --no-owner --no-privileges \
    --dbname="${PGDATABASE:?into which database?}" "$dump"
if [ -n "$evidence" ]; then
    cp --recursive --preserve=timestamps "$evidence/." "$EVIDENCE_ROOT"
    rm --force "$EVIDENCE_ROOT/.arriving"
    # The copy was private; here the group, to which nginx belongs, may read.
    chmod --recursive u=rwX,g=rX,o= "$EVIDENCE_ROOT"
fi
