#!/bin/bash
# One backup of Redress: backup.sh FOLDER
#
# First the database, then the files: each file is stored before the row that names it, under a name
# that is never used again. So whatever the dump names is there when the copying begins, and files
# that came after the dump do no harm.
#
# FOLDER gets redress-<UTC>.dump and evidence/, to which each backup adds the files that are new.
# The database is named by libpq's variables (PGHOST, PGUSER, PGDATABASE, PGPASSFILE), the files by
# EVIDENCE_ROOT; leave that unset where EVIDENCE_STORE is a bucket, which keeps versions itself.
set -euo pipefail
umask 077
folder=${1:?which folder for the backup?}
name=redress-$(date --utc +%Y%m%dT%H%M%SZ)
mkdir --parents "$folder"

# A dump has its name only when it is whole, and nothing is left of one that failed.
trap 'rm --force "$folder/$name.partial"' EXIT
pg_dump --format=custom --file="$folder/$name.partial"
mv "$folder/$name.partial" "$folder/$name.dump"

if [ -n "${EVIDENCE_ROOT:-}" ]; then
    mkdir --parents "$folder/evidence"
    names() { (cd "$1" && find . -type f ! -name .arriving | LC_ALL=C sort); }
    LC_ALL=C comm -23 <(names "$EVIDENCE_ROOT") <(names "$folder/evidence") |
        while IFS= read -r file; do
            mkdir --parents "$folder/evidence/$(dirname "$file")"
            # So has a file. One that was swept away meanwhile is none.
            if cp --preserve "$EVIDENCE_ROOT/$file" "$folder/evidence/.arriving"; then
                mv "$folder/evidence/.arriving" "$folder/evidence/$file"
            elif [ -e "$EVIDENCE_ROOT/$file" ]; then
                exit 1
            fi
        done
fi
sync --file-system "$folder"
echo "$folder/$name.dump"
