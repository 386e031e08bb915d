#!/bin/bash
# For compose.yaml, after database.sql: the passwords of the two roles, from the environment.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --set "owner=$OWNER_PASSWORD" --set "app=$APP_PASSWORD" <<'SQL'
ALTER ROLE redress_owner PASSWORD :'owner';
ALTER ROLE redress_app PASSWORD :'app';
SQL
