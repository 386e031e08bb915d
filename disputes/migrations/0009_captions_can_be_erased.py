"""Captions of files can be erased from the history, too; and old cases know when their file closed."""

from django.db import migrations

KEEPS_BUT = """
CREATE OR REPLACE FUNCTION redress_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data'
        AND NEW.data = OLD.data - ARRAY[%s]
        AND EXISTS (
            SELECT FROM disputes_dispute WHERE id = OLD.dispute_id AND closed_at IS NOT NULL
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
WITH_CAPTIONS = KEEPS_BUT % "'words', 'captions', 'reasons', 'carrier', 'tracking', 'salt'"
WITHOUT = KEEPS_BUT % "'words', 'reasons', 'carrier', 'tracking', 'salt'"

# As `models.lifecycle` sets it from now on. A case that cannot change any more needs none.
WHEN_FILES_CLOSED = """
UPDATE disputes_dispute AS dispute SET file_closed_at = closed.at
FROM (
    SELECT dispute_id, max(at) AS at FROM disputes_event
    WHERE kind IN ('file_closed', 'ruled', 'accepted', 'forced', 'ruling_carried_out')
    GROUP BY dispute_id
) AS closed
WHERE closed.dispute_id = dispute.id AND dispute.closed_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0008_files")]

    operations = [
        migrations.RunSQL(WITH_CAPTIONS, WITHOUT),
        migrations.RunSQL(WHEN_FILES_CLOSED, migrations.RunSQL.noop),
    ]
